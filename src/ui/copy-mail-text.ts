/** Puts a text on the clipboard as HTML and as plain text at once: each mail program takes what it can. */

/** Rejects when the browser does not allow it: in a frame it may not. */
export async function copyMailText(html: string, text: string): Promise<void> {
  const item = new ClipboardItem({
    "text/html": new Blob([html], { type: "text/html" }),
    "text/plain": new Blob([text], { type: "text/plain" }),
  });
  await navigator.clipboard.write([item]);
}
