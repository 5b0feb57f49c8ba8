/** The words of an administrator's recall, in Japanese. */
import type { administratorEn } from "./administrator-en";

export const administratorJa: typeof administratorEn = {
  removedAt: (storeId, removed) => `${storeId}: ${String(removed)} 件のデータを削除しました。`,
  removalFinal:
    "これ以降は復元できません。受信者には、ストアにこの送信がないと表示されます。送信者も取り消している場合は、その日時と理由が表示されます。まだ送信中の場合は、送信の終了後に同じコマンドをもう一度実行してください。",
  administratorWay:
    "--as-administrator はストア自体の鍵 (--config) を使います。--gateway とは併用できません。",
  administratorReason:
    "--reason には送信者の署名が必要です。管理者による取り消しでは理由を残せません。",
  administratorRoute: "--route は --as-administrator と送信の名前と一緒に使います。",
};
