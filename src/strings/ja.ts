/** What people read, in Japanese. Same keys as en.ts: one that is missing does not compile. */
import type { Strings } from "./en";
import { isoMoment } from "./moments";
import { mailProblemsJa } from "./mail-problems-ja";
import { detail, explain, type ErrorSentences, type Problem } from "./sentence";
import { doctorJa } from "./doctor-ja";
import { administratorJa } from "./administrator-ja";
import { resendJa } from "./resend-ja";
import { serveJa } from "./serve-ja";
import { sideloadJa } from "./sideload-ja";
import { storeReasonsJa, storeStepsJa } from "./store-reasons-ja";
import { systemReasonsJa } from "./system-reasons-ja";

/** Why a text is no index. */
const indexReasons: Readonly<Record<string, string>> = {
  empty: "中身が空です",
  long: "長すぎます。インデックスファイルは 100 バイト未満です",
  lines: "行が 2 行以上あるか、途中に空白が入っています",
  address: "# の前が復元ページのアドレスではありません",
  http: "アドレスが http:// で始まっています。http:// を使えるのはこのコンピューターだけです",
  length: "# の後が 68 文字ではありません",
  letters: "インデックスに使われない文字が入っています",
  version: "新しいバージョンの Pro-Porter で作成されています",
  unreadable: "読み取れるファイルではありません",
  checksum: "文字が変わっています",
};

/** What the policy of a gateway does not allow. */
const refusalReasons: Readonly<Record<string, string>> = {
  closed: "このルートは送信の受け付けを終了しています",
  expiry: "有効期限がポリシーの上限を超えています",
  size: "一度に送信できるサイズの上限を超えています",
  shape: "このルートで決められた分割方法と異なります",
  signature: "所有者の署名ではありません",
  origin: "別のゲートウェイに宛てた署名です",
};

/** What is not sent. */
const kindNames: Readonly<Record<string, string>> = {
  link: "リンク",
  socket: "ソケット",
  device: "デバイス",
  pipe: "パイプ",
  store: "ストア",
  index: "インデックスファイル",
  state: "作業用データ",
  other: "その他",
};

const system = (problem: Problem): string => {
  const reason = detail(problem, "reason");
  return systemReasonsJa[reason] ?? reason;
};

const inParentheses = (text: string): string => (text === "" ? "" : ` (${text})`);

const date = (problem: Problem): string => isoMoment(Number(detail(problem, "atSeconds")));

const mebibytes = (problem: Problem, name: string): string =>
  `${String(Math.ceil(Number(detail(problem, name)) / 2 ** 20))} MiB`;

/** The reasons of all stores as sentences; `otherwise` when there are none. */
const stores = (problem: Problem, otherwise: string): string =>
  explain(problem, "dead", storeReasonsJa, "。") || otherwise;

