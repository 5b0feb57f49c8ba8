/** What Outlook does with the answer of an OnMessageSend handler. */
import type { Completion } from "./conversation";

export type SendMode = "PromptUser" | "SoftBlock" | "Block";

export interface SendAttempt {
  readonly isSent: boolean;
  /** Whether the handler ended in event.completed in time. */
  readonly isCompleted: boolean;
  readonly message?: string;
  /** The button beside "Send Anyway": its text, and what it opens. */
  readonly button?: { readonly label: string; readonly commandId?: string };
  readonly contextData?: string;
  /** Whether the user may send all the same. */
  readonly maySendAnyway?: boolean;
}

const text = (value: unknown): string | undefined =>
  typeof value === "string" ? value : undefined;

const MAX_MESSAGE = 500;
const MAX_CANCEL_LABEL = 20;

export function judge(completion: Completion | "timed-out", declared: SendMode): SendAttempt {
  if (completion === "timed-out" || completion.status !== 0) {
    // An add-in that does not answer holds back a mail only where Block was declared.
    return { isSent: declared !== "Block", isCompleted: false };
  }
  const options = completion.completed ?? {};
  if (options["allowEvent"] === true) return { isSent: true, isCompleted: true };
  const message = text(options["errorMessage"]) ?? text(options["errorMessageMarkdown"]) ?? "";
  const cancelLabel = text(options["cancelLabel"]);
  if (message.length > MAX_MESSAGE) throw new Error("Outlook refuses so long a message");
  if (cancelLabel !== undefined && cancelLabel.length > MAX_CANCEL_LABEL) {
    throw new Error("Outlook refuses so long a label");
  }
  const commandId = text(options["commandId"]);
  const contextData = text(options["contextData"]);
  const mode = options["sendModeOverride"] === "promptUser" ? "PromptUser" : declared;
  return {
    isSent: false,
    isCompleted: true,
    message,
    button: {
      label: cancelLabel ?? (commandId === undefined ? "Don't Send" : "Take Action"),
      ...(commandId === undefined ? {} : { commandId }),
    },
    ...(contextData === undefined ? {} : { contextData }),
    maySendAnyway: mode === "PromptUser",
  };
}
