/** Memory that will not be used again, but that the collector does not count, or would leave for long. */
import { isChromium } from "./is-chromium";

/** What is freed at once so rarely exceeds what the allocator keeps, that new Blobs take the same memory. */
const EVERY_BYTES = 2 * 2 ** 20;
/** When array buffers of so many bytes were made since the last collection, V8 starts another one. */
const COUNTED_BYTES = 64 * 2 ** 20;

/** Of a buffer that is given back: what was made along with it waits for the collector, and a heap grows for minutes. */
const COUNTED_PART = 1 / 16;

let spentBytes = 0;

/**
 * So many bytes are used this one time: now and then what is done with is collected. In V8 a buffer that
 * nobody writes to is counted at its full size and takes no memory (docs/decisions/0028-memory-of-a-page.md).
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

/** A port whose other end is closed. */
function openToNobody(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  port2.close();
  return port1;
}

const nobody = isChromium ? openToNobody() : undefined;

/**
 * Frees a buffer now instead of when it is collected, so that the next one takes its memory. What is transferred to
 * a port without another end is gone (HTML, 9.4.4, "message port post message steps"). Other browsers are not known
 * to free it, and might copy it to another process first.
 */
export function giveBack(buffer: ArrayBuffer): void {
  const sizeBytes = buffer.byteLength;
  nobody?.postMessage(undefined, [buffer]);
  // A buffer that is gone has no bytes.
  spend(buffer.byteLength + sizeBytes * COUNTED_PART);
}
