/**
 * What a page can do with transfers. The page's side of one coordinator worker, which owns the engine,
 * the stores and the permits; the page itself neither codes nor reads a byte. Whatever rejects does so
 * with an AppError; sentences for its code stand in src/strings.
 */
import type { PublicConfig } from "../../core/gateway-api";
import type { ManifestFile } from "../../core/format/manifest";
import type { StoreOutcome } from "../../core/transfer/route";
import type { StoreVerdict } from "../../core/transfer/verdicts";
import type { Job } from "./job";
import type { Picked } from "./picked";

export type { Job, Live, StoreUpdate, TransferRunState, TransferUpdate } from "./job";

export interface SendRequest {
  /** Letters, digits and dashes: by which it is found in `unfinished` and `sent`; a random one by default. */
  readonly id?: string;
  readonly picked: Picked;
  /** Number of the route in the gateway's configuration. */
  readonly route: number;
  /** Unix seconds. */
  readonly expirySeconds: number;
  readonly passphrase?: string;
  readonly from?: { readonly name?: string; readonly contact?: string };
  /** m, k <= m <= n; by default one store more than a restore needs. */
  readonly minStores?: number;
}

export interface SendSummary {
  readonly fileCount: number;
  readonly totalBytes: number;
  /** The first components of the paths: what was dropped. A folder's size is that of all in it. */
  readonly roots: readonly {
    readonly name: string;
    readonly isFolder: boolean;
    readonly sizeBytes: number;
  }[];
}

export interface SendResult {
  /** Key of the transfer in `sent`. */
  readonly id: string;
  /** The content of the index file: less than 100 bytes, ends with a line feed. */
  readonly indexFile: string;
  readonly summary: SendSummary;
  readonly expirySeconds: number;
  readonly hasPassphrase: boolean;
  /** Stores that do not hold everything: sent all the same, with less redundancy. */
  readonly missing: readonly { readonly storeId: string; readonly reason: string }[];
}

export interface SendJob extends Job<SendResult> {
  /** While waiting: goes on with fewer stores, k <= minStores. */
  continueWith(minStores: number): void;
  /**
   * Gives up: removes at every store what was sent. Resolves when that was tried; what a dead store
   * still holds is a fragment without an index and goes when it expires.
   */
  cancel(): Promise<readonly StoreOutcome[]>;
}

/** What `inspect` found out about a pick before anything is sent. */
export interface Inspection {
  readonly summary: SendSummary;
  /** Names that the format cannot hold or that collide, and what they are sent as. */
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
}

/** A send that was broken off: closed tab, crash, or a pause that was left. */
export interface UnfinishedSend {
  readonly id: string;
  readonly summary: SendSummary;
  readonly startedAt: Date;
  readonly expirySeconds: number;
  readonly route: number;
  readonly hasPassphrase: boolean;
  /** The same files must be picked again; false when the browser kept hold of them. */
  readonly needsPick: boolean;
  /** It goes on in another tab of this browser. */
  readonly isRunning: boolean;
}

export interface GoOnRequest {
  readonly id: string;
  /** Needed when `needsPick`. Files that are not the same reject with `source-changed`. */
  readonly picked?: Picked;
  /** Needed when `hasPassphrase`: it is not kept. */
  readonly passphrase?: string;
  readonly minStores?: number;
}

export interface FoundIndexLine {
  /** The 68 characters; a secret. */
  readonly code: string;
  /** The gateway that the line names, else the page's own. */
  readonly gateway: string;
  /** Ask the user before `open`: another gateway learns that this index is being looked at. */
  readonly isForeign: boolean;
}

export interface OpenRequest {
  readonly index: FoundIndexLine;
  readonly passphrase?: string;
}

/** A transfer whose list is verified; no file byte has been fetched. */
export interface OpenedCard {
  /** Names it to this worker until `close`. */
  readonly handle: number;
  readonly from: { readonly name?: string; readonly contact?: string } | undefined;
  /** ISO-8601 UTC; empty when the sender did not say. */
  readonly created: string;
  /** By the signed state, else undefined. */
  readonly expirySeconds: number | undefined;
  readonly files: readonly ManifestFile[];
  readonly dirs: readonly string[];
  readonly totalBytes: number;
  readonly hasPassphrase: boolean;
  readonly k: number;
  /** What was found out about each store so far: which answered, which lied. */
  readonly stores: readonly StoreVerdict[];
}

/**
 * folder: a real folder, which the page asked for (showDirectoryPicker, mode readwrite). download: what
 * is a single file comes as itself, anything else as one ZIP; staged in the browser's own storage.
 */
export type RestoreTarget =
  | {
      readonly kind: "folder";
      readonly folder: FileSystemDirectoryHandle;
      readonly overwrite: boolean;
    }
  | { readonly kind: "download" };

export interface RestoreRequest {
  readonly card: OpenedCard;
  /** A file, or a folder with all that is in it; everything by default. */
  readonly only?: string;
  readonly to: RestoreTarget;
}

