/** What the pane leaves with a mail for the launch events: whether a send runs, and which indexes must be there. */
import type { ComposedMail } from "./mail-item";
import { parseSendingNote, SENDING_NOTE, type SendingNote } from "./shared-notes";

const read = async (mail: ComposedMail): Promise<SendingNote | undefined> =>
  parseSendingNote(await mail.notes.read(SENDING_NOTE).catch(() => undefined));

/** Notes help the launch events and a pane that opens again; a send does not fail for want of them. */
async function write(mail: ComposedMail, note: SendingNote): Promise<void> {
  await mail.notes.write(SENDING_NOTE, JSON.stringify(note)).catch(() => undefined);
}

/** Several sends of one mail have several index files. */
export async function noteState(
  mail: ComposedMail,
  state: SendingNote["state"],
  indexName?: string,
): Promise<void> {
  const known = (await read(mail))?.indexNames ?? [];
  const isNew = indexName !== undefined && state === "ready" && !known.includes(indexName);
  await write(mail, { state, indexNames: isNew ? [...known, indexName] : known });
}

/** A send ended without an index, or its index went: `indexName` is no longer expected. */
export async function noteEnded(mail: ComposedMail, indexName?: string): Promise<void> {
  const known = (await read(mail))?.indexNames ?? [];
  const indexNames = known.filter((name) => name !== indexName);
  if (indexNames.length > 0) await write(mail, { state: "ready", indexNames });
  else await mail.notes.remove(SENDING_NOTE).catch(() => undefined);
}
