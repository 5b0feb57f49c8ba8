/** A transfer that is out, as what is sent again: verified bytes in memory, never a file. */
import { encodeBase64Url } from "../bytes";
import type { Engine } from "./engine";
import type { OpenedTransfer } from "./open-transfer";
import { createRunBuffers } from "./read-run";
import { createRunReader, readPatiently } from "./restore";
import type { RunBuffers } from "./run-buffers";
import { runsOf } from "./runs";
import type { Source } from "./source";

export interface TransferSource extends Source {
  /** Ends the coder; to be called once nothing reads any more. */
  close(): Promise<void>;
}

/**
 * The payload of an opened transfer. A read holds the memory of one run, whatever the transfer's size,
 * and hands out nothing that was not verified; it rejects with `too-few-stores` or `segment-corrupt`.
 */
export function createTransferSource(engine: Engine, transfer: OpenedTransfer): TransferSource {
  const { manifest, heads } = transfer;
  const { parameters } = heads.identity;
  const reader = createRunReader(engine, transfer);
  const pool: RunBuffers[] = [];
  return {
    listing: {
      files: manifest.files,
      dirs: manifest.dirs,
      totalBytes: manifest.total,
      // What a transfer holds never changes: its id says all.
      fingerprint: encodeBase64Url(transfer.index.id),
    },
    async read(offset, into, signal) {
      const end = offset + into.length;
      if (into.length === 0) return into;
      const buffers = pool.pop() ?? createRunBuffers(reader);
      for (const run of runsOf(parameters, manifest.total, offset, end)) {
        signal.throwIfAborted();
        await readPatiently(reader, run, buffers, { signal });
        const from = Math.max(offset, run.offset);
        const to = Math.min(end, run.offset + run.plainBytes);
        into.set(buffers.plaintext.subarray(from - run.offset, to - run.offset), from - offset);
      }
      // After a failure requests may still write to the buffers: those are left to the collector.
      pool.push(buffers);
      return into;
    },
    close: () => reader.coder.close(),
  };
}
