/** Sentences about errors for people in front of a page, where those of the command line do not fit; Japanese. */
import { japaneseMoment } from "../moments";
import { detail, explain, type ErrorSentences, type Problem } from "../sentence";
import { storeReasonsJa } from "../store-reasons-ja";

const at = (problem: Problem): string => japaneseMoment(Number(detail(problem, "atSeconds")));

const dead = (problem: Problem): string => {
  const text = explain(problem, "dead", storeReasonsJa, "。");
  return text === "" ? "" : `${text}。`;
};

const indexReasons: Readonly<Record<string, string>> = {
  empty: "中身が空です。",
  long: "長すぎます。インデックスファイルは 100 バイト未満です。",
  lines: "2 行以上あるか、途中に空白が入っています。",
  address: "# の前が復元ページのアドレスではありません。",
  http: "アドレスが http:// で始まっています。http:// を使えるのは、お使いのコンピューター自身に対してだけです。",
  length: "# の後が 68 文字ではありません。一部が欠けている可能性があります。",
  letters: "インデックスに使われない文字が入っています。",
  version: "新しいバージョンの Pro-Porter で作成されています。",
  checksum: "文字が変わっています。",
  route: "このサーバーにない保存先を指しています。",
};

const signInReasons: Readonly<Record<string, string>> = {
  "popup-blocked":
    "ブラウザーがサインインのウィンドウをブロックしました。このページのポップアップを許可して、もう一度サインインしてください。",
  closed: "サインインが完了する前にウィンドウが閉じられました。もう一度サインインしてください。",
  "in-progress":
    "サインインの途中です。開いているウィンドウで完了するか、ページを読み込み直してください。",
  failed:
    "サインインできませんでした。もう一度お試しください。繰り返し発生する場合は、Pro-Porter の管理者にお知らせください。",
};

const passphraseReasons: Readonly<Record<string, string>> = {
  suite:
    "この保存先ではパスフレーズを使用できません。別の保存先を選ぶか、パスフレーズなしで送信してください。",
  "in-mail":
    "このメールの件名または本文にパスフレーズが書かれています。本文から消すか、別のパスフレーズにして、受信者には別の方法で伝えてください。",
};

export const problemsJa: Partial<ErrorSentences> = {
  internal: (p) =>
    `予期しない問題が発生しました (${detail(p, "what") || "詳細不明"})。ページを読み込み直してください。繰り返し発生する場合は、Pro-Porter の管理者にお知らせください。`,
  "index-invalid": (p) =>
    `Pro-Porter のインデックスファイルではありません。${indexReasons[detail(p, "reason")] ?? "読み取れません。"}添付されていたファイルをそのまま使うか、行全体をコピーしてください。`,
  "owner-key-missing": () =>
    "この送信は、このブラウザーの所有者キーで送られたものではありません。送信した場所の所有者キーを取り込んでください。",
  "owner-key-invalid": () =>
    "所有者キーではありません。英数字、-、_ からなる 43 文字です。保存したファイルを使ってください。",
  "passphrase-invalid": (p) =>
    passphraseReasons[detail(p, "reason")] ??
    "このパスフレーズは使用できません。空であるか、テキストではありません。",
  "passphrase-needed": () => "パスフレーズが必要です。送信者に確認してください。",
  "source-unreadable": (p) =>
    `${p.subject || "ファイル"} を読み取れません。移動、名前の変更、ロックのいずれかの可能性があります。もう一度追加してください。`,
  "source-changed": (p) =>
    `${p.subject || "ファイル"} が、選択した後に変更されました。何も送信されていません。書き込んでいるプログラムを閉じて、もう一度送信してください。`,
  "source-empty": () => "送信するものがありません。",
  "transfer-missing": (p) =>
    `どの保存先にもこの送信のデータがありません。すでに削除されています。送信者に再送を依頼してください。${dead(p)}`,
  "too-few-stores": (p) =>
    `使用できる保存先が足りません (使用可能 ${detail(p, "left")}、必要 ${detail(p, "needed")})。${dead(p)}後でもう一度お試しください。`,
  "manifest-corrupt": (p) =>
    `ファイルの一覧を組み立てられません。多くの保存先が誤ったデータを返しました。${dead(p)}何も復元されていません。送信者にお知らせください。`,
  "manifest-invalid": () =>
    "ファイルの一覧が形式の規則に反しています。何も復元されていません。送信者に再送を依頼してください。",
  "segment-corrupt": (p) =>
    `ファイルの一部を組み立てられません。次の保存先のいずれかが誤ったデータを返しました: ${detail(p, "given")}。${dead(p)}不完全なファイルは残していません。送信者にお知らせください。`,
  "store-full": (p) => `${detail(p, "storeId")} に空き容量がありません。`,
  "store-unavailable": (p) =>
    `${detail(p, "storeId")} が応答していません。後でもう一度お試しください。`,
  "store-refused": (p) =>
    `${detail(p, "storeId")} へのアクセスが拒否されました。Pro-Porter の管理者にお知らせください。`,
  "sign-in-needed": (p) =>
    signInReasons[detail(p, "reason")] ?? "この操作にはサインインが必要です。",
  recalled: (p) =>
    `この送信は ${at(p)} に送信者によって取り消されました。${p.subject === "" ? "必要な場合は送信者にお問い合わせください。" : `理由: ${p.subject}`}`,
  expired: (p) => `この送信は ${at(p)} に期限が切れました。送信者に再送を依頼してください。`,
  "disk-full": () =>
    "お使いの機器の空き容量が足りません。容量を空けるか、別のフォルダーを選んで、もう一度お試しください。",
  "disk-error": (p) =>
    `${p.subject || "フォルダー"} に書き込めません。別のフォルダーを選ぶか、アクセスを許可してください。`,
  "target-exists": (p) => `${p.subject} はすでに存在します。何も変更していません。`,
};
