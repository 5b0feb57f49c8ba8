/** The restore page, in Japanese. */
import type { RestoreStrings } from "./restore-en";

export const restoreJa: RestoreStrings = {
  title: "添付ファイルの復元",
  lead: "メールに添付されていた小さなテキストファイルを開くと、添付ファイルを受け取れます。アカウントもログインもインストールも不要です。",
  signIn: {
    title: "復元にはサインインが必要です",
    text: "送信者の会社の設定により、復元できるのはサインインした方だけです。",
    lead: "メールに添付されていた小さなテキストファイルを開くと、添付ファイルを受け取れます。サインインが必要です。インストールは不要です。",
  },
  open: {
    dropTitle: "ここにインデックスファイルをドロップ",
    dropHint: "名前が「.porter.txt」で終わる添付ファイルです",
    dropNow: "ドロップして開く",
    choose: "ファイルを選択",
    pasteLabel: "または、ファイルの中の 1 行を貼り付け",
    pasteHint: "68 文字以上の 1 行です。",
    pasteButton: "開く",
    asking: "保存先に内容を問い合わせています",
  },
  foreign: {
    title: "他社のサーバーに接続しますか?",
    text: (host) =>
      `このインデックスは ${host} のものです。内容を表示するには、このサーバーへの問い合わせが必要です。`,
    learns:
      "このサーバーに伝わるのは、お使いのネットワークアドレスと、この送信が開かれたことだけです。",
    confirm: (host) => `${host} に接続`,
  },
  passphrase: {
    title: "パスフレーズが必要です",
    text: "この添付ファイルはパスフレーズで保護されています。パスフレーズは、メールとは別の方法で送信者から伝えられます。",
    wrong:
      "パスフレーズが違うか、正しいデータを持つ保存先が足りません。大文字と小文字を確認して、もう一度お試しください。",
    confirm: "開く",
  },
  card: {
    from: "送信者",
    unknownSender: "送信者の記載なし",
    statedBySender: "送信者による記載",
    contents: "内容",
    available: "復元期限",
    until: (moment) => `${moment} まで`,
    unlimited: "期限を答えた保存先はありません",
    locations: "保存先",
    answered: (good, all) => `${String(all)} か所中 ${String(good)} か所が応答`,
    enough: (k) => `${String(k)} か所あれば復元できます`,
    close: "別のインデックスファイルを開く",
    nothingFetched: "まだ何もダウンロードされていません。",
    fileList: "ファイルとフォルダー",
    name: "名前",
    size: "サイズ",
    action: "操作",
    restoreOne: (name) => `${name} だけを復元`,
    emptyFolder: "空",
    expandAll: "すべてのフォルダーを開く",
    collapseAll: "すべてのフォルダーを閉じる",
  },
  notes: {
    title: "正常でない保存先がありますが、添付ファイルはすべて復元できます。",
    wholeAfter: "正常でない保存先がありましたが、ファイルはすべて正しく復元されました。",
    store: (name, reason) => `${name} ${reason}。`,
  },
  choose: {
    legend: "復元先",
    folder: "フォルダーに保存",
    folderHint: "保存するフォルダーを選びます。名前とフォルダーの構成はそのままです。",
    zip: "1 つの ZIP ファイルとして保存",
    zipHint: "すべてのファイルとフォルダーを、1 つの ZIP ファイルとしてブラウザーが保存します。",
    file: "ファイルとして保存",
    fileHint: (name) => `${name} をブラウザーが保存します。`,
    all: "すべて復元",
    allSize: (size) => `すべて復元 (${size})`,
    one: "復元",
    noFolder:
      "このブラウザーはフォルダーに書き込めないため、全体を 1 つの ZIP ファイルとして保存します。",
    oneTitle: (name) => `${name} の復元`,
  },
  danger: {
    title: "プログラムを実行できるファイルが含まれています",
    text: "この送信者から受け取る予定だった場合にだけ開いてください。確信が持てないときは、送信者に電話などで確認してください。",
    confirm: "このまま復元",
    mark: "プログラムを実行できる形式",
  },
  exists: {
    title: "同じ名前のファイルがすでにあります",
    text: (name, others) =>
      others > 0
        ? `${name} ほか ${String(others)} 件が、このフォルダーにすでに存在します。何も変更していません。`
        : `${name} が、このフォルダーにすでに存在します。何も変更していません。`,
    overwrite: "置き換える",
    otherFolder: "別のフォルダーを選択",
  },
  running: {
    title: "復元しています",
    keepOpen: "完了するまで、このページを開いたままにしてください。",
    cancelTitle: "復元を中止しますか?",
    cancelText: "ここまでに復元したデータは削除されます。",
    cancelConfirm: "復元を中止",
    cancelled: "復元を中止しました。途中のデータは残っていません。",
    goOn: "復元を続ける",
    waiting: "応答している保存先が足りません。応答があり次第、自動的に再開します。",
  },
  done: {
    title: "復元しました",
    folder: (files, size, folder) => `${files} (${size}) をフォルダー「${folder}」に保存しました。`,
    download: (name, size) => `${name} (${size}) をダウンロードフォルダーに保存しました。`,
    saveAgain: "もう一度保存",
    renamed: "お使いのシステムで使えない文字があったため、次の名前を変更しました。",
    renamedOne: (from, to) => `${from} → ${to}`,
    backToList: "一覧に戻る",
  },
  problem: {
    recalled: "送信者によって取り消されました",
    expired: "期限が切れました",
    unreachable: "現在接続できません",
    other: "処理できませんでした",
  },
};
