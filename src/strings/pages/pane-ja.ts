/** The frame of the panes in Outlook, in Japanese. */
import type { PaneStrings } from "./pane-en";

export const paneJa: PaneStrings = {
  title: { compose: "Pro-Porter で送信", read: "添付ファイルを復元" },
  waiting: "Outlook の応答を待っています",
  outside: {
    title: "このページは Outlook の中で使うものです",
    text: "Outlook でメールを開き、Pro-Porter を選んでください。ブラウザーでは、次のページから同じ操作ができます。",
    link: { compose: "ファイルの送信", read: "ファイルの復元" },
  },
  failed: { title: "Outlook に接続できません", again: "再試行" },
  noMail: {
    title: "メールが開かれていません",
    compose: "メールを作成するか下書きを開き、「Pro-Porter で送信」を選んでください。",
    read: "Pro-Porter で送信された添付ファイルのあるメールを開いてください。",
  },
};
