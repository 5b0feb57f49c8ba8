/** setup-en.ts, in Japanese. */
import type { SetupSentences } from "./setup";

export const setupJa: SetupSentences = {
  parts: {
    bucket: "バケット",
    folder: "フォルダー",
    write: "書き込み",
    public: "公開アクセス",
    origins: "ほかのオリジンのルール(CORS)",
    lifecycle: "ライフサイクルルール",
    versions: "古いバージョン",
    "soft-delete": "論理的な削除",
    lock: "保持ポリシーとオブジェクトロック",
  },
  outcomes: {
    good: () => "問題ありません。",
    changed: (why) => `修正しました。修正前: ${why}`,
    would: (why) => `修正が必要です。現在: ${why}`,
    undone: (why) => `変更すると書き込めなくなるため、元に戻しました。現在: ${why}`,
    left: (why) => `変更していません。現在: ${why}`,
    failed: (why) =>
      `ストアに拒否されました(${why})。名前、リージョン、鍵を確認し、docs/operations.md の Clouds にある setup 用の権限を鍵に与えてください。`,
    foreign: () =>
      "Pro-Porter 以外のデータがあり、ストアのプレフィックスが空です。何も変更していません。設定でプレフィックスか別のバケットを指定してください。",
  },
  reasons: {
    "too-many-rules": "アカウントに設定できるルールは五つまでで、空きがありません。",
    "shared-account": "アカウント全体の設定で、ほかのコンテナーにも影響します。",
  },
  created: "作成しました。",
  wouldCreate: "作成が必要です。",
  step: (storeId, part, outcome) => `${storeId}: ${part}: ${outcome}`,
  byHand: (command) => `手動で行うには次のコマンドを実行してください: ${command}`,
  noStore: (storeId, known) =>
    `設定に「${storeId}」というストアはありません。設定されているストア: ${known.join(", ")}`,
  done: (changed, toMend, isDryRun) => {
    const what = isDryRun
      ? `変更が必要な項目: ${String(changed)} 件(何も変更していません)。`
      : `変更した項目: ${String(changed)} 件。`;
    return toMend === 0 ? what : `${what}setup では修正できない項目: ${String(toMend)} 件。`;
  },
};
