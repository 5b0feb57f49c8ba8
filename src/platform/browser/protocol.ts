/** What a page and its coordinator worker say to each other. Plain data: errors as codes, never as text. */
import { AppError, toAppError, type ErrorCode, type ErrorDetails } from "../../core/errors";
import type { PublicConfig } from "../../core/gateway-api";
import type { StoreOutcome } from "../../core/transfer/route";
import type { PickedFile } from "./picked";
import type {
  FoundIndexLine,
  GoOnRequest,
  Inspection,
  OpenedCard,
  OpenRequest,
  RestoreRequest,
  RestoreResult,
  SendRequest,
  SendResult,
  SentState,
  SentTransfer,
  StorageReport,
  TransferUpdate,
  UnfinishedSend,
} from "./transfers";

export interface Failure {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  readonly subject: string | undefined;
}

export function encodeFailure(error: unknown): Failure {
  const { code, details, subject } = toAppError(error);
  return { code, details, subject };
}

export function decodeFailure({ code, details, subject }: Failure): AppError {
  return new AppError(code, { details, ...(subject !== undefined && { subject }) });
}

/** What a page asks and gets one answer to: arguments and result. */
export interface Calls {
  config: () => PublicConfig;
  inspect: (pick: number) => Inspection;
  unfinished: () => readonly UnfinishedSend[];
  keepable: (send: string) => string | undefined;
  takeKept: (text: string) => undefined;
  handlesOf: (send: string) => readonly FileSystemHandle[];
  discard: (send: string) => readonly StoreOutcome[];
  cancel: (job: number) => readonly StoreOutcome[];
  readIndex: (source: string | Blob) => FoundIndexLine;
  open: (request: OpenRequest) => OpenedCard;
  close: (handle: number) => undefined;
  sent: () => readonly SentTransfer[];
  readSent: (id: string) => SentState;
  extend: (
    id: string,
    expirySeconds: number,
  ) => { readonly expirySeconds: number; readonly stores: readonly StoreOutcome[] };
  recall: (
    id: string,
    reason: string,
  ) => { readonly isFinal: boolean; readonly stores: readonly StoreOutcome[] };
  owns: (index: FoundIndexLine) => boolean;
  adopt: (index: FoundIndexLine) => SentTransfer;
  forget: (id: string) => undefined;
  ownerKeys: () => readonly string[];
  exportOwnerKey: () => string;
  importOwnerKey: (text: string) => undefined;
  storage: () => StorageReport;
  cleanUp: () => number;
}

export type CallName = keyof Calls;

/** A request with the number of its pick in the place of the files, which went ahead in portions. */
export type WireSend = Omit<SendRequest, "picked"> & { readonly pick: number };
export type WireGoOn = Omit<GoOnRequest, "picked"> & { readonly pick: number };
export type WireRestore = Omit<RestoreRequest, "card"> & { readonly handle: number };

export type JobOrder =
  | { readonly kind: "send"; readonly request: WireSend }
  | { readonly kind: "go-on"; readonly request: WireGoOn }
  | { readonly kind: "restore"; readonly request: WireRestore };

export type JobCommand =
  | { readonly kind: "pause" }
  | { readonly kind: "resume" }
  | { readonly kind: "continue-with"; readonly minStores: number };

export type PageMessage =
  | { readonly kind: "hello"; readonly gateway: string; readonly hasToken: boolean }
  | {
      readonly kind: "picked";
      readonly pick: number;
      readonly files: readonly PickedFile[];
      readonly dirs: readonly string[];
      readonly handles: readonly FileSystemHandle[];
    }
  | { readonly kind: "unpick"; readonly pick: number }
  | {
      readonly kind: "call";
      readonly id: number;
      readonly name: CallName;
      readonly args: readonly unknown[];
    }
  | { readonly kind: "job"; readonly job: number; readonly order: JobOrder }
  | { readonly kind: "command"; readonly job: number; readonly command: JobCommand }
  | { readonly kind: "token"; readonly id: number; readonly answer: Answer };

export type WireUpdate = Omit<TransferUpdate, "problem"> & {
  readonly problem: Failure | undefined;
};

/** The file of a download goes to the page, which alone can save it. */
export type WireRestored = Omit<RestoreResult, "download"> & {
  readonly download?: { readonly name: string; readonly file: File };
};

export type JobResult =
  | { readonly kind: "sent"; readonly result: SendResult }
  | { readonly kind: "restored"; readonly result: WireRestored };

export type Answer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly failure: Failure };

export type WorkerMessage =
  | { readonly kind: "answer"; readonly id: number; readonly answer: Answer }
  | { readonly kind: "update"; readonly job: number; readonly update: WireUpdate }
  | { readonly kind: "ended"; readonly job: number; readonly result: JobResult }
  | { readonly kind: "failed"; readonly job: number; readonly failure: Failure }
  | { readonly kind: "need-token"; readonly id: number };
