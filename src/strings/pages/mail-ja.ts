/** The text that a mail carries beside the index file, in Japanese. */
import { japaneseMoment, zoneName } from "../moments";
import { formatBytes } from "../quantities";
import type { MailStrings } from "./mail-en";

export const mailJa: MailStrings = {
  indexFileName: "添付ファイルの復元.porter.txt",
  heading: "添付ファイル(保護):",
  file: (name, sizeBytes) => `${name}(${formatBytes(sizeBytes)})`,
  folder: (name, sizeBytes) => `${name}(フォルダー、${formatBytes(sizeBytes)})`,
  unnamed: (files, sizeBytes) =>
    `${files.toLocaleString("ja")} 個のファイル(${formatBytes(sizeBytes)})`,
  more: (items) => `ほか ${items.toLocaleString("ja")} 件`,
  separator: "、",
  until: (seconds, timeZone) =>
    `・${japaneseMoment(seconds, timeZone)}(${zoneName(seconds, timeZone)})まで`,
  inOutlook: "Outlook:",
  inOutlookText: {
    before: "メール上部の「",
    button: "添付ファイルを復元",
    after: "」を押してください。",
  },
  elsewhere: "それ以外:",
  elsewhereText: { before: "", after: " を開き、添付のファイルをドロップしてください。" },
  nothing: "ログインやインストールは不要です。",
  passphrase: "パスフレーズは別途お知らせします。",
  questions: (who) => `お問い合わせ:${who}`,
  whoSeparator: " ",
  gap: "",
};
