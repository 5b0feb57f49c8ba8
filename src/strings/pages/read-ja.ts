/** The read pane in Outlook, in Japanese. */
import { detail } from "../sentence";
import type { ReadStrings } from "./read-en";

const problems: ReadStrings["problems"] = {
  "mail-timeout": () =>
    "Outlook が応答しません。もう一度お試しください。それでも応答がない場合は、添付のインデックスファイルを保存し、復元ページで開いてください。",
  "mail-refused": (p) =>
    `Outlook から添付ファイルを受け取れませんでした (${detail(p, "call")}、${detail(p, "officeCode")})。もう一度試すか、添付のインデックスファイルを保存し、復元ページで開いてください。`,
  "mail-switched": () => "途中で別のメールが表示されました。もう一度お試しください。",
  "mail-permission": () =>
    "Pro-Porter にはこのメールの添付ファイルを読む権限がありません。添付のインデックスファイルを保存して復元ページで開くか、管理者にお問い合わせください。",
  "mail-unsupported": (p) =>
    `お使いの Outlook はアドインに添付ファイルを渡しません (${detail(p, "need")} が必要です)。添付のインデックスファイルを保存し、復元ページで開いてください。`,
  "attachment-too-large": () =>
    "Outlook がアドインに渡せる大きさを超えています。中にあるインデックスファイルを保存し、復元ページで開いてください。",
  "attachment-missing": () => "添付ファイルが見つかりませんでした。もう一度お試しください。",
};

export const readJa: ReadStrings = {
  problems,
  looking: "添付ファイルを調べています",
  slow: "Outlook の応答に時間がかかっています。このまま待つか、手動で開いてください。",
  stillLooking: "添付されたメールの中も調べています",
  none: {
    title: "復元できるものはありません",
    text: "このメールの添付ファイルに、インデックスファイルはありません。通常、その名前は「.porter.txt」で終わります。",
    again: "もう一度調べる",
  },
  failed: { title: "添付ファイルを読み取れませんでした" },
  unread: {
    title: "Outlook から受け取れない添付ファイルがあります",
    one: (name, reason) => `${name}:${reason}`,
  },
  byHand: {
    title: "手動で開く",
    text: "名前が「.porter.txt」で終わる添付ファイルを保存し、ここか復元ページで開いてください。",
  },
  page: {
    open: "復元ページを開く",
    noStorage:
      "ブラウザーの設定により、このウィンドウにはデータを保存できません。ファイルの復元は専用のページで行います。ページはこの送信を選んだ状態で開きます。",
    noDownload:
      "お使いの Outlook では、アドインからファイルを保存できません。ファイルの復元はブラウザーで行います。ページはこの送信を選んだ状態で開きます。",
    opened: "復元ページを別のウィンドウで開きました。続きはそちらで行ってください。",
    blocked: "ウィンドウがブロックされました",
    blockedText:
      "Outlook のポップアップを許可してもう一度試すか、次のリンクから開くか、アドレスをコピーしてブラウザーで開いてください。このアドレスを知る人は添付ファイルを復元できます。ほかの人に渡さないでください。",
    link: "復元ページ",
    address: "復元ページのアドレス",
    copy: "アドレスをコピー",
    copied: "コピーしました。ブラウザーのアドレスバーに貼り付けてください。",
    notCopied: "アドレスを選択しました。Ctrl+C (Mac では Command+C) を押してください。",
  },
  several: {
    title: "このメールには複数の送信が含まれています",
    text: "1 つ選んでください。",
    back: "このメールのすべての送信",
    inside: (name) => `添付されたメール「${name}」の中`,
    foreign: (host) => `${host} にあります`,
    opening: "内容を問い合わせています",
    passphrase: "パスフレーズが必要です",
    running: "復元中",
    own: "自分が送信したもの",
    nameless: (position) => `送信 ${String(position)}`,
  },
  running: {
    keepOpen:
      "完了するまで、このウィンドウを開いたままにしてください。ピン留めしていれば、ほかのメールを見ている間も復元は続きます。",
    elsewhere: (subject) => `別のメールの復元を続けています:${subject}`,
    noSubject: "(件名なし)",
  },
  own: {
    title: "自分が送信したファイル",
    lead: "このメールを受け取った人は、期限が切れるか、取り消されるまで、添付ファイルを復元できます。",
    leadEnded: "このメールの添付ファイルは、もう誰も復元できません。",
    restore: "自分で復元する",
    back: "期限の延長と取り消し",
    noKey:
      "このメールは自分が送信したものですが、ファイルは別の場所から送信されています。期限の延長と取り消しには、送信した場所の所有者キーが必要です。",
    refresh: "更新",
  },
};
