/** Readers that fill memory which is there already; by the others a browser takes new memory for every byte. */
import type { Bytes } from "./bytes";

/** What is being read. */
const reading = new Set<ReadableStreamBYOBReader>();

/** Undefined where the platform's streams do not fill memory. */
export function fillingReader(stream: ReadableStream<Bytes>): ReadableStreamBYOBReader | undefined {
  try {
    return stream.getReader({ mode: "byob" });
  } catch {
    return undefined;
  }
}

/**
 * Keeps a reader while `work` reads by it. Chromium 156 collects a Blob's stream that only its own pending read
 * refers to, and the read never ends.
 */
export async function whileReading<Value>(
  reader: ReadableStreamBYOBReader,
  work: () => Promise<Value>,
): Promise<Value> {
  reading.add(reader);
  try {
    return await work();
  } finally {
    reading.delete(reader);
  }
}