export const errorsJa: ErrorSentences = {
  internal: (p) =>
    `予期しない問題が発生しました (${detail(p, "what") || "詳細不明"})。Pro-Porter の管理者にお知らせください。`,
  usage: (p) => p.subject,
  cancelled: () => "中止しました。",

  "index-invalid": (p) =>
    detail(p, "reason") === "route"
      ? "このインデックスの保存先は、この設定にはありません。正しい設定を --config で指定してください。"
      : `Pro-Porter のインデックスではありません。${indexReasons[detail(p, "reason")] ?? "読み取れません"}。添付されていたファイルをそのまま指定するか、行全体をコピーしてください。`,
  "config-invalid": (p) =>
    `設定の ${p.subject} に誤りがあります: ${detail(p, "reason")}。設定ファイルを修正して、もう一度お試しください。`,
  "owner-key-invalid": (p) =>
    `${p.subject} の所有者キーを読み取れません。バックアップからファイルを戻すか、次のコマンドでキーを取り込み直してください: pro-porter config owner-key import`,
  "owner-key-missing": () =>
    "この送信は、このコンピューターの所有者キーで送られたものではありません。送信したコンピューターで取り消しまたは延長を行うか、その所有者キーを取り込んでください (pro-porter config owner-key import)。ストアの鍵があれば、recall --as-administrator は所有者キーなしで使えます。",
  "passphrase-invalid": (p) =>
    p.subject !== ""
      ? `パスフレーズのファイル ${p.subject} を読み取れません(${system(p)})。権限を確認してください。`
      : detail(p, "reason") === "suite"
        ? "暗号を使わないルートではパスフレーズを指定できません。別のルートを選ぶか、パスフレーズなしで送信してください。"
        : "このパスフレーズは使用できません。空であるか、テキストではありません。別のパスフレーズを指定してください。",
  "passphrase-needed": () =>
    "この送信の復元にはパスフレーズが必要です。送信者に確認し、--passphrase-file で指定してください。",
  "passphrase-wrong": () =>
    "パスフレーズが違うか、正しいデータを持つストアが足りません。パスフレーズを確認して、もう一度お試しください。",

  "source-missing": (p) => `${p.subject} が見つかりません。パスを確認してください。`,
  "source-unreadable": (p) =>
    `${p.subject} を読み取れません: ${system(p)}。アクセス権を変更するか、対象から外してください。何も送信されていません。`,
  "source-changed": (p) =>
    `送信中に ${p.subject || "ファイル"} が変更されたため、送信を取りやめました。書き込んでいるプログラムを閉じて、もう一度送信してください。`,
  "source-too-large": () => "一度に送信できる量を超えています。何回かに分けて送信してください。",
  "source-path-too-long": (p) =>
    `${p.subject} のパスが 1,024 バイトを超えています。フォルダーの名前を短くするか、より下の階層のフォルダーを指定してください。`,
  "source-empty": () =>
    "送信するものがありません。リンク、ソケット、デバイスは送信の対象外です。ファイルまたはフォルダーを指定してください。",
  "send-running": (p) =>
    `同じ送信がすでに実行中です (プロセス ${detail(p, "pid")})。終わるのを待つか、先に中止してください。`,
  "restore-running": (p) =>
    `このフォルダーへの同じ復元がすでに実行中です (プロセス ${detail(p, "pid")})。終わるのを待つか、先に中止してください。`,
  "not-in-transfer": (p) =>
    `この送信には「${p.subject}」というファイルまたはフォルダーがありません。内容は pro-porter inspect で確認できます。`,

  "store-unavailable": (p) =>
    `ストア ${detail(p, "storeId")} が応答していません: ${system(p)}。接続を確認して、もう一度お試しください。`,
  "store-throttled": (p) =>
    `ストア ${detail(p, "storeId")} が要求を減らすよう求めています。しばらくしてから、もう一度お試しください。`,
  "store-refused": (p) =>
    `ストア ${detail(p, "storeId")} へのアクセスが拒否されました: ${system(p)}。アクセス権を確認してください。`,
  "store-expired-grant": () => "ストアの利用許可の期限が切れました。もう一度お試しください。",
  "store-credentials": (p) =>
    `ストア ${detail(p, "storeId")} が鍵を受け付けません(${detail(p, "reason")})。PRO_PORTER_.._KEY_ID と _SECRET、またはこのコンピューターのクラウド認証情報を確認してください。`,
  "store-clock": (p) =>
    `このコンピューターの時計がストア ${detail(p, "storeId")} の時計と大きくずれています。時計を合わせてから、もう一度お試しください。`,
  "store-missing": (p) =>
    `ストア ${detail(p, "storeId")} のバケットまたはコンテナーがありません。名前を確認するか、pro-porter setup で作成してください。`,
  "store-region": (p) =>
    `ストア ${detail(p, "storeId")} のバケットは、設定とは別のリージョンにあります。"region" または "endpoint" を訂正してください。`,
  "store-full": (p) =>
    `ストア ${detail(p, "storeId")} に空き容量がありません。容量を空けて、もう一度お試しください。`,
  "store-conflict": (p) =>
    `ストア ${detail(p, "storeId")} の同じ場所に、この送信のものではないデータがあります。ストアの管理者にお知らせください。`,
  "store-unknown": (p) =>
    `ルートに「${p.subject || detail(p, "storeId")}」というストアはありません。ストアの名前を確認してください。`,

  "transfer-missing": (p) =>
    `どのストアにもこの送信のデータがありません。${stores(p, "すべてのストアに問い合わせました")}。すでに削除されたか、送信時とは異なる設定を使用しています。設定を確認してください。`,
  "too-few-stores": (p) =>
    `${storeStepsJa[detail(p, "doing")] ?? ""}使用できるストアが足りません (使用可能 ${detail(p, "left")}、必要 ${detail(p, "needed")})。${stores(p, "ほかのストアにはデータがありません")}。ストアが復旧してから、もう一度お試しください。`,
  "manifest-corrupt": (p) =>
    `ファイルの一覧を組み立てられません。許容できる数を超えるストアが誤ったデータを返しました。${stores(p, "問い合わせたストアのいずれかです")}。何も復元されていません。ストアを直してから、もう一度お試しください。`,
  "manifest-invalid": (p) =>
    `署名されたファイルの一覧が形式の規則に反しています (${detail(p, "what")})。何も復元されていません。送信者に再送を依頼してください。`,
  "segment-corrupt": (p) =>
    `ファイルの一部を組み立てられません。次のストアのいずれかが誤ったデータを返しました: ${detail(p, "given")}。${stores(p, "どのストアかは特定できません")}。復元先のファイルは作成されていません。ストアを直してから、もう一度お試しください。`,

  recalled: (p) =>
    `この送信は ${date(p)} に送信者によって取り消されました。${p.subject ? `理由: ${p.subject}` : "必要な場合は送信者にお問い合わせください。"}`,
  expired: (p) => `この送信は ${date(p)} に期限が切れました。送信者に再送を依頼してください。`,
  "action-pending": (p) =>
    `まだ処理が終わっていないストアがあります: ${explain(p, "dead", storeReasonsJa, "、")}。後で同じコマンドをもう一度実行してください。`,
  "action-refused": (p) =>
    `許可されていない操作です: ${p.subject || (refusalReasons[detail(p, "reason")] ?? "ゲートウェイがこの指示を受け付けません")}。`,

  "gateway-unavailable": (p) =>
    `ゲートウェイ${p.subject && ` ${p.subject} `}が応答しません${inParentheses(system(p))}。接続を確認してください。送信済みのデータはそのまま残っています。`,
  "gateway-busy": () =>
    "ゲートウェイが混み合っています。しばらくしてから、もう一度お試しください。",
  "gateway-invalid": (p) =>
    `${p.subject === "" ? "応答した相手" : p.subject} は Pro-Porter のゲートウェイではないか、バージョンが異なります。アドレスを確認してください。`,
  "request-invalid": (p) =>
    `ゲートウェイが要求を理解できません${detail(p, "field") && ` (${detail(p, "field")})`}。ページを再読み込みするか、プログラムを更新してください。`,
  "sign-in-needed": () => "この操作にはサインインが必要です。",
  "sign-in-refused": () =>
    "お使いのアカウントではこの操作を行えません。管理者に許可を依頼するか、別のアカウントでサインインしてください。",
  "origin-refused": () =>
    "この操作は、ゲートウェイ自身のページからのみ行えます。送信ページを開いて、もう一度お試しください。",
  "action-stale": () =>
    "この端末の時計がゲートウェイの時計と大きくずれています。時計を合わせて、もう一度お試しください。",
  "port-taken": (p) =>
    `ポート ${detail(p, "port")} は別のプログラムが使用しています。そのプログラムを終了するか、--port で別のポートを指定してください。`,

  ...mailProblemsJa,

  "disk-full": (p) =>
    p.details["neededBytes"] === undefined
      ? `ディスクがいっぱいです: ${p.subject}。空き容量を増やして同じコマンドを実行すると、続きから再開します。`
      : `ディスクの空き容量が足りません。${p.subject} の空きは ${mebibytes(p, "freeBytes")}、必要な容量は ${mebibytes(p, "neededBytes")} です。空き容量を増やすか、--to で別のフォルダーを指定してください。`,
  "disk-error": (p) =>
    `${p.subject} を読み書きできません: ${system(p)}。アクセス権とディスクを確認してください。`,
  "target-exists": (p) => {
    const count = Number(detail(p, "count") || "1");
    const others = count > 1 ? ` (ほか ${String(count - 1)} 件)` : "";
    return `${p.subject} はすでに存在します${others}。何も変更していません。--to で別のフォルダーを指定するか、--overwrite を付けてください。`;
  },
};

