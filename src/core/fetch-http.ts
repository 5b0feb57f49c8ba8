/** Http over the platform's fetch: what browsers have. */
import { BodyBuffer, statedLength } from "./body-buffer";
import type { Bytes } from "./bytes";
import { fillingReader, whileReading } from "./filling-reader";
import type { Http, HttpRequest } from "./http";

/** Bodies from here on are read straight into memory. */
const LARGE_BYTES = 256 * 1024;

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * How an upload ended: taken, as its answer says; not taken, because the answer says so or nobody wants it any more;
 * failed, because no answer came.
 */
export type UploadEnd = "taken" | "not-taken" | "failed";

/** What one request uploads. */
export interface UploadBody {
  readonly body: NonNullable<RequestInit["body"]>;
  /** Called once. What was not taken may still be read: a store says "taken" when it has all of it. */
  readonly end: (how: UploadEnd) => void;
}

/** Makes an upload's body out of bytes, which may change again when the request has settled. */
type ToBody = (bytes: Bytes) => Promise<UploadBody>;

const asBytes: ToBody = (body) => Promise.resolve({ body, end: () => undefined });

/**
 * `toBody` says what is uploaded where something else than the bytes themselves is quicker. Uploads tell nothing of
 * their progress: fetch does not.
 */
export function fetchHttp(fetch: Fetch, toBody = asBytes): Http {
  return async (request) => {
    const { maxBytes, into, signal, onProgress } = request;
    signal.throwIfAborted();
    try {
      const response = await send(fetch, toBody, request);
      onProgress?.();
      const header = (name: string): string | undefined => response.headers.get(name) ?? undefined;
      // A body that was compressed on its way is longer than its stated length.
      const isPlain = header("content-encoding") === undefined;
      const length = isPlain ? statedLength(header("content-length")) : undefined;
      const buffer = new BodyBuffer(maxBytes, length, into);
      await readBody(response, buffer, onProgress);
      return { status: response.status, header, body: buffer.bytes };
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    }
  };
}

/** Resolves with the beginning of the answer. */
async function send(
  fetch: Fetch,
  toBody: ToBody,
  { method, url, headers, body, signal }: HttpRequest,
): Promise<Response> {
  const upload = body === undefined ? undefined : await toBody(body);
  let response: Response;
  try {
    response = await fetch(url, {
      ...{ method, signal },
      headers: { ...headers },
      body: upload?.body ?? null,
      redirect: "manual",
      credentials: "omit",
      referrerPolicy: "no-referrer",
      cache: "no-store",
    });
  } catch (error) {
    upload?.end(signal.aborted ? "not-taken" : "failed");
    throw error;
  }
  upload?.end(response.ok ? "taken" : "not-taken");
  return response;
}

/**
 * A large body goes straight into its memory. Not so a short one, which may be the text of an error and would
 * take the memory along.
 */
async function fillBody(
  reader: ReadableStreamBYOBReader,
  buffer: BodyBuffer,
  onProgress: (() => void) | undefined,
): Promise<void> {
  await buffer.fill(async (rest) => {
    // Whatever has come is a sign of life: on a slow link nothing more is waited for.
    const { value } = await reader.read(rest);
    if (value === undefined) throw new TypeError("the body was cancelled");
    onProgress?.();
    return value;
  });
  // A body that was read to its end leaves the connection for the next request.
  const { done } = await reader.read(new Uint8Array(1));
  if (!done) await reader.cancel();
}

async function readBody(
  { body }: Response,
  buffer: BodyBuffer,
  onProgress: (() => void) | undefined,
): Promise<void> {
  if (body === null) return;
  const isLarge = (buffer.wantedBytes ?? 0) >= LARGE_BYTES;
  const filling = isLarge ? fillingReader(body) : undefined;
  if (filling !== undefined) {
    await whileReading(filling, () => fillBody(filling, buffer, onProgress));
    return;
  }
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    onProgress?.();
    if (!buffer.take(value)) break;
  }
  await reader.cancel();
}
