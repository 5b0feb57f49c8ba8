/** doctor-en.ts, in Japanese. */
import type { FindingSentences } from "./doctor";

export const doctorJa: FindingSentences = {
  good: (storeId) => `${storeId}: 問題ありません。`,
  finding: (storeId, { what, why, mend }) => `${storeId}: ${what}${why}${mend}`,
  sentences: {
    unreachable: (reason) => ({
      what: `使用できません。このストア${reason}。`,
      why: "このストアへの送信も、ここからの復元もできません。",
      mend: "設定と環境変数のアドレス、バケット、リージョン、鍵を確認してください。",
    }),
    "write-refused": (reason) => ({
      what: `署名付きの書き込みが拒否されました(${reason})。`,
      why: "このストアには送信できません。",
      mend: "docs/operations.md の Clouds にある権限を鍵に与えてください。",
    }),
    "read-refused": () => ({
      what: "書き込んだデータを読み出せません。",
      why: "このストアからは復元できません。",
      mend: "docs/operations.md の Clouds にある権限を鍵に与えてください。",
    }),
    clock: (reason) => ({
      what: `ストアとこのコンピューターの時計がずれています(${reason})。`,
      why: "署名付きの要求は数分間しか使えません。",
      mend: "このコンピューターの時刻を NTP で合わせてください。",
    }),
    overwritten: () => ({
      what: "書き込み済みのデータを署名付きの要求で上書きできます。",
      why: "古い署名付き URL を持つ人が、送信済みのデータを壊せてしまいます。",
      mend: "バージョン管理を無効にするか、条件付き書き込みに対応したストアを使用してください。",
    }),
    public: () => ({
      what: "署名がなくても、だれでもデータを読み取れます。",
      why: "断片だけでは内容は分かりませんが、集められる状態にしてはいけません。",
      mend: "バケットの公開アクセスをブロックしてください。",
    }),
    "read-origin": () => ({
      what: "ほかのオリジンのページから読み取れません。",
      why: "受信者がブラウザーで復元できません。",
      mend: "バケットの CORS 設定で GET と HEAD を * に許可してください(docs/operations.md の Clouds)。",
    }),
    "write-origin": (reason) => ({
      what: `${reason} のページから書き込めません。`,
      why: "ブラウザーから送信できません。",
      mend: "バケットの CORS 設定で、このオリジンに PUT を許可してください(docs/operations.md の Clouds)。",
    }),
    "wide-origin": () => ({
      what: "どのオリジンのページからも書き込めます。",
      why: "書き込めるのはゲートウェイ自身のページだけにする必要があります。",
      mend: "バケットの CORS 設定で、PUT をゲートウェイのオリジンに限定してください。",
    }),
    versions: () => ({
      what: "古いバージョンが保存されます。",
      why: "取り消しで削除したデータを元に戻せてしまいます。",
      mend: "バケットのバージョン管理を無効にしてください。",
    }),
    kept: (reason) => ({
      what: `削除したデータが残っています(${reason})。`,
      why: "取り消しても実際には消えません。",
      mend: "保持ポリシーとオブジェクトロックを無効にし、バージョンの削除を鍵に許可してください。",
    }),
    "size-unbound": () => ({
      what: "署名付きの書き込みのサイズが固定されません。",
      why: "署名付き URL を持つ人は、任意のサイズのデータを一つ保存できます。",
      mend: "Azure ではアカウントキーの代わりに ID を使用してください。ほかのストアでは、送信者の操作を制限してください。",
    }),
  },
  done: (stores, severe) =>
    severe === 0
      ? `${String(stores)} 個のストアを確認しました。問題ありません。`
      : `${String(stores)} 個のストアを確認しました。修正が必要な項目が ${String(severe)} 件あります。`,
};
