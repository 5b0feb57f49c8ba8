/** What the launch event of Outlook asks when Send is pressed. */
import type { PublicConfig } from "../../core/gateway-api";
import { questionFor, readSending, summarize } from "../../outlook/judge";
import { DEFAULT_POLICY, SENDING_NOTE } from "../../outlook/shared-notes";
import { launchStringsFor, questionText } from "../../strings/launch-words";
import type { Letter } from "./post-office";

/** The other person is of another company. */
const EXTERNAL_COUNT = 1;

/** Undefined when there is nothing to ask. */
export function questionAtSend(
  { attachments, notes }: Letter,
  { threshold }: PublicConfig["policy"],
  language: string,
): string | undefined {
  const note = summarize(attachments);
  const sending = readSending(notes.get(SENDING_NOTE));
  const policy = { ...DEFAULT_POLICY, ...threshold };
  const question = questionFor({ attachments, note, sending }, policy);
  if (question === undefined) return undefined;
  const facts = { ...note, externalCount: EXTERNAL_COUNT };
  return questionText(launchStringsFor(language), question, facts);
}
