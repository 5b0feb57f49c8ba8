/** Classic Outlook's engine: JavaScript and nothing else, with the part of Office that launch events use. */
import { createContext, runInContext } from "node:vm";

interface Result {
  readonly status: "succeeded" | "failed";
  readonly value?: unknown;
  readonly error?: { readonly code: number };
}
type Answer = unknown;

/** What a call ends in: a value, or how it fails. */
export const FAILS = Symbol("fails");
export const SILENT = Symbol("silent");
export const THROWS = Symbol("throws");

export interface BareMail {
  readonly attachments?: Answer;
  readonly recipients?: Readonly<Partial<Record<"to" | "cc" | "bcc", Answer>>>;
  /** The session data; a symbol when it does not work at all. */
  readonly notes?: Map<string, string> | symbol;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly language?: string;
  readonly hasTimers?: boolean;
  /** Types of notifications that this Outlook has. */
  readonly notificationTypes?: readonly string[];
}

export interface BareRun {
  /** What event.completed got, each time. */
  readonly completed: readonly Record<string, unknown>[];
  readonly notifications: ReadonlyMap<string, Record<string, unknown>>;
}

function reply(answer: Answer, done: (result: Result) => void): void {
  if (answer === THROWS) throw new Error("Sys.ArgumentException");
  if (answer === SILENT) return;
  const failed: Result = { status: "failed", error: { code: 9042 } };
  queueMicrotask(() => {
    done(answer === FAILS ? failed : { status: "succeeded", value: answer });
  });
}

function officeFor(mail: BareMail, notifications: Map<string, Record<string, unknown>>) {
  const handlers = new Map<string, (event: unknown) => void>();
  const { notes } = mail;
  const map = notes instanceof Map ? notes : new Map<string, string>();
  const noteAnswer = (value: unknown): Answer => (typeof notes === "symbol" ? notes : value);
  const recipients = (field: "to" | "cc" | "bcc") => ({
    getAsync: (done: (result: Result) => void) => {
      reply(mail.recipients?.[field] ?? [], done);
    },
  });
  const types = mail.notificationTypes ?? ["insightMessage", "informationalMessage"];
  const item = {
    getAttachmentsAsync: (done: (result: Result) => void) => {
      reply(mail.attachments ?? [], done);
    },
    to: recipients("to"),
    cc: recipients("cc"),
    bcc: recipients("bcc"),
    sessionData: {
      getAsync: (key: string, done: (result: Result) => void) => {
        reply(noteAnswer(map.get(key) ?? FAILS), done);
      },
      setAsync: (key: string, value: string, done: (result: Result) => void) => {
        if (typeof notes !== "symbol") map.set(key, value);
        reply(noteAnswer(undefined), done);
      },
    },
    notificationMessages: {
      replaceAsync: (_key: string, _details: unknown, done: (result: Result) => void) => {
        reply(FAILS, done);
      },
      addAsync: (key: string, details: Record<string, unknown>, done: (result: Result) => void) => {
        const isKnown = types.includes(String(details["type"]));
        if (isKnown) notifications.set(key, details);
        reply(isKnown ? undefined : FAILS, done);
      },
      removeAsync: (key: string, done: (result: Result) => void) => {
        reply(notifications.delete(key) ? undefined : FAILS, done);
      },
    },
  };
  const Office = {
    actions: {
      associate: (name: string, handler: (event: unknown) => void) => handlers.set(name, handler),
    },
    context: {
      displayLanguage: mail.language ?? "en-US",
      roamingSettings: { get: (key: string) => mail.settings?.[key] },
      mailbox: { item, userProfile: { emailAddress: "taro@example.co.jp" } },
    },
  };
  return { Office, handlers };
}

/** Loads the bundle and fires one event; resolves when it completed, or after `waitMs`. */
export async function fire(
  script: string,
  name: string,
  mail: BareMail,
  waitMs = 2_000,
): Promise<BareRun> {
  const notifications = new Map<string, Record<string, unknown>>();
  const { Office, handlers } = officeFor(mail, notifications);
  const timers = {
    setTimeout: (run: () => void, delayMs: number) => {
      setTimeout(run, delayMs).unref();
    },
  };
  const context = createContext({ Office, ...(mail.hasTimers === false ? {} : timers) });
  runInContext("delete globalThis.WebAssembly; delete globalThis.SharedArrayBuffer;", context);
  runInContext(script, context);
  const completed: Record<string, unknown>[] = [];
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, waitMs);
    handlers.get(name)?.({
      completed: (options: Record<string, unknown>) => {
        completed.push(options);
        clearTimeout(timer);
        resolve();
      },
    });
  });
  return { completed, notifications };
}
