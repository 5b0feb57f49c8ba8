/** Memory that is done with, but that the collector does not count, or would leave for long. */

const EVERY_BYTES = 4 * 2 ** 20;
/** When array buffers of so many bytes were made since the last collection, V8 starts another one. */
const COUNTED_BYTES = 64 * 2 ** 20;

let spentBytes = 0;

/**
 * So many bytes of array buffers or Blobs have no use any more: now and then they are collected. A buffer that
 * nobody writes to is counted at its full size and takes no memory (docs/decisions/0028-memory-of-a-page.md).
 */
export function spend(sizeBytes: number): void {
  spentBytes += sizeBytes;
  if (spentBytes < EVERY_BYTES) return;
  spentBytes = 0;
  try {
    new ArrayBuffer(COUNTED_BYTES);
  } catch {
    // Where the system promises no more memory, the collector has reasons of its own.
  }
}
