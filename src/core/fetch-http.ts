/** Http over the platform's fetch: what browsers have. */
import { BodyBuffer, statedLength } from "./body-buffer";
import type { Bytes } from "./bytes";
import type { Http } from "./http";

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * `toBody` makes the body of an upload: a Blob where that is quicker, the bytes themselves by default.
 * Uploads tell nothing of their progress: fetch does not.
 */
export function fetchHttp(
  fetch: Fetch,
  toBody: (bytes: Bytes) => NonNullable<RequestInit["body"]> = (bytes) => bytes,
): Http {
  return async ({ method, url, headers, body, maxBytes, into, signal, onProgress }) => {
    signal.throwIfAborted();
    try {
      const response = await fetch(url, {
        ...{ method, signal },
        headers: { ...headers },
        body: body === undefined ? null : toBody(body),
        redirect: "manual",
        credentials: "omit",
        referrerPolicy: "no-referrer",
        cache: "no-store",
      });
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

async function readBody(
  { body }: Response,
  buffer: BodyBuffer,
  onProgress: (() => void) | undefined,
): Promise<void> {
  if (body === null) return;
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    onProgress?.();
    if (!buffer.take(value)) break;
  }
  await reader.cancel();
}
