/** 自分の Outlook でアドインを試す手順。 */
import type { sideloadEn } from "./sideload-en";

export const sideloadJa: typeof sideloadEn = {
  sideload: (manifest, origin) => [
    `${origin} 用のマニフェスト: ${manifest}`,
    "メールボックスに読み込むには (Microsoft 365 または Exchange。個人の Outlook.com では使えないことがあります):",
    "  1. ブラウザーで https://aka.ms/olksideload を開き、サインインします。Web 版 Outlook に",
    "     「Outlook 用アドイン」の画面が数秒後に表示されます。",
    "  2. [個人用アドイン] の一番下、[カスタム アドイン] で [カスタム アドインの追加] > [ファイルから追加] を選び、",
    "     マニフェストを指定します。",
    "読み込んだアドインの場所:",
    "  Web 版 Outlook、新しい Outlook   メールの作成画面または表示画面の [アプリ]",
    "  Windows 版の従来の Outlook       リボン (24 時間以内、または再起動後)。同じ画面は",
    "                                   [ファイル] > [情報] > [アドインの管理] からも開けます",
    "  Outlook for Mac                  リボンの [...]。16.85 より前は [アドインを取得] から同じ画面を開けます",
    `Outlook を表示するブラウザーで ${origin} を一度開いてください。証明書が信頼されていないと、`,
    "作業ウィンドウは空のままです。アドインの削除も同じ画面で行います。詳しくは docs/outlook.md をご覧ください。",
  ],
};
