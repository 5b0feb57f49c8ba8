/** What Outlook did not do, for the person in front of the pane; Japanese. */
import { detail } from "./sentence";
import type { MailProblems } from "./mail-problems-en";

export const mailProblemsJa: MailProblems = {
  "mail-timeout": () =>
    "Outlook が応答しません。確認できる範囲では、メールは変更されていません。もう一度お試しください。それでも応答がない場合は、下書きとして保存し、開き直してください。",
  "mail-refused": (p) =>
    `Outlook が処理を受け付けませんでした (${detail(p, "call")}、${detail(p, "officeCode")})。もう一度試すか、メールを下書きとして保存し、開き直してください。`,
  "mail-switched": () =>
    "別のメールが開かれています。作業していたメールに戻ると、続きから再開できます。",
  "mail-permission": () =>
    "Pro-Porter にはこのメールを変更する権限がありません。メールの読み取りと書き込みの権限で展開するよう、管理者に依頼してください。",
  "mail-unsupported": (p) => {
    const need = detail(p, "need");
    if (need === "Outlook")
      return "このページは Outlook の中で使うものです。メールを開き、Pro-Porter を選んでください。";
    if (need === "office.js")
      return "Outlook のスクリプトを読み込めませんでした。appsforoffice.microsoft.com への接続がネットワークで許可されているか確認し、このウィンドウを開き直してください。";
    return `お使いの Outlook はこの操作に対応していません (${need} が必要です)。Outlook on the web を使うか、インデックスファイルを手動で添付してください。`;
  },
  "attachment-too-large": (p) =>
    `この大きさの添付ファイル${p.subject === "" ? "" : ` (${p.subject}) `}は Outlook から受け取れません。メールから外し、元のファイルをここにドロップしてください。`,
  "attachment-missing": (p) =>
    `${p.subject || "この添付ファイル"}はメールにありません。すでに削除された可能性があります。`,
  "attachment-stays": () =>
    "Outlook が添付ファイルを削除できませんでした。手動で削除してください。保護されたコピーはすでに用意されています。",
  "notes-full": () =>
    "このメールにはこれ以上の情報を保存できません。このウィンドウを閉じる前に送信の準備を完了してください。",
};