export interface RestoreResult {
  readonly fileCount: number;
  readonly totalBytes: number;
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
  readonly stores: readonly StoreVerdict[];
  /** For `download`: the browser was asked to save it; `save` asks again. */
  readonly download?: {
    readonly name: string;
    readonly sizeBytes: number;
    save(): void;
  };
}

export interface RestoreJob extends Job<RestoreResult> {
  /** Gives up and removes what was staged. */
  cancel(): Promise<void>;
}

/** A transfer that this browser sent, as it remembers it. */
export interface SentTransfer {
  readonly id: string;
  readonly indexFile: string;
  readonly summary: SendSummary;
  readonly sentAt: Date;
  /** As last known; `readSent` asks. */
  readonly expirySeconds: number;
  readonly route: number;
  readonly hasPassphrase: boolean;
  /** `SendRequest.id`; undefined for one that was adopted. */
  readonly send?: string;
}

export interface SentState {
  readonly recalledAtSeconds: number | undefined;
  /** The reason that was given for the recall. */
  readonly note: string | undefined;
  readonly expirySeconds: number | undefined;
}

export interface StorageReport {
  readonly usedBytes: number;
  /** As the browser estimates it. */
  readonly quotaBytes: number;
  /** Of broken restores and of downloads that were made. */
  readonly leftoverBytes: number;
  /** False where the browser keeps nothing (private windows, policies): then no send can be gone on with. */
  readonly canKeep: boolean;
}

export interface Transfers {
  /**
   * What the page's own gateway offers: routes, policy, how to sign in. Asked once; rejects with
   * `gateway-unavailable` or `gateway-invalid`.
   */
  config(): Promise<PublicConfig>;

  /** What a pick amounts to. Rejects with `source-path-too-long`, `source-unreadable`. */
  inspect(picked: Picked): Promise<Inspection>;

  send(request: SendRequest): SendJob;
  /** Newest first. */
  unfinished(): Promise<readonly UnfinishedSend[]>;
  /**
   * Where the browser keeps nothing: what of a running send cannot be computed again, as text that holds its
   * keys. Undefined where the browser keeps it itself, and before the send has begun.
   */
  keepable(id: string): Promise<string | undefined>;
  /** Takes back what `keepable` gave: then it is among `unfinished`. Rejects with `transfer-missing`. */
  takeKept(text: string): Promise<void>;
  /** To be called in a click: the browser may ask whether the page may read the files again. */
  goOn(request: GoOnRequest): SendJob;
  /** Gives up an unfinished send: removes at the stores what was sent, then forgets it. */
  discard(id: string): Promise<readonly StoreOutcome[]>;

  /** Reads a line that was pasted, or the index file. Rejects with `index-invalid`. */
  readIndex(source: string | Blob): Promise<FoundIndexLine>;
  /**
   * Rejects with `recalled` (details.atSeconds, the sender's reason as subject), `expired`
   * (details.atSeconds), `transfer-missing`, `too-few-stores` (details.dead), `passphrase-needed`,
   * `passphrase-wrong`, `manifest-corrupt`, `manifest-invalid`.
   */
  open(request: OpenRequest): Promise<OpenedCard>;
  close(card: OpenedCard): void;
  restore(request: RestoreRequest): RestoreJob;

  /** Newest first. */
  sent(): Promise<readonly SentTransfer[]>;
  readSent(id: string): Promise<SentState>;
  /** Resolves with the new expiry and what each store said. */
  extend(
    id: string,
    expirySeconds: number,
  ): Promise<{ readonly expirySeconds: number; readonly stores: readonly StoreOutcome[] }>;
  /** `isFinal`: from now on no restore is possible, whatever a dead store still holds. */
  recall(
    id: string,
    reason: string,
  ): Promise<{ readonly isFinal: boolean; readonly stores: readonly StoreOutcome[] }>;
  /** Whether an owner key of this browser made the transfer. Rejects with `transfer-missing`. */
  owns(index: FoundIndexLine): Promise<boolean>;
  /** Takes a transfer that another browser or the command line sent under an imported key. */
  adopt(index: FoundIndexLine): Promise<SentTransfer>;
  /** Takes it off the list; the transfer stays. */
  forget(id: string): Promise<void>;

  /** Every owner key of this browser, the one that signs first; none before the first send. */
  ownerKeys(): Promise<readonly string[]>;
  /** 43 characters. Whoever has it can recall and extend what this browser sent, and read nothing. */
  exportOwnerKey(): Promise<string>;
  /** The key signs from now on; the others stay and can still recall. Rejects with `owner-key-invalid`. */
  importOwnerKey(text: string): Promise<void>;

  storage(): Promise<StorageReport>;
  /** Removes what broken restores and finished downloads left; resolves with the bytes that became free. */
  cleanUp(): Promise<number>;

  /** Ends the worker; running jobs stop as if the tab had been closed. */
  stop(): void;
}

export interface TransfersOptions {
  /** The gateway that sends go to: the page's own origin. */
  readonly gateway: string;
  /**
   * An access token for the sender's calls, asked for each time one is needed; undefined where the gateway
   * asks for no sign-in. None by default.
   */
  readonly token?: () => Promise<string | undefined>;
}
