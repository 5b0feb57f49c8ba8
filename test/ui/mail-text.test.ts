/** The text for the mail: what recipients read, and that no name can become markup. */
import { mailEn } from "../../src/strings/pages/mail-en";
import { mailJa } from "../../src/strings/pages/mail-ja";
import { mailHtml, mailLines, mailPlainText, type MailFacts } from "../../src/ui/mail-text";

const facts: MailFacts = {
  items: [
    { name: "Offer_2026.pdf", isFolder: false, sizeBytes: 18_400_000 },
    { name: "Drawings", isFolder: true, sizeBytes: 212_000_000 },
  ],
  fileCount: 40,
  totalBytes: 230_400_000,
  expirySeconds: Date.UTC(2026, 11, 4, 9) / 1000,
  address: "https://porter.example.co.jp",
  hasPassphrase: false,
  from: { name: "Taro Yamada", contact: "+81-3-1234-5678" },
  hidesNames: false,
  timeZone: "Asia/Tokyo",
};

it("in English", () => {
  expect(mailPlainText([mailLines(facts, mailEn)])).toBe(
    [
      "Attachments, protected: Offer_2026.pdf (18.4 MB), Drawings (folder, 212 MB) · until Fri 4 Dec 2026, 18:00 (UTC+9)",
      "Outlook: choose Restore attachments above this message. Elsewhere: open https://porter.example.co.jp and drop the attached file there.",
      "No account, no login, nothing to install. Questions: Taro Yamada, +81-3-1234-5678.",
    ].join("\n"),
  );
});

it("in Japanese, with the passphrase announced", () => {
  expect(mailPlainText([mailLines({ ...facts, hasPassphrase: true }, mailJa)])).toBe(
    [
      "添付ファイル(保護):Offer_2026.pdf(18.4 MB)、Drawings(フォルダー、212 MB)・2026年12月4日 18:00(UTC+9)まで",
      "Outlook:メール上部の「添付ファイルを復元」を押してください。それ以外:https://porter.example.co.jp を開き、添付のファイルをドロップしてください。",
      "ログインやインストールは不要です。パスフレーズは別途お知らせします。お問い合わせ:Taro Yamada +81-3-1234-5678",
    ].join("\n"),
  );
});

it("names that nobody shall read stay out", () => {
  const text = mailPlainText([mailLines({ ...facts, hidesNames: true }, mailEn)]);
  expect(text).not.toMatch(/Offer|Drawings/);
  expect(text).toContain("40 files (230 MB)");
});

it("a long list is counted", () => {
  const items = Array.from({ length: 20 }, (_, i) => ({
    ...{ name: `f${String(i)}`, isFolder: false, sizeBytes: 1 },
  }));
  expect(mailPlainText([mailLines({ ...facts, items }, mailEn)])).toContain(
    "f7 (1 B), and 12 more",
  );
});

it("HTML is a table with inline styles, and a name stays a name", () => {
  const items = [{ name: `<img src=x onerror="a">&'.pdf`, isFolder: false, sizeBytes: 1 }];
  const html = mailHtml([mailLines({ ...facts, items }, mailEn), mailLines(facts, mailJa)]);
  expect(html).toMatch(/^<table role="presentation".*<\/table>$/s);
  expect(html.match(/<tr>/g)).toHaveLength(2);
  expect(html).toContain("&lt;img src=x onerror=&quot;a&quot;&gt;&amp;&#39;.pdf (1 B)");
  expect(html).toContain('<a href="https://porter.example.co.jp"');
  expect(html).not.toMatch(/<(?:img|style|script|div)/);
});
