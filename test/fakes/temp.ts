/** Folders that are gone after the test file, and what works in them closed before. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const made: string[] = [];
const closers: (() => Promise<unknown>)[] = [];

afterAll(async () => {
  await Promise.allSettled(closers.map((close) => close()));
  // A browser that is just closing may still write into its profile.
  const patient = { recursive: true, force: true, maxRetries: 5, retryDelay: 200 };
  for (const folder of made) rmSync(folder, patient);
});

/** What a failed test leaves open would keep the whole run from ending; `close` may be called twice. */
export function closeAtEnd(close: () => Promise<unknown>): void {
  closers.push(close);
}

export function tempFolder(name = "test"): string {
  const folder = mkdtempSync(join(tmpdir(), `pro-porter-${name}-`));
  made.push(folder);
  return folder;
}
