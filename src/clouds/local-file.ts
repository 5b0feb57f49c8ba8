/** Streams into files, files in pieces, and files compared. */
import type { FileHandle } from "node:fs/promises";
import { Writable, type Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { AppError } from "../core/errors";

/** Pieces of a network are small; so many bytes of them are written at once. */
const WRITE_BYTES = 512 * 1024;
const COMPARE_BYTES = 256 * 1024;

/** Writes everything that the stream gives. When it fails the stream is left as it is, to be read on. */
export async function writeStream(handle: FileHandle, body: Readable): Promise<void> {
  let pieces: Uint8Array[] = [];
  let pendingBytes = 0;
  const flush = async (): Promise<void> => {
    if (pendingBytes === 0) return;
    const { bytesWritten } = await handle.writev(pieces);
    // Less than asked for means that the next write says why.
    if (bytesWritten < pendingBytes)
      await handle.writeFile(Buffer.concat(pieces).subarray(bytesWritten));
    pieces = [];
    pendingBytes = 0;
  };
  // Reading it by `for await` would join what has come meanwhile in fresh memory, all of it once more.
  const writer = new Writable({
    highWaterMark: WRITE_BYTES,
    write(piece: Uint8Array, _encoding, done) {
      pieces.push(piece);
      pendingBytes += piece.length;
      if (pendingBytes < WRITE_BYTES) done();
      else
        flush().then(() => {
          done();
        }, done);
    },
    final(done) {
      flush().then(() => {
        done();
      }, done);
    },
  });
  try {
    await Promise.all([finished(body, { writable: false }), finished(body.pipe(writer))]);
  } finally {
    body.unpipe(writer);
    writer.destroy();
  }
}

const READ_BYTES = 512 * 1024;
/** Fresh memory for every piece would make the collector go through the whole heap again and again. */
const spare: Buffer[] = [];
const MOST_SPARE = 32;

/**
 * Gives the bytes from `first` to `last` to `take`, in order. A piece is good until `take` resolves.
 * Throws what `take` throws, and `store-unavailable` where the file has become shorter.
 */
export async function readPieces(
  handle: FileHandle,
  { first, last }: { readonly first: number; readonly last: number },
  take: (piece: Uint8Array) => Promise<void>,
): Promise<void> {
  const buffer = spare.pop() ?? Buffer.allocUnsafeSlow(READ_BYTES);
  for (let offset = first; offset <= last;) {
    const wanted = Math.min(READ_BYTES, last + 1 - offset);
    const { bytesRead } = await handle.read(buffer, 0, wanted, offset);
    if (bytesRead === 0) throw new AppError("store-unavailable");
    await take(buffer.subarray(0, bytesRead));
    offset += bytesRead;
  }
  // Not after an error: whoever took a piece may still be reading it.
  if (spare.length < MOST_SPARE) spare.push(buffer);
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
