/** The send page, in Japanese. */
import type { SendStrings } from "./send-en";

export const sendJa: SendStrings = {
  title: "ファイルの送信",
  lead: "ファイルは、それだけでは意味を持たない断片に分けられ、複数の保存先に分散されます。メールに添付するのは 100 バイト未満のテキストファイルだけです。",
  pick: {
    dropTitle: "ここにファイルやフォルダーをドロップ",
    dropHint: "Ctrl+V で貼り付けることもできます",
    dropNow: "ドロップして追加",
    files: "ファイルを追加",
    folder: "フォルダーを追加",
    list: "送信するもの",
    total: (files, size) => `${files} (${size})`,
    folderOf: (files) => `フォルダー、${files}`,
    remove: (name) => `${name} を外す`,
    removeAll: "すべて外す",
    reading: "ファイルの一覧を読み取っています",
    renamedTitle: (count) =>
      `${String(count)} 件の名前を変更して送信します。システムによっては使えない名前のためです。`,
    renamedOne: (from, to) => `${from} → ${to}`,
    added: (name) => `${name} を追加しました`,
    removed: (name) => `${name} を外しました`,
  },
  options: {
    heading: "送信方法",
    route: "保存先",
    routeWhere: (places) => places,
    routeRule: (k, n) =>
      n === 1
        ? "1 か所にすべてを保存します。"
        : k === n
          ? `復元には ${String(n)} か所すべてが必要です。`
          : `${String(n)} か所のうち ${String(k)} か所あれば復元できます。それより少ないと何も読み取れません。`,
    expiry: "復元できる期間",
    days: (days) => `${String(days)} 日間`,
    until: (moment) => `${moment} まで`,
    usePassphrase: "パスフレーズで保護する",
    passphraseCaution:
      "パスフレーズは電話など別の方法で受信者に伝えてください。同じメールに書いてはいけません。",
    passphraseNotHere: "この保存先ではパスフレーズを使用できません。",
    more: "詳細",
    from: "お名前",
    fromHint: "受信者に表示されます。",
    contact: "電話番号などの連絡先",
    contactHint: "受信者からのお問い合わせ用です。",
  },
  start: "送信",
  startSize: (size) => `送信 (${size})`,
  nothingYet: "ファイルまたはフォルダーを追加してください。",
  tooLarge: (size, most) =>
    `合計 ${size} です。一度に送信できるのは ${most} までです。一部を外すか、何回かに分けて送信してください。`,
  noRoute: "現在、送信は停止されています。社内の Pro-Porter 管理者にお問い合わせください。",
  signIn: {
    title: "送信にはサインインが必要です",
    text: "送信できるのはサインインした方だけです。ファイルの選択は、サインインの前でも後でもかまいません。",
  },
  running: {
    title: "送信しています",
    keepOpen:
      "このページを開いたままにしてください。閉じてしまった場合は、次に開いたときに続きから再開できます。",
    cancelTitle: "送信を中止しますか?",
    cancelText: "ここまでに保存したデータを、すべての保存先から削除します。",
    cancelConfirm: "送信を中止",
    goOn: "送信を続ける",
    cancelled: "送信を中止し、保存済みのデータを削除しました。",
    cancelledLeft: (names) =>
      `送信を中止しました。${names} に断片が残っていますが、誰にも読み取れず、期限が来ると削除されます。`,
  },
  redundancy: {
    title: "冗長性を下げて送信しますか、それとも待ちますか?",
    text: (problems) => problems,
    consequence: (spare) =>
      spare === 0
        ? "冗長性を下げると、復元には残りの保存先がすべて必要です。以後、どれか 1 つでも停止すると復元できません。"
        : `冗長性を下げても、残りの保存先のうち ${String(spare)} か所までは、以後停止しても復元できます。`,
    continue: "冗長性を下げて送信",
    wait: "待つ",
    waiting: "待機しています。保存先が応答すると自動的に再開します。",
    tooFew: "応答している保存先が足りません。応答があり次第、自動的に再開します。",
  },
  unfinished: {
    title: "未完了の送信",
    started: (moment) => `${moment} に開始`,
    goOn: "続ける",
    goOnLabel: (name) => `${name} の送信を続ける`,
    discard: "破棄",
    discardLabel: (name) => `${name} の送信を破棄`,
    needsPick: "同じファイルをもう一度選択する必要があります。",
    pickTitle: "同じファイルをもう一度選択してください",
    pickText: (names) =>
      `ブラウザーがファイルを保持できませんでした。${names} を選択してください。未送信の分だけが送信されます。`,
    running: "別のタブで送信中です。",
    passphraseTitle: "この送信のパスフレーズ",
    passphraseText: "パスフレーズはどこにも保存されません。同じものをもう一度入力してください。",
    discardTitle: "この送信を破棄しますか?",
    discardText: "保存済みのデータを、すべての保存先から削除します。",
  },
  done: {
    title: "添付の準備ができました",
    summary: (files, size, until) => `${files} (${size})・${until} まで`,
    missing: (name, reason) =>
      `冗長性が下がっています。${name} ${reason}。復元に支障はありません。`,
    step1: "このファイルをメールに添付",
    step1Hint:
      "受信者に必要なのはこのファイルだけです。添付ファイルそのものと同じように扱ってください。",
    saveIndex: "インデックスファイルを保存",
    saved: "保存しました",
    step2: "この文面を本文の下に貼り付け",
    step2Hint: "受信者への案内です。",
    textLanguage: "文面の言語",
    both: "両方",
    hideNames: "メールの文面にファイル名を載せない",
    copy: "文面をコピー",
    copied: "コピーしました。メールに貼り付けてください。",
    copyFailed:
      "ブラウザーがコピーを許可しませんでした。文面を選択して Ctrl+C でコピーしてください。",
    preview: "メールの文面",
    step3: "パスフレーズを別の方法で連絡",
    step3Hint: "電話などで伝えてください。同じメールに書いてはいけません。",
    again: "続けて送信",
    toTransfers: "送信履歴",
    keyHint: "期限の延長と取り消しは、このブラウザーの「送信履歴」から行えます。",
  },
};
