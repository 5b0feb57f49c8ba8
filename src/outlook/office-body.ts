/** The text of a mail that is being written: a block goes in, and out again. */
import type { MailBlock } from "./mail-item";
import { findInHtml, findInText, frameHtml } from "./mail-block";
import type { OfficeCalls } from "./office-calls";

type Coercion = "html" | "text";

const coercionOf = (type: Coercion): Office.CoercionType =>
  type === "html" ? Office.CoercionType.Html : Office.CoercionType.Text;

const find = (type: Coercion, body: string, block: MailBlock) =>
  type === "html" ? findInHtml(body, block) : findInText(body, block);

type Item = () => Office.MessageCompose;

const read = (calls: OfficeCalls, item: Item, type: Coercion): Promise<string> =>
  calls.call<string>("body.getAsync", (done) => {
    item().body.getAsync(coercionOf(type), done);
  });

export const readBodyText = (calls: OfficeCalls, item: Item): Promise<string> =>
  read(calls, item, "text");

async function typeOf(calls: OfficeCalls, item: Item): Promise<Coercion> {
  const type = await calls.call<Office.CoercionType>("body.getTypeAsync", (done) => {
    item().body.getTypeAsync(done);
  });
  return type === Office.CoercionType.Html ? "html" : "text";
}

/** Whether the cursor stands in the body with nothing selected: what is selected would be replaced. */
async function isCursorFree(calls: OfficeCalls, item: Item): Promise<boolean> {
  const selected = await calls
    .call<{ data: string; sourceProperty: string }>("getSelectedDataAsync", (done) => {
      item().getSelectedDataAsync(Office.CoercionType.Text, done);
    })
    .catch(() => undefined);
  return selected?.sourceProperty === "body" && selected.data === "";
}

/** Inserts a block once; what the port says of `insertBlock`. */
export async function insertIntoBody(
  calls: OfficeCalls,
  item: Item,
  block: MailBlock,
): Promise<"there-already" | "cursor" | "top"> {
  const type = await typeOf(calls, item);
  const isThere = async (): Promise<boolean> =>
    find(type, await read(calls, item, type), block) !== undefined;
  if (await isThere()) return "there-already";
  const data = type === "html" ? frameHtml(block) : `${block.text.trimEnd()}\n\n`;
  const options = { coercionType: coercionOf(type) };
  if (await isCursorFree(calls, item)) {
    const atCursor = calls.call("body.setSelectedDataAsync", (done) => {
      item().body.setSelectedDataAsync(data, options, done);
    });
    // An answer that did not come may have been a success all the same.
    if ((await succeeds(atCursor)) || (await isThere())) return "cursor";
  }
  const onTop = calls.call("body.prependAsync", (done) => {
    item().body.prependAsync(data, options, done);
  });
  await onTop.catch(async (error: unknown) => {
    if (!(await isThere())) throw error;
  });
  return "top";
}

/** Takes the block out again; false when it is no longer found. */
export async function removeFromBody(
  calls: OfficeCalls,
  item: Item,
  block: MailBlock,
): Promise<boolean> {
  const type = await typeOf(calls, item);
  const text = await read(calls, item, type);
  const range = find(type, text, block);
  if (range === undefined) return false;
  await calls.call("body.setAsync", (done) => {
    const without = text.slice(0, range[0]) + text.slice(range[1]);
    item().body.setAsync(without, { coercionType: coercionOf(type) }, done);
  });
  return true;
}

const succeeds = (promise: Promise<unknown>): Promise<boolean> =>
  promise.then(
    () => true,
    () => false,
  );
