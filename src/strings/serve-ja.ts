/** What `pro-porter serve` and `sweep` say, in Japanese. */
import type { serveEn } from "./serve-en";
import { systemReasonsJa } from "./system-reasons-ja";

/** What was done with a transfer that was swept. */
const sweptWords: Readonly<Record<string, string>> = {
  recalled: "取り消し済み",
  expired: "期限切れ",
  "mark removed": "取り消しの記録を整理",
  unknown: "状態を確認できません",
};

export const serveJa: typeof serveEn = {
  serve: {
    ready: "Pro-Porter を起動しました。Ctrl-C で終了します。",
    pages: (origin) => [
      `  ファイルを送る        ${origin}/send`,
      `  ファイルを復元する    ${origin}/`,
      `  送信済みの一覧        ${origin}/transfers`,
    ],
    trial: (origin) => `  メールボックスで試す  ${origin}/try`,
    noPages: (origin) =>
      `  ${origin} ではプログラムからの要求のみ受け付けます。ページはまだビルドされていません (npm run build)。`,
    route: (id, label, k, n, stores) =>
      `ルート ${String(id)} (${label.ja}): 次の ${String(n)} 個のストアのうち、どの ${String(k)} 個からでも復元できます: ${stores}`,
    store: (id, folder, address) => `  ${id}  ${folder}  (${address})`,
    first: [
      "はじめに: 送信ページを開いてフォルダーをドロップし、インデックスファイルを保存してください。",
      "次に、そのファイルを復元ページにドロップしてください。",
    ],
    deadStore: (id, folder, reason) =>
      `警告: ${id} は応答していません。フォルダー ${folder} を作成できません (${systemReasonsJa[reason] ?? reason})。`,
    stopping: "終了しています。処理中の要求が完了するまでお待ちください。",
  },
  sweep: {
    swept: (transfer, what, removed) =>
      `${transfer}: ${sweptWords[what] ?? what}、${String(removed)} 個のオブジェクトを削除しました。`,
    done: (transfers, removed) =>
      `${String(transfers)} 件の送信を確認し、${String(removed)} 個のオブジェクトを削除しました。`,
  },
};
