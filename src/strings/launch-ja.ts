/** What Outlook shows in the name of the launch events, in Japanese. */
import type { LaunchStrings } from "./launch-en";
import { formatBytes } from "./quantities";

export const launchJa: LaunchStrings = {
  suggestOne: (name, sizeBytes) =>
    `${name} (${formatBytes(sizeBytes)}) を Pro-Porter で送信しますか?`,
  suggestMany: (count, totalBytes) =>
    `添付ファイル ${String(count)} 件、合計 ${formatBytes(totalBytes)} を Pro-Porter で送信しますか?`,
  open: "Pro-Porter で送信",
  openShort: "Pro-Porter を開く",
  askLarge: (count, totalBytes, external) =>
    `このメールには添付ファイルが ${String(count)} 件、合計 ${formatBytes(totalBytes)} あります。${
      external === undefined || external === 0
        ? ""
        : `社外の宛先が ${String(external)} 件含まれています。`
    }Pro-Porter で送信すると、ファイルは保護されて送られ、メールは小さいままです。`,
  askUploading:
    "Pro-Porter がこのメールのファイルをアップロードしています。今送信すると、ファイルなしで送られます。Pro-Porter を開き、準備が完了するまでお待ちください。",
  askPlacing:
    "Pro-Porter がインデックスファイルをメールに添付する処理が終わっていません。Pro-Porter を開き、処理を完了してください。",
  askIndexMissing:
    "Pro-Porter のインデックスファイルが添付されていません。これがないと、受信者は添付ファイルを復元できません。Pro-Porter を開いて、もう一度添付してください。",
  askUnknown:
    "Pro-Porter がこのメールを確認できませんでした。大きな添付ファイルがないか、Pro-Porter の処理が終わっているかを確認してから送信するか、Pro-Porter を開いてください。",
};
