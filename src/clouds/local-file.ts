/** Streams into files, and files compared, in pieces. */
import type { FileHandle } from "node:fs/promises";

/** Pieces of a network are small; so many bytes of them are written at once. */
const WRITE_BYTES = 512 * 1024;
const COMPARE_BYTES = 256 * 1024;

/** Writes everything that the stream gives. */
export async function writeStream(
  handle: FileHandle,
  body: AsyncIterable<Uint8Array>,
): Promise<void> {
  let pieces: Uint8Array[] = [];
  let pendingBytes = 0;
  const flush = async (): Promise<void> => {
    const { bytesWritten } = await handle.writev(pieces);
    // Less than asked for means that the next write says why.
    if (bytesWritten < pendingBytes)
      await handle.writeFile(Buffer.concat(pieces).subarray(bytesWritten));
    pieces = [];
    pendingBytes = 0;
  };
  for await (const piece of body) {
    pieces.push(piece);
    pendingBytes += piece.length;
    if (pendingBytes >= WRITE_BYTES) await flush();
  }
  if (pendingBytes > 0) await flush();
}

/** Whether both files hold the same `sizeBytes` bytes and no more. */
export async function haveSameContent(
  a: FileHandle,
  b: FileHandle,
  sizeBytes: number,
): Promise<boolean> {
  if ((await b.stat()).size !== sizeBytes) return false;
  const [ours, theirs] = [Buffer.alloc(COMPARE_BYTES), Buffer.alloc(COMPARE_BYTES)];
  for (let offset = 0; offset < sizeBytes;) {
    const wanted = Math.min(COMPARE_BYTES, sizeBytes - offset);
    const [first, second] = await Promise.all([
      a.read(ours, 0, wanted, offset),
      b.read(theirs, 0, wanted, offset),
    ]);
    const lengthBytes = Math.min(first.bytesRead, second.bytesRead);
    if (lengthBytes === 0) return false;
    if (!ours.subarray(0, lengthBytes).equals(theirs.subarray(0, lengthBytes))) return false;
    offset += lengthBytes;
  }
  return true;
}
