/** The port SignInPort on Outlook's script, and the other end of its window. */
/// <reference types="office-js" />
import { AppError } from "../core/errors";
import type { SignInPort } from "./sign-in-port";

type Reason = "popup-blocked" | "closed" | "in-progress" | "failed";

const signInNeeded = (reason: Reason): AppError =>
  new AppError("sign-in-needed", { details: { reason } });

/** Of displayDialogAsync and of DialogEventReceived, by Outlook's own numbers. */
const ALREADY_OPEN = 12007;
const IGNORED_BY_USER = 12009;
const POPUP_BLOCKED = 12011;
const CLOSED_BY_USER = 12006;

function reasonOf(code: unknown): Reason {
  if (code === ALREADY_OPEN) return "in-progress";
  if (code === IGNORED_BY_USER || code === CLOSED_BY_USER) return "closed";
  return code === POPUP_BLOCKED ? "popup-blocked" : "failed";
}

/** What the handlers of a dialog get: a message, or the number of an event. */
interface DialogMessage {
  readonly message?: unknown;
  readonly origin?: unknown;
  readonly error?: unknown;
}

/** Percent of the screen. */
const SIZE = { height: 60, width: 30 };

function display(url: string, promptBeforeOpen: boolean): Promise<Office.Dialog> {
  return new Promise((resolve, reject) => {
    Office.context.ui.displayDialogAsync(url, { ...SIZE, promptBeforeOpen }, (result) => {
      if (result.status === Office.AsyncResultStatus.Succeeded) resolve(result.value);
      else reject(signInNeeded(reasonOf(result.error.code)));
    });
  });
}

/** At once, since the user has just clicked; where the browser minds, Outlook asks the user first. */
async function open(url: string): Promise<Office.Dialog> {
  try {
    return await display(url, false);
  } catch (error) {
    const isBlocked = error instanceof AppError && error.details["reason"] === "popup-blocked";
    if (isBlocked) return display(url, true);
    throw error;
  }
}

function firstMessage(dialog: Office.Dialog): Promise<string> {
  return new Promise((resolve, reject) => {
    dialog.addEventHandler(Office.EventType.DialogMessageReceived, (given: DialogMessage) => {
      // Clients without DialogOrigin do not say where a message comes from: they pass on only our own.
      const isOurs = given.origin === undefined || given.origin === location.origin;
      if (isOurs && typeof given.message === "string") resolve(given.message);
    });
    dialog.addEventHandler(Office.EventType.DialogEventReceived, ({ error }: DialogMessage) => {
      reject(signInNeeded(reasonOf(error)));
    });
  });
}

async function askInWindow(path: string): Promise<string> {
  let dialog: Office.Dialog;
  try {
    dialog = await open(location.origin + path);
  } catch (cause) {
    throw cause instanceof AppError ? cause : signInNeeded("failed");
  }
  try {
    return await firstMessage(dialog);
  } finally {
    try {
      dialog.close();
    } catch {
      // The user was quicker.
    }
  }
}

/** To be called once Outlook's script is ready. */
export function openSignInPort(): SignInPort {
  return {
    isNested: Office.context.requirements.isSetSupported("NestedAppAuth", "1.1"),
    askInWindow,
  };
}

/** In the window itself: false when no Outlook opened it. */
export async function isOutlookWindow(): Promise<boolean> {
  if (typeof Office === "undefined") return false;
  const { host } = await Office.onReady();
  return host === Office.HostType.Outlook;
}

/** In the window itself: sends the text to the pane, and to nobody of another origin. */
export function tellOpener(text: string): void {
  Office.context.ui.messageParent(text, { targetOrigin: location.origin });
}
