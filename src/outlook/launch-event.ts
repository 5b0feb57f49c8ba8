/**
 * Outlook's script as the launch events need it. They may run in classic Outlook's own JavaScript engine:
 * no DOM, no crypto, no network, no timers for certain, nothing newer than ES2016. So this file imports
 * nothing, and every call ends in a value: undefined stands for "Outlook did not say".
 */
/// <reference types="office-js" />

export interface LaunchAttachment {
  readonly name: string;
  readonly sizeBytes: number;
}

export interface LaunchRecipient {
  readonly address: string;
  /** As Outlook sees it; it knows the company's other domains. */
  readonly isExternal: boolean;
}

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
  readonly userAddress: string;
  /** What is attached: no pictures in the text, nothing that only links. */
  attachments(): Promise<readonly LaunchAttachment[] | undefined>;
  recipients(): Promise<readonly LaunchRecipient[] | undefined>;
  readNote(key: string): Promise<string | undefined>;
  writeNote(key: string, value: string): Promise<void>;
  /** A setting of the user that a pane left; undefined when there is none. */
  setting(key: string): unknown;
  showNotification(key: string, notification: LaunchNotification): Promise<void>;
  hideNotification(key: string): Promise<void>;
}

type Done<Value> = (result: Office.AsyncResult<Value>) => void;

/** By the word itself: tables of constants are not there in every engine. */
const isSuccess = (status: Office.AsyncResultStatus): boolean => String(status) === "succeeded";

/** The value of a call; undefined when it failed, threw, or cannot be made here. Silence is the caller's. */
function ask<Value>(start: (done: Done<Value>) => void): Promise<Value | undefined> {
  return new Promise((resolve) => {
    try {
      start((result) => {
        resolve(isSuccess(result.status) ? result.value : undefined);
      });
    } catch {
      resolve(undefined);
    }
  });
}

const FIELDS = ["to", "cc", "bcc"] as const;
const EXTERNAL = "externalUser";
const MAX_MESSAGE = 150;

const shorten = (text: string): string =>
  text.length <= MAX_MESSAGE ? text : `${text.slice(0, MAX_MESSAGE - 1)}…`;

function attachmentsOf(item: Office.MessageCompose) {
  return ask<Office.AttachmentDetailsCompose[]>((done) => {
    item.getAttachmentsAsync(done);
  }).then((found) =>
    found
      ?.filter(({ isInline, attachmentType }) => !isInline && attachmentType !== "cloud")
      .map(({ name, size }) => ({ name, sizeBytes: size })),
  );
}

function recipientsOf(item: Office.MessageCompose) {
  const fields = FIELDS.map((field) =>
    ask<Office.EmailAddressDetails[]>((done) => {
      item[field].getAsync(done);
    }),
  );
  return Promise.all(fields).then((lists) => {
    const found: LaunchRecipient[] = [];
    for (const list of lists) {
      if (list === undefined) return undefined;
      for (const { emailAddress, recipientType } of list) {
        const isExternal = recipientType === EXTERNAL;
        found.push({ address: emailAddress, isExternal });
      }
    }
    return found;
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
    new Promise((resolve) => {
      try {
        const given = details as Office.NotificationMessageDetails;
        notificationMessages[method](key, given, ({ status }) => {
          resolve(isSuccess(status));
        });
      } catch {
        resolve(false);
      }
    });
  for (const details of [
    { type: "insightMessage", message, icon, actions: [action] },
    { type: "informationalMessage", message, icon, persistent: false },
  ]) {
    // Not every Outlook adds what there is nothing to replace of.
    if (await put("replaceAsync", details)) return;
    if (await put("addAsync", details)) return;
  }
}

function mailOf(item: Office.MessageCompose): LaunchMail {
  const { displayLanguage, mailbox, roamingSettings } = Office.context;
  return {
    language: typeof displayLanguage === "string" ? displayLanguage : "en-US",
    userAddress: mailbox.userProfile.emailAddress,
    attachments: () => attachmentsOf(item),
    recipients: () => recipientsOf(item),
    readNote: (key) =>
      ask<string>((done) => {
        item.sessionData.getAsync(key, done);
      }),
    writeNote: (key, value) =>
      ask((done: Done<void>) => {
        item.sessionData.setAsync(key, value, done);
      }),
    setting: (key) => {
      try {
        return roamingSettings.get(key) as unknown;
      } catch {
        return undefined;
      }
    },
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

function languageNow(): string {
  try {
    return Office.context.displayLanguage;
  } catch {
    return "en-US";
  }
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
