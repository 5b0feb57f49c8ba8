/** The port Mailbox on Outlook's script. */
/// <reference types="office-js" />
import { AppError } from "../core/errors";
import { createOfficeCalls, CALL_LIMITS, type CallLimits, type OfficeCalls } from "./office-calls";
import type { MailItem } from "./mail-item";
import type { Mailbox } from "./mailbox";
import { toMail } from "./office-mail";
import { officeSettings } from "./office-settings";
import { watchTheme } from "./office-theme";

/** More than the script takes to load from Microsoft's network on a poor line. */
const READY_LIMIT_MS = 20_000;

async function officeReady(limitMs: number): Promise<void> {
  if (typeof Office === "undefined") throw unavailable("office.js");
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new AppError("mail-timeout", { details: { call: "onReady" } }));
    }, limitMs);
  });
  try {
    const { host } = await Promise.race([Office.onReady(), late]);
    if (host !== Office.HostType.Outlook) throw unavailable("Outlook");
  } finally {
    clearTimeout(timer);
  }
}

const unavailable = (need: "Outlook" | "office.js"): AppError =>
  new AppError("mail-unsupported", { details: { need } });

/** Where no file gets out of a pane: the browser there has no downloads. */
function hasDownloads(): boolean {
  const { Mac, iOS, Android } = Office.PlatformType;
  return ![Mac, iOS, Android].includes(Office.context.platform);
}

function openInBrowser(url: string): boolean {
  const { ui } = Office.context;
  try {
    // Only classic Outlook and the Mac have it, and there a window opened by the page would stay inside.
    if (typeof ui.openBrowserWindow === "function") {
      ui.openBrowserWindow(url);
      return true;
    }
    // With "noopener" a window that opened looks like one that was refused, also to Outlook's script.
    const opened = window.open(url, "_blank");
    if (opened !== null) opened.opener = null;
    return opened !== null;
  } catch {
    return false;
  }
}

async function readContext(calls: OfficeCalls): Promise<unknown> {
  const item = Office.context.mailbox.item as Office.MessageCompose | undefined;
  if (typeof item?.getInitializationContextAsync !== "function") return undefined;
  const text = await calls
    .call<string>("getInitializationContextAsync", (done) => {
      item.getInitializationContextAsync(done);
    })
    .catch(() => "");
  try {
    return text === "" ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}

/** Whether the script hands out the same object each time, so that it tells one mail from another. */
const hasStableItem = (): boolean => Office.context.mailbox.item === Office.context.mailbox.item;

/** Which mail is in front, and who wants to know when that changes. */
function watchMail(calls: OfficeCalls): Pick<Mailbox, "mail" | "onMailChange"> {
  const { mailbox } = Office.context;
  const userAddress = mailbox.userProfile.emailAddress;
  const listeners = new Set<() => void>();
  let generation = 0;
  const current = (): MailItem | undefined => {
    const item = Office.context.mailbox.item;
    if (item === undefined || (item as unknown) === null) return undefined;
    const own = generation;
    const isStable = hasStableItem();
    const isInFront = (): boolean =>
      own === generation && (!isStable || Office.context.mailbox.item === item);
    return toMail(item, { calls, userAddress, isInFront });
  };
  let mail = current();
  const changed = (): void => {
    generation += 1;
    mail = current();
    for (const listener of [...listeners]) listener();
  };
  // Where Outlook does not tell of another mail, the pane closes with its mail.
  if (typeof mailbox.addHandlerAsync === "function") {
    void calls
      .call("addHandlerAsync", (done) => {
        mailbox.addHandlerAsync(Office.EventType.ItemChanged, changed, done);
      })
      .catch(() => undefined);
  }
  return {
    get mail() {
      return mail;
    },
    onMailChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/**
 * Waits for Outlook's script and watches the mail in front. Rejects with `mail-unsupported` (details.need
 * "Outlook" outside of Outlook, "office.js" when the script did not come), with `mail-timeout`.
 */
export async function openMailbox(
  limits: CallLimits = CALL_LIMITS,
  readyLimitMs = READY_LIMIT_MS,
): Promise<Mailbox> {
  await officeReady(readyLimitMs);
  const calls = createOfficeCalls(limits);
  const { mailbox, displayLanguage } = Office.context;
  const { displayName, emailAddress } = mailbox.userProfile;
  const front = watchMail(calls);
  const theme = watchTheme(calls);
  return {
    userName: displayName,
    userAddress: emailAddress,
    language: displayLanguage,
    get isDark() {
      return theme.isDark;
    },
    get mail() {
      return front.mail;
    },
    onMailChange: front.onMailChange,
    onThemeChange: theme.onThemeChange,
    readContext: () => readContext(calls),
    openInBrowser,
    canDownload: hasDownloads(),
    settings: officeSettings(calls),
  };
}
