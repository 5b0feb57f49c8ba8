/** doctor-en.ts, in Japanese. */
import type { FindingSentences } from "./doctor";
import { setupJa } from "./setup-ja";

export const doctorJa: FindingSentences = {
  good: (storeId) => `${storeId}: 問題ありません。`,
  finding: (storeId, { what, why, mend }) => `${storeId}: ${what}${why}${mend}`,
  sentences: {
    unreachable: (reason) => ({
      what: `使用できません。このストア${reason}。`,
      why: "このストアへの送信も、ここからの復元もできません。",
      mend: "設定と環境変数のアドレス、バケット、リージョン、鍵を確認してください。",
    }),
    missing: () => ({
      what: "バケットがありません。",
      why: "このストアへの送信も、ここからの復元もできません。",
      mend: "バケットを作成するか、設定のバケット名を確認してください。",
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
    unblocked: () => ({
      what: "公開を防ぐ設定がありません。",
      why: "設定を一つ誤るだけで、だれでも読み取れる状態になります。",
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
    lifecycle: (reason) => ({
      what: `${reason} 日を過ぎたデータを削除するライフサイクルルールがありません。`,
      why: "定期的な削除が止まると、期限切れのデータが残ります。",
      mend: "プレフィックスにルールを追加してください。",
    }),
    "lifecycle-early": (reason) => ({
      what: `ライフサイクルルールが ${reason} 日を過ぎたデータを削除します。`,
      why: "期限前に削除されるため、復元できなくなります。",
      mend: "このルールを変更するか、ルールの対象にならないプレフィックスを使用してください。",
    }),
    "lifecycle-unseen": (reason) => ({
      what: `ライフサイクルルール(${reason} 日)は、ストレージの鍵では確認も設定もできません。`,
      why: "期限切れのデータは定期的に削除されます。このルールは、それが止まったときの備えです。",
      mend: "プレフィックスにルールを追加してください。",
    }),
    versions: () => ({
      what: "古いバージョンが保存されます。",
      why: "取り消しで削除したデータを元に戻せてしまいます。",
      mend: "バケットのバージョン管理を無効にしてください。",
    }),
    "soft-delete": (reason) => ({
      what: `削除したデータが保持されます(論理的な削除、${reason})。`,
      why: "取り消しで削除したデータを元に戻せてしまいます。",
      mend: "論理的な削除を無効にしてください。",
    }),
    locked: (reason) => ({
      what: `データを削除できません(${reason})。`,
      why: "取り消しても実際には消えません。",
      mend: "保持ポリシーとオブジェクトロックのないバケットを使用してください。",
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
    unseen: (reason) => ({
      what: `この鍵では確認できない設定があります(${reason})。`,
      why: "送信と復元には必要ありませんが、正しく設定されているかどうかは分かりません。",
      mend: "docs/operations.md の Clouds にある setup 用の権限で doctor を実行してください。",
    }),
  },
  bySetup: (storeId) =>
    `修正するには次のコマンドを実行してください: pro-porter setup --store ${storeId}`,
  byHand: (command) => `修正するには次のコマンドを実行してください: ${command}`,
  setup: setupJa,
  done: (stores, severe) =>
    severe === 0
      ? `${String(stores)} 個のストアを確認しました。問題ありません。`
      : `${String(stores)} 個のストアを確認しました。修正が必要な項目が ${String(severe)} 件あります。`,
};
