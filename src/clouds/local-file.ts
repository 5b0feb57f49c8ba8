/** Streams into files, files in pieces, and files compared. */
import type { FileHandle } from "node:fs/promises";
import type { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { AppError } from "../core/errors";

/** Pieces of a network are small; so many bytes are written, or read, at once. */
const PIECE_BYTES = 512 * 1024;
/** However small they are, no more pieces than that wait to be written at once. */
const MOST_PIECES = 512;
const COMPARE_BYTES = 256 * 1024;
/**
 * Memory that is used again and again. With fresh memory for every piece the collector goes through the
 * whole heap again and again.
 */
const spare: Buffer[] = [];
const MOST_SPARE = 32;

const takeMemory = (): Buffer => spare.pop() ?? Buffer.allocUnsafeSlow(PIECE_BYTES);

/** Not to be called after an error: whoever was given the memory may still be reading it. */
function giveBack(memory: Buffer): void {
  if (spare.length < MOST_SPARE) spare.push(memory);
}

/** Writes pieces of a file one after the other, all of them. */
async function writePieces(handle: FileHandle, pieces: readonly Uint8Array[]): Promise<void> {
  const { bytesWritten } = await handle.writev(pieces);
  const sizeBytes = pieces.reduce((sum, { length }) => sum + length, 0);
  // A disk that has just become full takes a part, and says why with the next try.
  if (bytesWritten < sizeBytes) {
    await handle.writeFile(Buffer.concat(pieces).subarray(bytesWritten));
  }
}

/** Writes everything that the stream gives. When it fails the stream is left as it is, to be read on. */
export async function writeStream(handle: FileHandle, body: Readable): Promise<void> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let writing: Promise<void> | undefined;
  let fail: (error: unknown) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => (fail = reject));
  const isFull = (): boolean => heldBytes >= PIECE_BYTES || held.length >= MOST_PIECES;
  const write = async (): Promise<void> => {
    const pieces = held;
    [held, heldBytes] = [[], 0];
    await writePieces(handle, pieces);
  };
  const writeWhileFull = async (): Promise<void> => {
    while (isFull()) await write();
    writing = undefined;
    body.resume();
  };
  // A pipe to a Writable does more for each piece than the piece is worth; `for await` joins what has come meanwhile
  // in fresh memory, all of it once more.
  const take = (piece: Uint8Array): void => {
    held.push(piece);
    heldBytes += piece.length;
    if (!isFull()) return;
    if (writing !== undefined) {
      body.pause();
      return;
    }
    writing = writeWhileFull();
    writing.catch(fail);
  };
  body.on("data", take);
  body.resume();
  try {
    await Promise.race([finished(body, { writable: false }), failed]);
    await writing;
    await write();
  } finally {
    body.off("data", take);
    body.pause();
  }
}

/**
 * Gives the bytes from `first` to `last` to `take`, in order. A piece is good until `take` resolves.
 * Throws what `take` throws, and `store-unavailable` where the file has become shorter.
 */
export async function readPieces(
  handle: FileHandle,
  { first, last }: { readonly first: number; readonly last: number },
  take: (piece: Uint8Array) => Promise<void>,
): Promise<void> {
  const memory = takeMemory();
  for (let offset = first; offset <= last;) {
    const wanted = Math.min(PIECE_BYTES, last + 1 - offset);
    const { bytesRead } = await handle.read(memory, 0, wanted, offset);
    if (bytesRead === 0) throw new AppError("store-unavailable");
    await take(memory.subarray(0, bytesRead));
    offset += bytesRead;
  }
  giveBack(memory);
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
