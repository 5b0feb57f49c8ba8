/** Memory that will not be used again, but that the collector does not count, or would leave for long. */
import { isChromium } from "./is-chromium";

/** What is freed at once so rarely exceeds what the allocator keeps, that new buffers take the same memory. */
const EVERY_BYTES = 2 * 2 ** 20;
/** When array buffers of so many bytes were made since the last collection, V8 starts another one. */
const COUNTED_BYTES = 64 * 2 ** 20;

let spentBytes = 0;

/**
 * So many bytes of array buffers or Blobs are used this one time: now and then what is done with is collected. In
 * V8 a buffer that nobody writes to is counted at its full size and takes no memory
 * (docs/decisions/0028-memory-of-a-page.md).
 */
export function spend(sizeBytes: number): void {
  spentBytes += sizeBytes;
  // Others may write zeros to every new buffer.
  if (!isChromium || spentBytes < EVERY_BYTES) return;
  spentBytes = 0;
  try {
    new ArrayBuffer(COUNTED_BYTES);
  } catch {
    // Where the system promises no more memory, the collector has reasons of its own.
  }
}
