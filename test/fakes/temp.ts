/** Folders that are gone after the test file. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const made: string[] = [];

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

export function tempFolder(name = "test"): string {
  const folder = mkdtempSync(join(tmpdir(), `pro-porter-${name}-`));
  made.push(folder);
  return folder;
}
