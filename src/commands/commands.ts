/**
 * The launch events of Outlook. One small file without DOM, crypto, network or token: it also runs in
 * classic Outlook's own engine (docs/decisions/0017). It only looks and asks; all work is done in the pane.
 */
import {
  countExternal,
  isTooMuch,
  questionFor,
  readSending,
  summarize,
  type Question,
} from "../outlook/judge";
import {
  onLaunchEvent,
  startLaunchEvents,
  within,
  type LaunchMail,
  type SendAnswer,
} from "../outlook/launch-event";
import {
  ATTACHMENTS_NOTE,
  parseAttachmentsNote,
  parsePolicy,
  parseRecipientsNote,
  POLICY_SETTING,
  RECIPIENTS_NOTE,
  SENDING_NOTE,
  type AttachmentsNote,
} from "../outlook/shared-notes";
import type { LaunchStrings } from "../strings/launch-en";
import { launchStringsFor, questionText } from "../strings/launch-words";

/** Ids of the manifest. */
const COMPOSE_BUTTON = "composeButton";
const ICON = "icon16";
const SUGGESTION = "pro-porter";

/** Outlook makes a sender wait: a slow answer is none, and the user is asked. */
const ANSWER_MS = 600;
const LIMIT_MS = 800;
const MAX_NAME = 60;

const policyOf = (mail: LaunchMail) => parsePolicy(mail.setting(POLICY_SETTING));

const shortName = (name: string): string =>
  name.length <= MAX_NAME ? name : `${name.slice(0, MAX_NAME - 1)}…`;

function suggestion(strings: LaunchStrings, note: AttachmentsNote, fileBytes: number): string {
  return note.count === 1 || note.largestBytes > fileBytes
    ? strings.suggestOne(shortName(note.largestName), note.largestBytes)
    : strings.suggestMany(note.count, note.totalBytes);
}

async function suggest(mail: LaunchMail, note: AttachmentsNote): Promise<void> {
  const policy = policyOf(mail);
  if (!isTooMuch(note, policy)) {
    await mail.hideNotification(SUGGESTION);
    return;
  }
  const strings = launchStringsFor(mail.language);
  await mail.showNotification(SUGGESTION, {
    text: suggestion(strings, note, policy.fileBytes),
    label: strings.open,
    commandId: COMPOSE_BUTTON,
    contextData: JSON.stringify({ from: "notification", reason: "large" }),
    icon: ICON,
  });
}

async function onAttachmentsChanged(mail: LaunchMail): Promise<undefined> {
  const attachments = await mail.attachments();
  if (attachments === undefined) {
    // What was written down before is no longer true.
    await mail.writeNote(ATTACHMENTS_NOTE, "");
    return;
  }
  const note = summarize(attachments);
  // Side by side: one that Outlook does not answer does not keep back the other.
  await Promise.all([mail.writeNote(ATTACHMENTS_NOTE, JSON.stringify(note)), suggest(mail, note)]);
}

async function onRecipientsChanged(mail: LaunchMail): Promise<undefined> {
  const recipients = await mail.recipients();
  const text =
    recipients === undefined
      ? ""
      : JSON.stringify(countExternal(recipients, mail.userAddress, policyOf(mail)));
  await mail.writeNote(RECIPIENTS_NOTE, text);
}

function ask(question: Question, strings: LaunchStrings, errorMessage: string): SendAnswer {
  return {
    allowEvent: false,
    errorMessage,
    cancelLabel: strings.openShort,
    commandId: COMPOSE_BUTTON,
    contextData: JSON.stringify({ from: "send", reason: question }),
  };
}

const NOTES = [SENDING_NOTE, ATTACHMENTS_NOTE, RECIPIENTS_NOTE];

async function onSend(mail: LaunchMail): Promise<SendAnswer> {
  const [attachments, notes] = await Promise.all([
    within(ANSWER_MS, mail.attachments()),
    within(ANSWER_MS, mail.readNotes(NOTES)),
  ]);
  const note = parseAttachmentsNote(notes?.get(ATTACHMENTS_NOTE));
  const sending = notes === undefined ? "unknown" : readSending(notes.get(SENDING_NOTE));
  const question = questionFor({ attachments, note, sending }, policyOf(mail));
  if (question === undefined) return { allowEvent: true };
  const strings = launchStringsFor(mail.language);
  const { count, totalBytes } =
    attachments === undefined ? (note ?? NOTHING) : summarize(attachments);
  const external = parseRecipientsNote(notes?.get(RECIPIENTS_NOTE))?.externalCount;
  const facts = { count, totalBytes, externalCount: external };
  return ask(question, strings, questionText(strings, question, facts));
}

const NOTHING = { count: 0, totalBytes: 0 };

const askUnknown = (language: string): SendAnswer => {
  const strings = launchStringsFor(language);
  return ask("unknown", strings, strings.askUnknown);
};
const nothing = (): undefined => undefined;

onLaunchEvent("onMessageAttachmentsChanged", LIMIT_MS, nothing, onAttachmentsChanged);
onLaunchEvent("onMessageRecipientsChanged", LIMIT_MS, nothing, onRecipientsChanged);
onLaunchEvent("onMessageSend", LIMIT_MS, askUnknown, onSend);
startLaunchEvents();
