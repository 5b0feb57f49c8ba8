/** What of a mail is going to be protected, until the button is pressed. */
import { useState } from "react";
import type { PublicConfig } from "../../core/gateway-api";
import { canProtect, chooseLarge } from "../../outlook/choose-attachments";
import type { MailAttachment } from "../../outlook/mail-item";
import type { Transfers } from "../../platform/browser/transfers";
import { pendingAttachments, type MailState } from "../flows/compose-start";
import type { ComposeOrder } from "../flows/compose-view";
import type { MailLanguage } from "../mail-blocks";
import { requestOf, senderOf, useSendDraft, type SendDraft } from "./use-send-draft";

export interface ComposeDraft {
  /** What was added in the pane, and the options. */
  readonly send: SendDraft;
  readonly isChosen: (attachment: MailAttachment) => boolean;
  /** Part of a send that is offered to go on. */
  readonly isPending: (attachment: MailAttachment) => boolean;
  readonly choose: (attachment: MailAttachment, isChosen: boolean) => void;
  readonly chosen: readonly MailAttachment[];
  /** Of everything that is going to be protected. */
  readonly sizeBytes: number;
  readonly isEmpty: boolean;
  readonly language: MailLanguage;
  readonly hidesNames: boolean;
  readonly changeText: (language: MailLanguage, hidesNames: boolean) => void;
}

/** Ids change when an attachment is removed. */
const keyOf = ({ name, kind, sizeBytes }: MailAttachment): string =>
  `${kind}/${String(sizeBytes)}/${name}`;

export function useComposeDraft(
  state: MailState,
  config: PublicConfig,
  transfers: Pick<Transfers, "inspect">,
  user: { readonly name: string; readonly language: "en" | "ja" },
): ComposeDraft {
  const send = useSendDraft(config, transfers, user.name);
  const [wishes, setWishes] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [text, setText] = useState({ language: user.language as MailLanguage, hidesNames: false });
  const { attachments } = state;
  const pending = new Set(pendingAttachments(state).map(keyOf));
  const isPending = (attachment: MailAttachment): boolean => pending.has(keyOf(attachment));
  const free = attachments.filter((each) => !isPending(each));
  const large = new Set(chooseLarge(free, config.policy.threshold).map(keyOf));
  const isChosen = (attachment: MailAttachment): boolean => {
    const key = keyOf(attachment);
    return canProtect(attachment) && (wishes.get(key) ?? large.has(key));
  };
  const chosen = attachments.filter(isChosen);
  const chosenBytes = chosen.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return {
    ...{ send, isChosen, isPending, chosen, ...text },
    choose(attachment, isWanted) {
      setWishes((before) => new Map(before).set(keyOf(attachment), isWanted));
    },
    sizeBytes: chosenBytes + send.totals.sizeBytes,
    isEmpty: chosen.length === 0 && send.items.length === 0,
    changeText(language, hidesNames) {
      setText({ language, hidesNames });
    },
  };
}

export function orderOf(draft: ComposeDraft, nowMs: number): ComposeOrder {
  const { send, chosen, language, hidesNames } = draft;
  const { picked, ...request } = requestOf(send, nowMs);
  return {
    ...{ chosen, request, extras: picked },
    extraNames: send.items.map(({ name }) => name),
    text: { language, hidesNames, ...senderOf(send.options) },
  };
}
