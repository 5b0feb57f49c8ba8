/** Finds a block again in the body of a mail, whatever Outlook made of its markup meanwhile. */
import { invariant } from "../core/errors";
import type { MailBlock } from "./mail-item";

/** Outlook on the web puts x_ in front of ids that it did not make. */
const opening = (id: string): RegExp =>
  new RegExp(`<table\\b[^>]*\\bid=["']?(?:x_)*pro-porter-${id}(?=["'\\s>])[^>]*>`, "i");

/** The block as one table that carries the id. */
export function frameHtml({ id, html }: MailBlock): string {
  invariant(/^[A-Za-z0-9]+$/.test(id), "block-id");
  return (
    `<table id="pro-porter-${id}" role="presentation" cellpadding="0" cellspacing="0" border="0">` +
    `<tbody><tr><td>${html}</td></tr></tbody></table><br>`
  );
}

/** Where the block stands in the HTML of a body. */
export function findInHtml(body: string, { id }: MailBlock): readonly [number, number] | undefined {
  const start = opening(id).exec(body);
  if (start === null) return undefined;
  const tags = /<(\/?)table\b[^>]*>/gi;
  tags.lastIndex = start.index;
  let depth = 0;
  for (let tag = tags.exec(body); tag !== null; tag = tags.exec(body)) {
    depth += tag[1] === "/" ? -1 : 1;
    if (depth > 0) continue;
    const end = tags.lastIndex;
    const gap = /^<br ?\/?>/i.exec(body.slice(end, end + 6))?.[0].length ?? 0;
    return [start.index, end + gap];
  }
  return undefined;
}

const asLines = (text: string): string => text.replace(/\r\n?/g, "\n");

/** The same in a body of plain text, whose line ends are Outlook's. */
export function findInText(
  body: string,
  { text }: MailBlock,
): readonly [number, number] | undefined {
  const lines = asLines(text).trimEnd().split("\n").map(escapeForSearch);
  const found = new RegExp(`${lines.join("[ \\t]*\\r?\\n")}[ \\t]*(?:\\r?\\n){0,2}`).exec(body);
  return found === null ? undefined : [found.index, found.index + found[0].length];
}

const escapeForSearch = (line: string): string =>
  line.trimEnd().replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
