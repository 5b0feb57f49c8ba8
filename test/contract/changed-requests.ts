/** Signed requests with one thing changed. */
import { request } from "node:http";
import type { Bytes } from "../../src/core/bytes";

/** The status of a PUT that names another host than the one it was signed for. */
export function putAtHost(
  url: string,
  headers: Record<string, string>,
  body: Bytes,
): Promise<number> {
  return new Promise((done, reject) => {
    const sent = { ...headers, Host: "bucket.example.net", "Content-Length": body.length };
    const asked = request(url, { method: "PUT", headers: sent }, (answer) => {
      answer.resume();
      done(answer.statusCode ?? 0);
    });
    asked.on("error", reject).end(body);
  });
}

/** Another signature of the same length. */
export function flipSignature(url: string): string {
  return url.replace(/((?:[Ss]ignature|sig)=)(.)/, (_, name: string, letter: string) => {
    return name + (letter === "0" ? "1" : "0");
  });
}

/** The same with a later end, as each cloud writes it. */
export function lengthenTime(url: string): string {
  return url
    .replace(/(expires=)(\d{9,10})(?=&|$)/i, "$19999999999")
    .replace(/(expires=)(\d{1,3})(?=&|$)/i, "$1900")
    .replace(/([?&]se=)2/, "$13");
}
