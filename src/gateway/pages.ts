/** The pages, as the build left them: HTML with a fresh nonce, everything else as files. */
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import serveFiles from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { errnoOf } from "../platform/node/file-errors";
import type { Origins } from "./origins";
import { pagePolicy, type PolicyOptions } from "./content-policy";

const NONCE_PLACEHOLDER = /__CSP_NONCE__/g;
/** A name with a hash of its content, for ever the same. */
const HASHED_NAME = /\.[0-9a-f]{8,}\.[a-z0-9]+$/;

interface Page {
  readonly path: string;
  readonly html: string;
  /** Whether it loads Outlook's script, and so stands in a frame of Outlook. */
  readonly isPane: boolean;
}

/** The build leaves quotes out where HTML lets it. */
const OFFICE_SCRIPT = /<script [^>]*src="?https:\/\/appsforoffice\.microsoft\.com\//;

/** A mailbox without Outlook, for newcomers. */
const TRIAL_PAGE = "try.html";

/** index.html at /, send.html at /send .. */
function readPages(webFolder: string, hasTrial: boolean): readonly Page[] {
  try {
    const names = readdirSync(webFolder).filter(
      (name) => name.endsWith(".html") && (hasTrial || name !== TRIAL_PAGE),
    );
    return names.map((name) => {
      const html = readFileSync(join(webFolder, name), "utf8");
      const path = name === "index.html" ? "/" : `/${name.slice(0, -".html".length)}`;
      return { path, html, isPane: OFFICE_SCRIPT.test(html) };
    });
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return [];
    throw error;
  }
}

export interface PageOptions extends PolicyOptions {
  /** Whether newcomers find a mailbox to try it in: where nobody signs in, on this computer only. */
  readonly hasTrial: boolean;
}

/** Whether there are pages: a gateway without them still serves programs. */
export async function addPages(
  app: FastifyInstance,
  webFolder: string,
  options: PageOptions,
): Promise<boolean> {
  const pages = readPages(webFolder, options.hasTrial);
  if (pages.length === 0) return false;
  for (const { path, html, isPane } of pages) {
    app.get(path, (_request, reply) => {
      const nonce = randomBytes(16).toString("base64url");
      // Outlook frames the panes, and was seen to frame the root of the domain.
      const frames = isPane || path === "/" ? "" : "; frame-ancestors 'none'";
      return reply
        .header("Content-Security-Policy", `${pagePolicy(options, { nonce, isPane })}${frames}`)
        .header("Cache-Control", "no-cache")
        .type("text/html; charset=utf-8")
        .send(html.replace(NONCE_PLACEHOLDER, nonce));
    });
  }
  await app.register((files: FastifyInstance) => addFiles(files, webFolder, options));
  return true;
}

/** Everything that is no page: scripts, workers, styles, icons. */
async function addFiles(
  app: FastifyInstance,
  webFolder: string,
  options: PolicyOptions,
): Promise<void> {
  const policy = pagePolicy(options);
  app.addHook("onRequest", (_request, reply, done) => {
    reply.header("Content-Security-Policy", policy);
    reply.header("Vary", "Accept-Encoding");
    done();
  });
  await app.register(serveFiles, {
    root: webFolder,
    index: false,
    preCompressed: true,
    cacheControl: false,
    allowedPath: (path) => !path.endsWith(".html"),
    setHeaders(response, path) {
      const isForEver = HASHED_NAME.test(path.replace(/\.(?:br|gz)$/, ""));
      const value = isForEver ? "public, max-age=31536000, immutable" : "no-cache";
      response.setHeader("Cache-Control", value);
    },
  });
}

/** Outlook asks the add-in's own origin which scripts may sign in (docs: event-based activation). */
export function addOfficeFile(app: FastifyInstance, origins: Pick<Origins, "public">): void {
  app.get("/.well-known/microsoft-officeaddins-allowed.json", (_request, reply) =>
    reply
      .header("Access-Control-Allow-Origin", "*")
      .send({ allowed: [`${origins.public}/commands.js`] }),
  );
}
