/**
 * Chromium as a process that is watched from outside: a debugger is attached only to set a page
 * going, because one that stays slows what is uploaded from memory.
 */
import type { ChildProcess } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { chromium, type BrowserContext } from "playwright-core";
import { chromiumPath } from "../test/e2e/chromium-path";
import { startProgram } from "./programs";

/** Its own pages and those that processes share, in equal parts (proc(5), smaps_rollup); 0 when it has ended. */
function pssBytes(pid: number): number {
  try {
    const rollup = readFileSync(`/proc/${String(pid)}/smaps_rollup`, "utf8");
    return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** A process and all that descend from it. */
function familyOf(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, "utf8");
      // The name before it, in brackets, may hold anything.
      const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
    } catch {
      // It has ended since it was listed.
    }
  }
  const family = [root];
  for (const pid of family) family.push(...(children.get(pid) ?? []));
  return family;
}

export class WatchedChromium {
  readonly #child: ChildProcess;
  readonly #address: string;

  private constructor(child: ChildProcess, address: string) {
    this.#child = child;
    this.#address = address;
  }

  /** `profile` is a folder of its own. */
  static async start(profile: string): Promise<WatchedChromium> {
    const args = ["--headless", "--no-sandbox", "--no-first-run", "--remote-debugging-port=0"];
    const { child, said } = await startProgram(
      [...args, `--user-data-dir=${profile}`, "about:blank"],
      {},
      /(?<=DevTools listening on )ws:\S+/,
      await chromiumPath,
    );
    return new WatchedChromium(child, said);
  }

  /** The debugger is attached while `work` runs. */
  async attached<Value>(work: (context: BrowserContext) => Promise<Value>): Promise<Value> {
    const browser = await chromium.connectOverCDP(this.#address);
    try {
      const [context] = browser.contexts();
      if (context === undefined) throw new Error("Chromium has no window");
      return await work(context);
    } finally {
      await browser.close();
    }
  }

  /** Of its pages: asked of the browser, which attaches nothing to them. */
  async titles(): Promise<string[]> {
    const answer = await fetch(`http://${new URL(this.#address).host}/json/list`);
    const targets = (await answer.json()) as { readonly title: string }[];
    return targets.map(({ title }) => title);
  }

  /** Memory of all its processes together. */
  pssBytes(): number {
    const { pid } = this.#child;
    if (pid === undefined) return 0;
    return familyOf(pid).reduce((sum, member) => sum + pssBytes(member), 0);
  }

  stop(): void {
    this.#child.kill();
  }
}
