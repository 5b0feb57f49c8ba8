/** The headers that tell a browser what pages of the gateway may do. */
import type { FastifyInstance } from "fastify";

export interface PolicyOptions {
  /** Origins of stores that are reached without TLS; https is allowed to all. */
  readonly storeOrigins: readonly string[];
}

const YEAR_SECONDS = 31_536_000;

export interface PageKind {
  /** For the styles that Fluent UI makes. */
  readonly nonce: string;
  /** Outlook's script comes from Microsoft, and loads another from a second address. */
  readonly isPane: boolean;
}

const OFFICE_SOURCES = ["https://appsforoffice.microsoft.com", "https://ajax.aspnetcdn.com"];

/**
 * The Content-Security-Policy of pages and, without `page`, of scripts that run as workers: a worker obeys
 * the header of its own response.
 */
export function pagePolicy({ storeOrigins }: PolicyOptions, page?: PageKind): string {
  const officeSources = page?.isPane === true ? OFFICE_SOURCES : [];
  return [
    "default-src 'none'",
    // Without 'wasm-unsafe-eval' WebAssembly is refused, and the slow twin would hide it.
    ["script-src 'self' 'wasm-unsafe-eval'", ...officeSources].join(" "),
    `style-src 'self'${page === undefined ? "" : ` 'nonce-${page.nonce}'`}`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    ["connect-src 'self' https:", ...storeOrigins].join(" "),
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

/** What is no page needs nothing. */
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** Headers of every answer. No X-Frame-Options: Outlook shows the pages in a frame. */
export function addSecurityHeaders(app: FastifyInstance, isAlwaysHttps: boolean): void {
  app.addHook("onRequest", (_request, reply, done) => {
    reply.header("X-Content-Type-Options", "nosniff");
    reply.header("Referrer-Policy", "no-referrer");
    reply.header("Content-Security-Policy", DATA_POLICY);
    if (isAlwaysHttps) reply.header("Strict-Transport-Security", `max-age=${String(YEAR_SECONDS)}`);
    done();
  });
}
