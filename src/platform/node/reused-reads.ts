/**
 * Connections that read what comes into one buffer each. Node takes a new one for every 64 KiB by itself: of a restore's
 * time that was a tenth (docs/decisions/0030-answers-in-one-buffer.md).
 */
import type { Socket } from "node:net";
import type { buildConnector } from "undici";

/** About what waits in a connection within one computer or building. */
const READ_BYTES = 256 * 1024;
/** Undici keeps views of a header until it has all of it, and refuses longer ones (Node's `http.maxHeaderSize`). */
const LONGEST_HEADER_BYTES = 16 * 1024;

/**
 * Connects by undici's own connector. Whatever was read has to be used before the next turn of the event loop: undici
 * hands it to `onResponseData` at once, as long as nobody pauses an answer. That holds for HTTP without TLS, which may
 * read several times in one turn; connections with TLS are as ever.
 */
export function connectReusing(
  build: typeof buildConnector,
  timeoutMs: number,
): buildConnector.connector {
  const usual = build({ timeout: timeoutMs });
  return (options, callback) => {
    if (options.protocol !== "http:") {
      usual(options, callback);
      return;
    }
    let socket: Socket | null = null;
    const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
    const push = (sizeBytes: number): boolean => {
      const piece = buffer.subarray(0, sizeBytes);
      return socket?.push(sizeBytes > LONGEST_HEADER_BYTES ? piece : Buffer.from(piece)) ?? false;
    };
    // A stream that holds one byte is full: nothing is read before the last piece was taken out of it.
    const reading = { highWaterMark: 1, onread: { buffer, callback: push } };
    const connect = build({ timeout: timeoutMs, ...reading });
    connect(options, (...outcome) => {
      [, socket] = outcome;
      callback(...outcome);
    });
  };
}
