/** A page of the add-in that lets a test call the port MailItem from outside of the browser. */
import { isAppError } from "../../../src/core/errors";
import type { Mailbox } from "../../../src/outlook/mailbox";
import { openMailbox } from "../../../src/outlook/office-mailbox";
import { fromWire, toWire, type PageAnswer } from "./wire-values";

let mailbox: Mailbox | undefined;
let held: Mailbox["mail"];

const contentMs = Number(new URLSearchParams(location.search).get("contentMs") ?? 1_500);
const limits = { ordinaryMs: 700, contentMs, lookAgainMs: [50, 100] };
const ready = openMailbox(limits, 10_000).then((opened) => {
  mailbox = opened;
  held = opened.mail;
});

/** Calls a member of the mail that was in front at the start, or of the mailbox: "mail.attach". */
async function call(path: string, given: unknown[]): Promise<PageAnswer> {
  await ready;
  const steps = path.split(".");
  const name = steps.pop() ?? "";
  let target: unknown = steps[0] === "mail" ? held : mailbox;
  for (const step of steps.slice(1)) target = (target as Record<string, unknown>)[step];
  try {
    const member = (target as Record<string, unknown>)[name];
    const value: unknown =
      typeof member === "function"
        ? await (member as (...values: unknown[]) => unknown).apply(target, given.map(fromWire))
        : member;
    return { value: await toWire(value) };
  } catch (error) {
    if (isAppError(error)) return { code: error.code };
    throw error;
  }
}

/** Takes the mail that is in front now. */
function hold(): void {
  held = mailbox?.mail;
}

/** Attaches a copy of the first attachment, without taking it out of the page. */
async function copyFirst(name: string): Promise<void> {
  await ready;
  if (held?.kind !== "composed") return;
  const [first] = await held.listAttachments();
  const found = first === undefined ? undefined : await held.readAttachment(first);
  if (found?.kind !== "file") return;
  await held.attach(name, new Uint8Array(await found.content.arrayBuffer()));
}

Object.assign(globalThis, { call, hold, copyFirst });
