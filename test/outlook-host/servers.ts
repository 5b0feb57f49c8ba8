/** The servers that a page of the add-in sees in Outlook, on one local port: Outlook itself and Microsoft's CDN. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { createRequire } from "node:module";
import { tempFolder } from "../fakes/temp";

const OFFICE_JS = dirname(
  createRequire(join(process.cwd(), "package.json")).resolve("@microsoft/office-js/dist/office.js"),
);
const PARTS = join(process.cwd(), "test/outlook-host/pages");
const part = (name: string): string => readFileSync(join(PARTS, name), "utf8");

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** A self-signed certificate for this run; the browser is told to take it. */
export function makeCertificate(): Certificate {
  const folder = tempFolder("certificate");
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const options = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const files = ["-keyout", key, "-out", cert, "-days", "2", "-subj", "/CN=addin.example.test"];
  execFileSync("openssl", ["req", "-x509", ...options, ...files], { stdio: "ignore" });
  return { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
}

const TYPES: Readonly<Record<string, string>> = {
  js: "text/javascript",
  html: "text/html",
  css: "text/css",
};

/** office.js, unmodified, and what it loads. */
function serveOfficeJs(path: string, response: ServerResponse): void {
  const file = path.replace(/^\/lib\/(?:1|beta)\/hosted\//i, "").toLowerCase();
  if (file.includes("..") || file === path.toLowerCase()) {
    response.writeHead(404).end();
    return;
  }
  try {
    const body = readFileSync(join(OFFICE_JS, file));
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("content-type", TYPES[file.split(".").at(-1) ?? ""] ?? "text/plain");
    response.setHeader("cache-control", "public, max-age=3600");
    response.end(body);
  } catch {
    response.writeHead(404, { "access-control-allow-origin": "*" }).end();
  }
}

export interface LocalServer {
  readonly port: number;
  stop(): Promise<void>;
}

export async function listen(
  certificate: Certificate,
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<LocalServer> {
  const server: Server = createServer(certificate, handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** outlook.office.com, appsforoffice.microsoft.com and ajax.aspnetcdn.com. */
export function startMicrosoft(certificate: Certificate): Promise<LocalServer> {
  return listen(certificate, (request, response) => {
    const path = new URL(request.url ?? "/", "https://x").pathname;
    if (request.headers.host?.startsWith("outlook.") === true) {
      response.setHeader("content-type", "text/html");
      response.end(path === "/favicon.ico" ? "" : part("mail.html"));
    } else if (request.headers.host?.startsWith("ajax.") === true) {
      response.setHeader("content-type", "text/javascript");
      response.setHeader("access-control-allow-origin", "*");
      response.end(part("microsoft-ajax.js"));
    } else {
      serveOfficeJs(path, response);
    }
  });
}
