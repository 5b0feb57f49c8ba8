/**
 * Outlook's script as the launch events need it. They may run in classic Outlook's own JavaScript engine:
 * no DOM, no crypto, no network, no timers for certain, nothing newer than ES2016. Every call ends in a
 * value: undefined stands for "Outlook did not say".
 */
/// <reference types="office-js" />
import {
  ask,
  call,
  listOf,
  readAttachment,
  readRecipient,
  type Done,
  type LaunchAttachment,
  type LaunchRecipient,
} from "./launch-answers";

export interface LaunchNotification {
  readonly text: string;
  /** Of the button. */
  readonly label: string;
  /** The control of the manifest whose pane opens. */
  readonly commandId: string;
  /** Reaches the pane. */
  readonly contextData: string;
  /** Resource id of the icon in the manifest. */
  readonly icon: string;
}

export interface SendAnswer {
  readonly allowEvent: boolean;
  readonly errorMessage?: string;
  readonly cancelLabel?: string;
  readonly commandId?: string;
  readonly contextData?: string;
}

export interface LaunchMail {
  readonly language: string;
  /** Empty when Outlook does not say. */
  readonly userAddress: string;
  /** What is attached: no pictures in the text, nothing that only links. */
  attachments(): Promise<readonly LaunchAttachment[] | undefined>;
  recipients(): Promise<readonly LaunchRecipient[] | undefined>;
  /** The session data of the mail under `keys`, as far as there is any; undefined when it cannot be read. */
  readNotes(keys: readonly string[]): Promise<ReadonlyMap<string, unknown> | undefined>;
  writeNote(key: string, value: string): Promise<unknown>;
  /** A setting of the user that a pane left; undefined when there is none. */
  setting(key: string): unknown;
  showNotification(key: string, notification: LaunchNotification): Promise<void>;
  hideNotification(key: string): Promise<unknown>;
}

const FIELDS = ["to", "cc", "bcc"] as const;
const MAX_MESSAGE = 150;

const shorten = (text: string): string =>
  text.length <= MAX_MESSAGE ? text : `${text.slice(0, MAX_MESSAGE - 1)}…`;

function attachmentsOf(item: Office.MessageCompose) {
  return ask<Office.AttachmentDetailsCompose[]>((done) => {
    item.getAttachmentsAsync(done);
  }).then((found) =>
    listOf(found, readAttachment)
      ?.filter(({ isOutside }) => !isOutside)
      .map(({ name, sizeBytes }) => ({ name, sizeBytes })),
  );
}

function recipientsOf(item: Office.MessageCompose) {
  const fields = FIELDS.map((field) =>
    ask<Office.EmailAddressDetails[]>((done) => {
      item[field].getAsync(done);
    }).then((found) => listOf(found, readRecipient)),
  );
  return Promise.all(fields).then((lists) => {
    const found: LaunchRecipient[] = [];
    for (const list of lists) {
      if (list === undefined) return undefined;
      found.push(...list);
    }
    return found;
  });
}

const KEY_NOT_FOUND = 9050;

/** One key after the other: Outlook takes three calls at a time, and the attachments are one. */
function notesByKey(
  data: Office.SessionData,
  keys: readonly string[],
): Promise<ReadonlyMap<string, unknown> | undefined> {
  const found = new Map<string, unknown>();
  let last: Promise<boolean> = Promise.resolve(true);
  for (const key of keys) {
    last = last.then((isReadable) => {
      if (!isReadable) return false;
      return call<string>((done) => {
        data.getAsync(key, done);
      }).then((outcome) => {
        if ("value" in outcome) found.set(key, outcome.value);
        return "value" in outcome || outcome.code === KEY_NOT_FOUND;
      });
    });
  }
  return last.then((isReadable) => (isReadable ? found : undefined));
}

function notesOf(
  item: Office.MessageCompose,
  keys: readonly string[],
): Promise<ReadonlyMap<string, unknown> | undefined> {
  const data = item.sessionData as Office.SessionData | undefined;
  // An Outlook without session data took no notes of the pane either.
  if (data === undefined) return Promise.resolve(new Map());
  // All at once: that a key is absent is then no failure, whichever code a client has for it.
  return ask<object>((done) => {
    data.getAllAsync(done);
  }).then((all) => {
    if (typeof all !== "object" || all === null) return notesByKey(data, keys);
    return new Map(keys.map((key) => [key, (all as Readonly<Record<string, unknown>>)[key]]));
  });
}

