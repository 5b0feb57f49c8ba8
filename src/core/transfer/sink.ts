/** The port for what is restored. */
import type { Bytes } from "../bytes";
import type { ManifestFile } from "../format/manifest";

/** What is restored: whole files, in the order of the manifest, and folders to make. */
export interface SinkPlan {
  readonly files: readonly ManifestFile[];
  readonly dirs: readonly string[];
}

/**
 * Takes the bytes of the planned files, one after another. Nothing has its final name before `publish`,
 * and what a broken restore left behind is found again by `begin`.
 */
export interface Sink {
  /**
   * Makes ready and answers how many leading bytes an earlier, broken restore left. They are not
   * believed: the engine reads them back and checks them. Rejects with `target-exists`, `disk-full` ..
   */
  begin(plan: SinkPlan): Promise<number>;
  /** Fills `into` with staged bytes from `offset` on. */
  readBack(offset: number, into: Bytes): Promise<void>;
  /** Writes verified bytes at `offset`; calls come in rising order, without gaps. */
  write(offset: number, bytes: Bytes, signal: AbortSignal): Promise<void>;
  /** Gives every file its final name and time; after it the restore is done. */
  publish(): Promise<void>;
  /** Lets go of files; with `discard` removes what was staged. Never rejects. */
  close(discard: boolean): Promise<void>;
}
