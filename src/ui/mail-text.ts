/**
 * The block of text that a mail carries beside the index file: what it is, until when, what to do, whom to
 * call. Pure; as HTML (table layout, inline styles: what mail programs keep) and as plain text.
 */
import type { MailStrings } from "../strings/pages/mail-en";

export interface MailFacts {
  readonly items: readonly {
    readonly name: string;
    readonly isFolder: boolean;
    readonly sizeBytes: number;
  }[];
  readonly fileCount: number;
  readonly totalBytes: number;
  readonly expirySeconds: number;
  /** Of the restore page, without a secret: https://porter.example.co.jp */
  readonly address: string;
  readonly hasPassphrase: boolean;
  readonly from?: { readonly name?: string; readonly contact?: string };
  /** Leaves the names out: a subject for the sender to decide. */
  readonly hidesNames: boolean;
  /** Of the expiry as it is written; by default that of this machine. */
  readonly timeZone?: string;
}

/** A piece of a line. A link shows its whole address. */
export interface MailRun {
  readonly text: string;
  readonly style: "plain" | "strong" | "emphasis" | "link";
}

export type MailLine = readonly MailRun[];

/** More would make the mail hard to read; the rest is counted. */
const MOST_NAMED = 8;

const plain = (text: string): MailRun => ({ text, style: "plain" });
const strong = (text: string): MailRun => ({ text, style: "strong" });

function contents(facts: MailFacts, words: MailStrings): string {
  const { items, hidesNames, fileCount, totalBytes } = facts;
  if (hidesNames) return words.unnamed(fileCount, totalBytes);
  const named = items
    .slice(0, MOST_NAMED)
    .map(({ name, isFolder, sizeBytes }) =>
      (isFolder ? words.folder : words.file)(name, sizeBytes),
    );
  const rest = items.length - named.length;
  return [...named, ...(rest > 0 ? [words.more(rest)] : [])].join(words.separator);
}

/** The lines of the block in one language. */
export function mailLines(facts: MailFacts, words: MailStrings): readonly MailLine[] {
  const { expirySeconds, timeZone, address, hasPassphrase, from = {} } = facts;
  const who = [from.name, from.contact].filter((part) => part !== undefined && part !== "");
  const last = [
    words.nothing,
    ...(hasPassphrase ? [words.passphrase] : []),
    ...(who.length > 0 ? [words.questions(who.join(words.whoSeparator))] : []),
  ];
  const { inOutlookText, elsewhereText, gap } = words;
  return [
    [
      strong(words.heading),
      plain(`${gap}${contents(facts, words)}${words.until(expirySeconds, timeZone)}`),
    ],
    [
      strong(words.inOutlook),
      plain(`${gap}${inOutlookText.before}`),
      { text: inOutlookText.button, style: "emphasis" },
      plain(`${inOutlookText.after}${gap}`),
      strong(words.elsewhere),
      plain(`${gap}${elsewhereText.before}`),
      { text: address, style: "link" },
      plain(elsewhereText.after),
    ],
    [plain(last.join(gap))],
  ];
}

export function mailPlainText(blocks: readonly (readonly MailLine[])[]): string {
  return blocks
    .map((lines) => lines.map((runs) => runs.map(({ text }) => text).join("")).join("\n"))
    .join("\n\n");
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escape = (text: string): string => text.replace(/[&<>"']/g, (found) => ESCAPES[found] ?? "");

function runHtml({ text, style }: MailRun): string {
  const safe = escape(text);
  if (style === "strong") return `<b>${safe}</b>`;
  if (style === "emphasis") return `<i>${safe}</i>`;
  return style === "link" ? `<a href="${safe}" style="color:#026b7b">${safe}</a>` : safe;
}

const CELL =
  "padding:10px 14px;border-left:4px solid #026b7b;background:#f2f8f9;color:#242424;" +
  "font-family:'Segoe UI','Yu Gothic UI',Meiryo,sans-serif;font-size:14px;line-height:1.6";

/** A table, because that is what every mail program lays out alike; one row for each language. */
export function mailHtml(blocks: readonly (readonly MailLine[])[]): string {
  const rows = blocks.map((lines) => {
    const text = lines.map((runs) => runs.map(runHtml).join("")).join("<br>");
    return `<tr><td style="${CELL}">${text}</td></tr>`;
  });
  const table = `border-collapse:separate;border-spacing:0 6px;max-width:640px`;
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="${table}">${rows.join("")}</table>`;
}