type Put = "addAsync" | "replaceAsync";

/** With a button where Outlook has such notifications, else in words alone. */
async function show(
  { notificationMessages }: Office.MessageCompose,
  key: string,
  given: LaunchNotification,
): Promise<void> {
  const message = shorten(given.text);
  const { label, commandId, contextData, icon } = given;
  const action = { actionType: "showTaskPane", actionText: label, commandId, contextData };
  const put = (method: Put, details: unknown): Promise<boolean> =>
    call((done: Done<void>) => {
      notificationMessages[method](key, details as Office.NotificationMessageDetails, done);
    }).then((outcome) => "value" in outcome);
  for (const details of [
    { type: "insightMessage", message, icon, actions: [action] },
    { type: "informationalMessage", message, icon, persistent: false },
  ]) {
    // Not every Outlook adds what there is nothing to replace of.
    if (await put("replaceAsync", details)) return;
    if (await put("addAsync", details)) return;
  }
}

/** What `read` answers; `otherwise` when it throws or answers nothing. */
function attempt<Value>(read: () => Value | null | undefined, otherwise: Value): Value {
  try {
    return read() ?? otherwise;
  } catch {
    return otherwise;
  }
}

const languageNow = (): string =>
  String(attempt<unknown>(() => Office.context.displayLanguage, "en-US"));

/** Nothing is read before it is asked for: what a handler does not need cannot fail it. */
function mailOf(item: Office.MessageCompose): LaunchMail {
  return {
    language: languageNow(),
    get userAddress() {
      return String(attempt<unknown>(() => Office.context.mailbox.userProfile.emailAddress, ""));
    },
    attachments: () => attachmentsOf(item),
    recipients: () => recipientsOf(item),
    readNotes: (keys) => notesOf(item, keys),
    writeNote: (key, value) =>
      ask((done: Done<void>) => {
        item.sessionData.setAsync(key, value, done);
      }),
    setting: (key) =>
      attempt<unknown>(() => Office.context.roamingSettings.get(key) as unknown, undefined),
    showNotification: (key, notification) => show(item, key, notification),
    hideNotification: (key) =>
      ask((done: Done<void>) => {
        item.notificationMessages.removeAsync(key, done);
      }),
  };
}

/** Where there are no timers, Outlook's own limit is the only one. */
function afterMs(delayMs: number, run: () => void): void {
  if (typeof setTimeout === "function") setTimeout(run, delayMs);
}

/**
 * Connects a launch event with its handler. Outlook hears an answer once, within `limitMs`: that of the
 * handler, or `otherwise` when it throws, or when it takes too long.
 */
export function onLaunchEvent(
  name: string,
  limitMs: number,
  otherwise: (language: string) => SendAnswer | undefined,
  handle: (mail: LaunchMail) => Promise<SendAnswer | undefined>,
): void {
  Office.actions.associate(name, (event: Office.MailboxEvent) => {
    let isCompleted = false;
    const complete = (answer: SendAnswer | undefined): void => {
      if (isCompleted) return;
      isCompleted = true;
      event.completed(answer ?? {});
    };
    const giveUp = (): void => {
      complete(otherwise(languageNow()));
    };
    afterMs(limitMs, giveUp);
    try {
      handle(mailOf(Office.context.mailbox.item as unknown as Office.MessageCompose)).then(
        complete,
        giveUp,
      );
    } catch {
      giveUp();
    }
  });
}

/** Resolves with undefined when `answer` does not come in time. */
export function within<Value>(
  limitMs: number,
  answer: Promise<Value | undefined>,
): Promise<Value | undefined> {
  return new Promise((resolve) => {
    afterMs(limitMs, () => {
      resolve(undefined);
    });
    answer.then(resolve, () => {
      resolve(undefined);
    });
  });
}

/** Office's script in a browser wants to be asked once; classic Outlook's engine has nothing to wait for. */
export function startLaunchEvents(): void {
  if (typeof Office.onReady === "function") void Office.onReady();
}
