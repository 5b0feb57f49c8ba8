/** What the owner of a pool and its coder threads (workers of a browser, of Node) say to each other. */
import type { Bytes } from "../bytes";
import type { ErrorCode, ErrorDetails } from "../errors";
import type { CoderSecrets } from "../format/keys";
import type { OpenedRow, OpenJob, RebuildJob, RebuiltRow, SealedRow, SealJob } from "./coder";

export type CoderTask =
  | { readonly kind: "seal"; readonly job: SealJob }
  | { readonly kind: "open"; readonly job: OpenJob }
  | { readonly kind: "rebuild"; readonly job: RebuildJob };

export type CoderRequest =
  | { readonly kind: "begin"; readonly session: number; readonly secrets: CoderSecrets }
  | { readonly kind: "end"; readonly session: number }
  | {
      readonly kind: "task";
      readonly session: number;
      readonly id: number;
      readonly task: CoderTask;
    };

export type CoderResult = SealedRow | OpenedRow | RebuiltRow;

export type CoderReply =
  | { readonly id: number; readonly ok: true; readonly result: CoderResult }
  | {
      readonly id: number;
      readonly ok: false;
      readonly code: ErrorCode;
      readonly details: ErrorDetails;
      readonly message: string;
    };

/** Shared memory is reached from both sides and does not move. Told by its tag, which crosses realms. */
export function isShared(buffer: ArrayBufferLike): boolean {
  return Object.prototype.toString.call(buffer) === "[object SharedArrayBuffer]";
}

/** The buffers that move with a message, each once. */
export function buffersOf(value: CoderTask["job"] | CoderResult): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>();
  const add = ({ buffer }: Bytes): void => {
    if (!isShared(buffer) && buffer.byteLength > 0) found.add(buffer);
  };
  add(value.plaintext);
  if ("packs" in value) value.packs.forEach(add);
  if ("shards" in value) value.shards.forEach(add);
  if ("pack" in value) add(value.pack);
  return [...found];
}
