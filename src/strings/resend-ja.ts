/** The words of a resend, in Japanese. */
import type { resendEn } from "./resend-en";

export const resendJa: typeof resendEn = {
  notDiscarded:
    "保存したデータの削除を一部のストアに指示できませんでした。インデックスのないデータは、期限が切れると削除されます。",
  oldStays:
    "元のインデックスは引き続き復元に使えます。断片を削除するには次のコマンドを実行してください: pro-porter recall",
  oldNotRecalled: "元の送信は取り消していません。元のインデックスは引き続き復元に使えます。",
};
