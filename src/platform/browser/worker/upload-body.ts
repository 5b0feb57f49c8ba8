/** What an upload sends. */
import type { Bytes } from "../../../core/bytes";
import { spend } from "../spent-memory";

/**
 * A Blob: the browser keeps its bytes out of this process while it sends them, and afterwards until the object is
 * collected; the collector does not count them.
 */
export function uploadBody(bytes: Bytes): Blob {
  spend(bytes.length);
  return new Blob([bytes]);
}