export const ja: Strings = {
  storeReasons: storeReasonsJa,
  errors: errorsJa,
  cli: {
    error: (sentence) => `エラー: ${sentence}`,
    needsToken: "アクセストークンは --token-file で指定したファイルから読み取ります。",
    madeStore: (folder) => `ストアのフォルダーを作成しました: ${folder}`,
    madeOwnerKey: (path) =>
      `所有者キーを作成しました: ${path}。送信の取り消しと延長に使うキーで、内容を読むことはできません。次のコマンドでバックアップしてください: pro-porter config owner-key export`,
    skipped: (path, kind) => `対象外としました (${kindNames[kind] ?? kind}): ${path}`,
    renamed: (from, to) => `名前を変更しました: ${from} -> ${to}`,
    resuming: "中断した送信を再開しました。",
    startingAnew:
      "ストアのデータが、中断した送信で保存したものと異なります。最初から送信し直します。",
    sending: (files, size, count, k) =>
      `${String(files)} 個のファイル (${size}) を ${String(count)} か所のストアに送信します。そのうち ${String(k)} か所があれば復元できます。`,
    sent: (path, bytes, until) =>
      `添付の準備ができました: ${path} (${String(bytes)} バイト)。${until} まで、このファイルですべてを復元できます。`,
    missingStore: (storeId, reason) =>
      `冗長性が下がっています。${storeId} ${reason}。復旧したら次のコマンドを実行してください: pro-porter rebuild --store ${storeId}`,
    waiting: (storeId, reason) => `${storeId} を待っています。${storeId} ${reason}。`,
    stopped:
      "中止しました。同じコマンドを実行すると続きから再開します。--discard を付けると、保存済みのデータを削除します。",
    discarded: "この送信で保存したデータを削除しました。",
    nothingToDiscard: "これらのパスについて、中断した送信はありません。",
    restored: (files, size, folder) =>
      `${String(files)} 個のファイル (${size}) を ${folder} に復元しました。`,
    storeNote: (storeId, reason) => `注意: ${storeId} ${reason}。`,
    storeLied: (storeId) =>
      `注意: ${storeId} が誤ったデータを返しました。ほかのストアで補ったため、ファイルに問題はありません。復旧したら次のコマンドを実行してください: pro-porter rebuild --store ${storeId}`,
    verified: "すべてのストアに、すべてのデータが変更なく保存されています。",
    verifiedDamaged: "すべて復元できますが、正常でないストアがあります。",
    verifiedLost: (runs) =>
      `復元できない部分があります: ${String(runs)} か所のデータが失われています。`,
    rebuilt: (storeId, written, kept) =>
      `${storeId} を再構築しました。書き込み ${String(written)} 件、正常 ${String(kept)} 件。`,
    recalledAt: (storeId, removed) =>
      `${storeId}: 取り消しました。${String(removed)} 件のデータを削除しました。`,
    pendingAt: (storeId, reason) =>
      `${storeId} ${reason}。このストアでの処理は保留中です。後で同じコマンドをもう一度実行してください。`,
    recallFinal: "これ以降は復元できません。すでに復元されたファイルを取り戻すことはできません。",
    recallNotFinal: "まだ十分な数のストアにデータが残っているため、復元される可能性があります。",
    reasonReadable: "このルートは暗号を使わないため、取り消しの理由はストアの管理者にも読めます。",
    extended: (until) => `${until} まで復元できます。`,
    state: {
      open: (until) => `${until} まで復元できます`,
      unknown: "復元できます (期限を答えたストアはありません)",
      recalled: (at) => `${at} に取り消されました`,
      expired: (at) => `${at} に期限が切れました`,
    },
    inspect: {
      state: "状態",
      from: "送信者",
      created: "作成日時",
      scheme: "方式",
      content: "内容",
      stores: "ストア",
      good: "正常",
      sealed: (k, n) =>
        `${String(n)} か所のうち ${String(k)} か所で復元、暗号化あり (Reed-Solomon、AES-256-GCM)`,
      cipherFree: (k, n) =>
        `${String(n)} か所のうち ${String(k)} か所で復元、暗号なし (Shamir、HMAC)`,
      files: (count, size) => `${String(count)} 個のファイル、${size}`,
    },
    phases: {
      starting: "準備中",
      moving: "転送中",
      finishing: "仕上げ中",
      verifying: "確認中",
    },
    left: (time) => `残り ${time}`,
    ownerKeyImported: (path) => `所有者キーを ${path} に取り込みました。`,
    ...administratorJa,
    ...resendJa,
    ...serveJa,
    ...sideloadJa,
    doctor: doctorJa,
    refusals: {
      expiry: (max) => `期限は ${String(max)} 日以内にしてください (policy.expiryDays.max)`,
      size: "送信できる量 (policy.maxTransferBytes) を超えています",
      closedRoute: (route) => `ルート ${String(route)} は送信を停止しています`,
    },
    usage: {
      manifestOrigin: (text) =>
        `「${text}」は Outlook が読み込めるアドレスではありません。https://porter.example.com のように、パスを付けずに指定してください。`,
      gateway: (text) =>
        `「${text}」はゲートウェイのアドレスではありません。https://porter.example.com のように指定してください。`,
      gatewayHttp: (host) =>
        `${host} はこのコンピューターではないため、ゲートウェイには https:// でのみ接続できます。`,
      twoWays: "--gateway と --config は同時に指定できません。どちらか一方を指定してください。",
      tokenFile: (path) => `${path} を読み取れないか、アクセストークンが 1 行で入っていません。`,
      noRoute: (route, origin) => `ゲートウェイ ${origin} にルート ${String(route)} はありません。`,
      days: (text) => `「${text}」は日数として正しくありません。0 より大きい数を指定してください。`,
      port: (text, most) =>
        `「${text}」はポート番号として使用できません。--port (または PORT) には 0 から ${String(most)} までの数を指定してください。`,
      logLevel: (levels) => `--log-level には次のいずれかを指定してください: ${levels}`,
      tls: "--tls-cert と --tls-key は、両方とも指定するか、両方とも省略してください。",
      outlookHttps:
        "Outlook は https のアドインだけを読み込みます。--tls-cert と --tls-key も指定してください。",
      tlsFiles:
        "--tls-cert と --tls-key のファイルが、PEM 形式の証明書とその秘密鍵ではありません。",
      number: (option, text) =>
        `${option} には整数を指定してください。「${text}」は整数ではありません。`,
      minStores: (least, most) =>
        `このルートの --min-stores は ${String(least)} から ${String(most)} までです。`,
      outExists: (path) =>
        `${path} はすでに存在し、インデックスファイルではありません。--out で別の名前を指定してください。`,
      outIsOld: (path) =>
        `${path} は元のインデックスで、取り消しに必要です。--out で別の名前を指定してください。`,
      outFolder: (path) =>
        `${path} の保存先フォルダーが存在しません。フォルダーを作成するか、--out で別の場所を指定してください。`,
      noteTooLong: "取り消しの理由は 4,096 バイトまでです。短くしてください。",
      ownerKey:
        "所有者キーは英数字、-、_ からなる 43 文字です。config owner-key export で表示されたものを指定してください。",
    },
  },
};
