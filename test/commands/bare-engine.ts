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
/** As a key that is not there does. */
export const NOT_FOUND = Symbol("not-found");
export const SILENT = Symbol("silent");
export const THROWS = Symbol("throws");

export interface BareMail {
  readonly attachments?: Answer;
  readonly recipients?: Readonly<Partial<Record<"to" | "cc" | "bcc", Answer>>>;
  /** The session data: how every call ends when it is no map; undefined members are not there. */
  readonly notes?: Answer;
  /** An Outlook without session data, or without the call that reads all of it. */
  readonly lacks?: "sessionData" | "getAllAsync" | "item" | "context" | "userProfile" | "settings";
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly language?: unknown;
  readonly hasTimers?: boolean;
  /** How every call about notifications ends, when not as it should. */
  readonly notifications?: Answer;
  /** What is silent answers after so long. */
  readonly lateMs?: number;
  /** Types of notifications that this Outlook has. */
  readonly notificationTypes?: readonly string[];
}

export interface BareRun {
  /** What event.completed got, each time. */
  readonly completed: readonly Record<string, unknown>[];
  readonly notifications: ReadonlyMap<string, Record<string, unknown>>;
}

/** Answers in the wrong shape: an AsyncResult that is none. */
export const NO_RESULT = Symbol("no-result");

function replyWith(answer: Answer, done: (result: Result) => void, lateMs?: number): void {
  if (answer === THROWS) throw new Error("Sys.ArgumentException");
  if (answer === SILENT) {
    if (lateMs !== undefined) setTimeout(done, lateMs, { status: "succeeded", value: [] });
    return;
  }
  const code = answer === NOT_FOUND ? 9050 : 9042;
  const failed: Result = { status: "failed", error: { code } };
  queueMicrotask(() => {
    if (answer === NO_RESULT) done(undefined as unknown as Result);
    else
      done(
        answer === FAILS || answer === NOT_FOUND ? failed : { status: "succeeded", value: answer },
      );
  });
}

function officeFor(mail: BareMail, notifications: Map<string, Record<string, unknown>>) {
  const reply = (answer: Answer, done: (result: Result) => void): void => {
    replyWith(answer, done, mail.lateMs);
  };
  const note = "notifications" in mail ? () => mail.notifications : (answer: Answer) => answer;
  const handlers = new Map<string, (event: unknown) => void>();
  const { notes } = mail;
  const map = notes instanceof Map ? notes : new Map<string, string>();
  const isBroken = notes !== undefined && !(notes instanceof Map);
  const noteAnswer = (value: unknown): Answer => (isBroken ? notes : value);
  const recipients = (field: "to" | "cc" | "bcc") => ({
    getAsync: (done: (result: Result) => void) => {
      reply(mail.recipients?.[field] ?? [], done);
    },
  });
  const types = mail.notificationTypes ?? ["insightMessage", "informationalMessage"];
  const item = {
    getAttachmentsAsync: (done: (result: Result) => void) => {
      reply("attachments" in mail ? mail.attachments : [], done);
    },
    to: recipients("to"),
    cc: recipients("cc"),
    bcc: recipients("bcc"),
    sessionData: {
      getAsync: (key: string, done: (result: Result) => void) => {
        reply(noteAnswer(map.get(key) ?? NOT_FOUND), done);
      },
      getAllAsync: (done: (result: Result) => void) => {
        reply(noteAnswer(Object.fromEntries(map)), done);
      },
      setAsync: (key: string, value: string, done: (result: Result) => void) => {
        if (!isBroken) map.set(key, value);
        reply(noteAnswer(undefined), done);
      },
    },
    notificationMessages: {
      replaceAsync: (_key: string, _details: unknown, done: (result: Result) => void) => {
        reply(note(FAILS), done);
      },
      addAsync: (key: string, details: Record<string, unknown>, done: (result: Result) => void) => {
        const isKnown = types.includes(String(details["type"]));
        if (isKnown) notifications.set(key, details);
        reply(note(isKnown ? undefined : FAILS), done);
      },
      removeAsync: (key: string, done: (result: Result) => void) => {
        reply(note(notifications.delete(key) ? undefined : FAILS), done);
      },
    },
  };
  const { lacks } = mail;
  if (lacks === "sessionData") Reflect.deleteProperty(item, "sessionData");
  if (lacks === "getAllAsync") Reflect.deleteProperty(item.sessionData, "getAllAsync");
  const context = {
    displayLanguage: "language" in mail ? mail.language : "en-US",
    ...(lacks !== "settings" && {
      roamingSettings: { get: (key: string) => mail.settings?.[key] },
    }),
    mailbox: {
      item: lacks === "item" ? null : item,
      ...(lacks !== "userProfile" && { userProfile: { emailAddress: "taro@example.co.jp" } }),
    },
  };
  const Office = {
    actions: {
      associate: (name: string, handler: (event: unknown) => void) => handlers.set(name, handler),
    },
    ...(lacks !== "context" && { context }),
  };
  return { Office, handlers };
}

/** Loads the bundle and fires one event; resolves when it completed, or after `waitMs`. */
export async function fire(
  script: string,
  name: string,
  mail: BareMail,
  waitMs = 2_000,
  lingerMs = 0,
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
        // Whoever completes twice does so soon after.
        setTimeout(resolve, lingerMs);
      },
    });
  });
  return { completed, notifications };
}
