/** Serves a folder with the headers that pages ship with, as far as they change what scripts may do. */
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
};

const NONCE = "bm9uY2U=";
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; " +
  `img-src 'self'; style-src 'self' 'nonce-${NONCE}'`;

const withNonce = (html: Buffer): string => html.toString().replaceAll("__CSP_NONCE__", NONCE);

const refuse = (_: IncomingMessage, response: ServerResponse): void => {
  response.writeHead(405).end();
};

/** `take` answers what is uploaded. */
export async function serveFolder(
  folder: string,
  take = refuse,
): Promise<{ origin: string; server: Server }> {
  const server = createServer((request, response) => {
    const { url = "/", method } = request;
    if (method === "PUT") {
      take(request, response);
      return;
    }
    const path = normalize(new URL(url, "http://localhost").pathname);
    try {
      const bytes = readFileSync(join(folder, path === "/" ? "index.html" : path));
      const type = TYPES[extname(path)] ?? "text/html; charset=utf-8";
      response.writeHead(200, { "content-type": type, "content-security-policy": POLICY });
      response.end(type.startsWith("text/html") ? withNonce(bytes) : bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${String(port)}`, server };
}
