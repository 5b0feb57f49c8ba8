/** The pane of a mail that is being written, in Japanese. */
import type { ComposeStrings } from "./compose-en";

export const composeJa: ComposeStrings = {
  lead: "大きな添付ファイルや機密の添付ファイルを断片に分けて保存し、メールには小さなインデックスファイルだけを添付します。",
  reading: "メールを読み取っています",
  unreadable: "メールを読み取れませんでした",
  noList:
    "この Outlook では、アドインがメールの添付ファイルを参照できません。ファイルはここに追加してください。インデックスファイルは最後に手動で添付します。",
  attachments: {
    title: "このメールの添付ファイル",
    none: "添付ファイルはまだありません。Outlook には大きすぎるファイルも、下から追加できます。",
    protect: (name) => `${name} を保護する`,
    willBeProtected: "保護して送信",
    staysAsIs: "そのまま送信",
    pending: "上の送信に含まれています",
    staysIndex: "以前の送信のインデックス(そのまま)",
    staysLink: "リンク(そのまま)",
    carried:
      "返信または転送元のインデックスが添付されています。新しい受信者もそのファイルを復元できます。不要な場合は添付から外してください。",
  },
  drop: "ファイルやフォルダーをここにドロップして追加",
  start: "保護する",
  startSize: (size) => `保護する (${size})`,
  nothingYet: "添付ファイルを選択するか、ファイルやフォルダーを追加してください。",
  sends: {
    title: "このメールの送信",
    placed: "メールに添付済み",
    stored: "保存済み・メールには未添付",
    broken: "中断しました",
    lost: "中断しました。もう一度送信してください",
    place: "メールに添付",
    placeLabel: (name) => `${name} をメールに添付`,
    remove: "消す",
    removeLabel: (name) => `${name} を一覧から消す`,
  },
  steps: {
    collecting: "Outlook から添付ファイルを取り出しています",
    attaching: "インデックスファイルを添付しています",
    writing: "本文に案内を書き込んでいます",
    removing: "保存済みの添付ファイルを外しています",
    undoing: "添付ファイルを元に戻しています",
  },
  slow: "Outlook がまだ応答していません。大きな添付ファイルでは 2 分ほどかかることがあり、その後このウィンドウに次の手順が表示されます。インデックスファイルがメールに入るまで、添付ファイルは取り除かれません。",
  running: {
    title: "保存しています",
    keepOpen:
      "このウィンドウは閉じてもかまいません。同じメールで開き直すと、続きから再開できます。",
    mustStayOpen:
      "完了するまでこのウィンドウを閉じないでください。この Outlook には、再開に必要な情報を保存できません。",
    sendLater: "完了したら、Outlook の「送信」を押してください。",
  },
  ready: {
    title: "送信の準備ができました",
    summary: (files, size, until) => `${files} (${size})・${until} まで`,
    next: "いつものように Outlook の「送信」を押してください。受信者に必要なものはすべてメールに入っています。",
    passphrase:
      "パスフレーズは電話など別の方法で受信者に伝えてください。同じメールに書いてはいけません。",
    left: (name) =>
      `${name} がまだ添付されています。Outlook が外せなかったため、手動で外してください。保護されたコピーはすでに用意されています。`,
    undo: "通常の添付ファイルに戻す",
    undone: "添付ファイルをメールに戻し、保存済みのデータを削除しました。",
    more: "さらに保護する",
  },
  unplaced: {
    title: "保存済みですが、メールには未添付です",
    intro:
      "データはすべて安全に保存されています。Outlook が最後の手順を実行できませんでした。添付ファイルは元のままです。",
    byHandTitle: "手動で行う場合",
    step1: "インデックスファイルを保存し、メールに添付する",
    step1Hint:
      "受信者に必要なのはこのファイルだけです。添付ファイルそのものと同じように扱ってください。",
    step2: "案内をメールの本文に貼り付ける",
    step2Hint: "受信者への案内です。",
    step3: "次の添付ファイルを外す",
    step3Hint: (names) => names,
    done: "添付しました",
  },
};
