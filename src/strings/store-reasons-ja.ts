/** Why a store is not used. Follows its name and a space: 「store-1 は応答していません」. */
export const storeReasonsJa: Readonly<Record<string, string>> = {
  absent: "にはこの送信のデータがありません",
  suspect: "一致しないデータを返しました(それだけでは誤りの証明になりません)",
  lied: "は保存時と異なるデータを返しました",
  unreachable: "に接続できません",
  "store-unavailable": "は応答していません",
  "store-throttled": "は要求を減らすよう求めています",
  "store-refused": "へのアクセスが拒否されました",
  "store-credentials": "が鍵を受け付けません",
  "store-clock": "の時計がこのコンピューターとずれています",
  "store-missing": "に該当するバケットがありません",
  "store-region": "は別のリージョンにあります",
  "store-full": "には空き容量がありません",
  "store-conflict": "の同じ場所に別のデータがあります",
  "store-expired-grant": "の利用許可の期限が切れています",
  internal: "で予期しない問題が発生しました",
};

export const storeStepsJa: Readonly<Record<string, string>> = {
  write: "フラグメントを保存できません。",
  open: "この送信を開けません。",
  list: "ファイルの一覧を読み取れません。",
  read: "フラグメントを読み取れません。",
  state: "この送信の状態を読み取れません。",
};
