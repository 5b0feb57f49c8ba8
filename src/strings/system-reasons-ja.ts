/** What the system says of a file. */
export const systemReasonsJa: Readonly<Record<string, string>> = {
  EACCES: "アクセス権がありません",
  EPERM: "アクセス権がありません",
  ENOENT: "見つかりません",
  ENOTDIR: "パスの途中にフォルダーではないものがあります",
  EISDIR: "フォルダーです",
  EROFS: "ディスクが読み取り専用です",
  EIO: "ディスクでエラーが発生しました",
  ENAMETOOLONG: "名前が長すぎます",
  EMFILE: "開いているファイルが多すぎます",
  ETIMEDOUT: "時間がかかりすぎています",
  ENOTSUP: "オブジェクトの場所に別のものがあります",
  ELOOP: "オブジェクトの場所にリンクがあります",
  ENXIO: "オブジェクトの場所に別のものがあります",
};
