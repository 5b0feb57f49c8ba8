/** The port for what is sent. Sliceable, not a stream: a retry and a resume read a slice again. */
import type { Bytes } from "../bytes";
import type { ManifestFile } from "../format/manifest";

export interface SourceListing {
  /** In the order in which their bytes follow each other in the payload. */
  readonly files: readonly ManifestFile[];
  /** Folders that no file lies in. */
  readonly dirs: readonly string[];
  readonly totalBytes: number;
  /**
   * Differs when a file was added, removed, resized or touched since: what a checkpoint is compared
   * with. Says nothing about names.
   */
  readonly fingerprint: string;
}

export interface Source {
  readonly listing: SourceListing;
  /**
   * Fills `into` with the payload from `offset` on and hands it back; the buffer may have moved to
   * another thread and back. Rejects with `source-changed` when a file is not what was listed.
   */
  read(offset: number, into: Bytes, signal: AbortSignal): Promise<Bytes>;
}
