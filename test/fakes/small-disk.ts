/** A disk of a few hundred kilobytes, where this machine lets us mount one. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "pro-porter-disk-"));

function mount(): string | undefined {
  try {
    const size = ["-t", "tmpfs", "-o", "size=512k,mode=755", "tmpfs", folder];
    execFileSync("mount", size, { stdio: "pipe" });
    return folder;
  } catch (error) {
    console.warn(`no small disk here, its tests do nothing: ${String(error).split("\n")[0] ?? ""}`);
    return undefined;
  }
}

/** The mounted folder, empty at first; undefined where mounting is not allowed, which is printed. */
export const smallDisk = mount();

afterAll(() => {
  if (smallDisk !== undefined) execFileSync("umount", ["-l", smallDisk]);
  rmSync(folder, { recursive: true, force: true });
});
