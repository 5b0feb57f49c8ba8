/** Words that more than one screen uses, in Japanese. */
import { japaneseMoment } from "../moments";
import { formatBytes, splitRemaining } from "../quantities";
import type { CommonStrings } from "./common-en";

export const commonJa: CommonStrings = {
  product: "Pro-Porter",
  language: "ja",
  languageLabel: "言語",
  mainNavigation: "ページ",
  skipToContent: "本文へ移動",
  navigation: { try: "試す", restore: "復元", send: "送信", transfers: "送信履歴" },
  footer:
    "ファイルは断片に分けられ、ブラウザーと送信者の保存先との間で直接やり取りされます。途中のサーバーがファイル、名前、鍵を見ることはありません。",
  ok: "OK",
  cancel: "キャンセル",
  close: "閉じる",
  tryAgain: "もう一度試す",
  back: "戻る",
  loading: "読み込み中",
  show: "パスフレーズを表示",
  hide: "パスフレーズを隠す",
  size: formatBytes,
  rate: (bytesPerSecond) => `${formatBytes(bytesPerSecond)}/秒`,
  moment: (seconds) => japaneseMoment(seconds),
  files: (value) => `${value.toLocaleString("ja")} 個のファイル`,
  folders: (value) => `${value.toLocaleString("ja")} 個のフォルダー`,
  items: (value) => `${value.toLocaleString("ja")} 件`,
  listSeparator: "、",
  // A line must not begin with the counter alone.
  and: (value) => `ほか ${value.toLocaleString("ja")}\u00a0件`,
  availableUntil: (moment) => `${moment} まで復元できます`,

  country: (code) => new Intl.DisplayNames("ja", { type: "region" }).of(code) ?? code,
  inBrackets: (text) => ` (${text})`,

  insecure: {
    title: "このページには安全な接続が必要です",
    text: "http:// で開いたページでは、ブラウザーの暗号機能を利用できません。暗号機能がないと、送信も復元もできません。",
    hint: (address) =>
      `代わりに ${address} を開いてください。開けない場合は、送信者の会社の Pro-Porter 管理者にお問い合わせください。`,
  },
  signIn: {
    button: "サインイン",
    another: "別のアカウントを使う",
    as: (user) => `${user} としてサインインしています。`,
    preparing: "準備中",
    waiting: "開いたウィンドウでサインインしてください。",
  },
  unreachable: {
    title: "サーバーが応答しません",
    text: "ページの設定を読み込めませんでした。接続を確認してください。",
  },

  progress: {
    label: "進行状況",
    locations: "保存先",
    preparing: "準備しています",
    finishing: "仕上げています",
    verifying: "すべて保存されたことを確認しています",
    paused: "一時停止中です。ここまでの処理は保持されます。",
    waiting: "待機しています",
    bytes: (done, total) => `${done} / ${total}`,
    percent: (value) => `${String(value)} %`,
    remaining: (seconds) => {
      const { hours, minutes, seconds: rest } = splitRemaining(seconds);
      if (hours > 0) return `残り約 ${String(hours)} 時間 ${String(minutes)} 分`;
      return minutes > 0 ? `残り約 ${String(minutes)} 分` : `残り ${String(rest)} 秒`;
    },
    pause: "一時停止",
    resume: "再開",
    storeLost: (reason) => reason,
    stalled: (name) => `${name} で 30 秒間進行がありません。`,
    resumed: "中断したところから再開しています。",
    announce: (percent, remaining) =>
      remaining === ""
        ? `${String(percent)} パーセント完了`
        : `${String(percent)} パーセント、${remaining}`,
  },

  passphrase: {
    label: "パスフレーズ",
    repeat: "パスフレーズ (確認)",
    different: "2 つのパスフレーズが一致しません。",
    empty: "パスフレーズを入力してください。",
  },
};
