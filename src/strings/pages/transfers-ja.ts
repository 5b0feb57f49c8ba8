/** The page of sent transfers, in Japanese. */
import type { TransfersStrings } from "./transfers-en";

export const transfersJa: TransfersStrings = {
  title: "送信履歴",
  lead: "このブラウザーから送信したものの一覧です。一覧はこのブラウザーの中だけに保存されます。",
  empty: {
    title: "まだ何も送信していません",
    text: "このブラウザーから送信すると、ここで期限の延長や取り消しができます。",
    send: "ファイルを送信",
  },
  sent: (moment) => `${moment} に送信`,
  unnamed: "一覧を読み取れない送信",
  withPassphrase: "パスフレーズあり",
  state: {
    asking: "確認中",
    open: (moment) => `${moment} まで復元可能`,
    recalled: (moment) => `${moment} に取り消し済み`,
    reason: (text) => `理由: ${text}`,
    expired: (moment) => `${moment} に期限切れ`,
    unknown: "現在、状態を確認できません",
  },
  saveIndex: "インデックスファイルを保存",
  saveIndexOf: (name) => `${name} のインデックスファイルを保存`,
  refresh: "更新",
  more: (name) => `${name} のその他の操作`,
  forget: "一覧から外す",
  forgetLabel: (name) => `${name} を一覧から外す`,
  forgetTitle: "一覧から外しますか?",
  forgetText:
    "送信したファイルは期限まで復元できます。インデックスファイルがないと、以後は延長も取り消しもできません。",
  extend: {
    button: "延長",
    label: (name) => `${name} の期限を延長`,
    title: "期限の延長",
    field: "今日から復元できる期間",
    confirm: "延長",
    running: "保存先に登録しています",
    done: (moment) => `${moment} まで復元できます。`,
    pending: (names) =>
      `${names} にはまだ登録されていません。ほかの保存先の登録が有効です。後でもう一度延長することもできます。`,
  },
  recall: {
    button: "取り消し",
    label: (name) => `${name} の送信を取り消し`,
    title: "この送信を取り消しますか?",
    text: "すべての保存先から断片を削除します。それまでに復元していない受信者は、以後復元できません。すでに復元されたファイルを取り戻すことはできません。",
    reason: "理由 (任意)",
    reasonHint: "復元しようとした受信者に表示されます。",
    reasonTooLong: "4,096 バイト以内で入力してください。",
    readable: "この送信では、保存先の管理者も理由を読むことができます。",
    confirm: "取り消す",
    running: "すべての保存先から削除しています",
    outcomes: "保存先ごとの結果",
    removed: (count) => `${count.toLocaleString("ja")} 個の断片を削除`,
    pending: (reason) => `未完了: ${reason}`,
    final: (moment) =>
      `${moment} 以降、この送信は誰にも復元できません。それより前に復元されたファイルを取り戻すことはできません。`,
    finalPending: "未完了の保存先だけでは復元できません。残っている断片は後で削除されます。",
    notFinal:
      "まだ十分な数の保存先に断片が残っているため、復元される可能性があります。保存先が応答したら、もう一度取り消してください。",
    again: "もう一度試す",
  },
  adopt: {
    title: "ほかの場所から送信したもの",
    text: "別のブラウザーやコマンドラインから送信したものは、そこの所有者キーを取り込んでから、インデックスファイルを追加してください。",
    button: "インデックスファイルを追加",
    added: (name) => `${name} を一覧に追加しました。`,
  },
  key: {
    title: "所有者キー",
    text: "取り消しと延長の署名に使うキーです。内容を読むことはできません。必ずコピーを保管してください。このブラウザーのデータが失われた場合、キーがないと送信を取り消せなくなります。",
    export: "所有者キーを保存",
    import: "所有者キーを取り込む",
    fileName: "pro-porter-owner-key.txt",
    importTitle: "所有者キーの取り込み",
    importText:
      "以後の署名にはこのキーを使います。これまでのキーで送信したものも、引き続き取り消せます。",
    field: "所有者キー",
    fieldHint: "英数字、-、_ からなる 43 文字です。",
    chooseFile: "キーのファイルを選択",
    confirm: "取り込む",
    imported: "所有者キーを取り込みました。",
    exported: "保存しました。自分だけが読める場所に保管してください。",
  },
  storage: {
    title: "このブラウザーの保存領域",
    leftover: (size) => `ダウンロードや中断した復元のデータが ${size} 残っています。`,
    clean: "削除して空ける",
    cleaned: (size) => `${size} を空けました。`,
    cannotKeep:
      "このブラウザーは、閉じるとデータを保持しません (プライベートウィンドウまたは設定によるものです)。送信の再開はできず、この一覧も失われます。所有者キーとインデックスファイルを保存してください。",
  },
};
