/**
 * Connections that read what comes into one buffer each. Node takes a new one for every 64 KiB by itself: of a restore's
 * time that was a tenth (docs/decisions/0030-answers-in-one-buffer.md).
 */
import type { Socket } from "node:net";
import type { buildConnector } from "undici";

/** About what waits in a connection within one computer or building. */
const READ_BYTES = 256 * 1024;
/** What undici lets wait in a connection that writes. */
const WRITE_BYTES = 64 * 1024;

const reused = new WeakSet<ArrayBufferLike>();

/** Whether bytes lie in a buffer that is read into again, not in one of their own. */
export function isReused({ buffer }: Uint8Array): boolean {
  return reused.has(buffer);
}

/** Of undici's reader of answers: 0 before the end of a header. */
interface Parser {
  readonly statusCode: number;
}

/** Undici's: a connector, and the name under which a socket has its parser. */
export interface ConnectionParts {
  readonly build: typeof buildConnector;
  readonly kParser: symbol;
}

/** Whether what comes now can only be a body: of a header undici keeps views until it has all of it. */
function isInBody(socket: Socket, kParser: symbol): boolean {
  const parser = (socket as unknown as Readonly<Record<symbol, Parser | null>>)[kParser];
  return (parser?.statusCode ?? 0) >= 200;
}

/**
 * Connects by undici's own connector. What was read of a body has to be used before this connection reads again: undici
 * hands it to `onResponseData` at once, as long as nobody pauses an answer. Connections with TLS are as ever: they may
 * hand on several pieces without asking.
 */
export function connectReusing(
  { build, kParser }: ConnectionParts,
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
    reused.add(buffer.buffer);
    const push = (sizeBytes: number): boolean => {
      if (socket === null) return false;
      const piece = buffer.subarray(0, sizeBytes);
      return socket.push(isInBody(socket, kParser) ? piece : Buffer.from(piece));
    };
    // A stream that holds one byte is full: nothing is read before the last piece was taken out of it.
    const waiting = { readableHighWaterMark: 1, writableHighWaterMark: WRITE_BYTES };
    const reading = { highWaterMark: undefined, ...waiting, onread: { buffer, callback: push } };
    const connect = build({ timeout: timeoutMs, ...reading });
    connect(options, (...outcome) => {
      [, socket] = outcome;
      callback(...outcome);
    });
  };
}
