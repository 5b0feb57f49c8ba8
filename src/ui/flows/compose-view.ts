/** What the compose pane shows of one mail, step by step. */
import type { AppError } from "../../core/errors";
import type { KeptSend, StoredPart, TextChoice } from "../../outlook/kept-sends";
import type { MailAttachment } from "../../outlook/mail-item";
import type { Placed, PlacementStep } from "../../outlook/place-index";
import type { Picked } from "../../platform/browser/picked";
import type { SendJob, SendRequest } from "../../platform/browser/transfers";

export interface ComposeOrder {
  /** Attachments that leave the mail. */
  readonly chosen: readonly MailAttachment[];
  /** What was added in the pane. */
  readonly extras: Picked;
  readonly extraNames: readonly string[];
  readonly request: Omit<SendRequest, "picked" | "id">;
  readonly text: TextChoice;
}

/** A send whose fragments are all stored and verified. */
export interface StoredSend {
  readonly kept: KeptSend;
  readonly stored: StoredPart;
  /** Storage locations that lack something, as a sentence names them. */
  readonly missing: readonly { readonly storeId: string; readonly reason: string }[];
}

export type ComposeView =
  | { readonly step: "reading" }
  | { readonly step: "unreadable"; readonly problem: AppError }
  | {
      readonly step: "draft";
      /** Why the last attempt ended. */
      readonly problem?: AppError;
      /** After a cancel: the storage locations at which fragments are left. */
      readonly leftAt?: readonly string[];
      /** The originals are attached again; what was added in the pane is still on the list. */
      readonly isUndone?: true;
    }
  /** Attachments come out of Outlook. */
  | { readonly step: "collecting" }
  | {
      readonly step: "running";
      readonly kept: KeptSend;
      readonly job: SendJob;
      readonly route: number;
      /** False: what is needed to go on is not kept, so the pane must stay open. */
      readonly isKept: boolean;
    }
  | { readonly step: "placing"; readonly at: PlacementStep | "undoing" }
  | { readonly step: "unplaced"; readonly send: StoredSend; readonly problem: AppError }
  | {
      readonly step: "ready";
      readonly send: StoredSend;
      readonly left: Placed["left"];
      /** The originals are at hand. */
      readonly canUndo: boolean;
      /** Why an undo did not work. */
      readonly problem?: AppError;
    };
