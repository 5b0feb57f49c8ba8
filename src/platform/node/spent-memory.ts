/**
 * Memory of buffers that nobody needs any more. Ciphers and sockets of Node return a new buffer each time, and
 * V8 lets 32 MiB of them gather before it looks for those that nobody holds (AllocateExternalBackingStore in its
 * src/heap/heap.cc). By then the memory of a new one is in no cache, and the system may have to give it
 * first. Looked for more often, the same few pieces are used again and again: sealing a GiB takes 0.5 s of
 * processor time instead of 1.2 (Node 20, 2 cores), and each thread 30 MB less.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Without options everything is looked through. */
type Collect = (options?: { readonly type: "minor" }) => void;

/** So much may wait to be collected. A collection of the young takes 0.1 ms. */
const MOST_WAITING_BYTES = 2 * 2 ** 20;
/** Every so many times the old are looked at too, which takes 1 to 10 ms: what once was spared is among them. */
const YOUNG_FOR_ONE_OLD = 64;

let waitingBytes = 0;
let collections = 0;
let collect: Collect | undefined;

/**
 * Node has no call for it, but V8 gives one to contexts that are made when it has been told to. What it finds
 * is to be freed at once, not by another thread: here all are busy.
 */
function openCollector(): Collect {
  setFlagsFromString("--expose-gc");
  setFlagsFromString("--no-concurrent-array-buffer-sweeping");
  const found = runInNewContext("globalThis.gc") as Collect | undefined;
  // A Node whose V8 has it no more collects when it will.
  return found ?? (() => undefined);
}

/** Says that a buffer of that size was returned by Node and is, or soon will be, no longer needed. */
export function spend(sizeBytes: number): void {
  waitingBytes += sizeBytes;
  if (waitingBytes < MOST_WAITING_BYTES) return;
  waitingBytes = 0;
  collections += 1;
  collect ??= openCollector();
  if (collections % YOUNG_FOR_ONE_OLD === 0) collect();
  else collect({ type: "minor" });
}
