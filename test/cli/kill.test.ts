/** A process that is killed at any moment: the same command goes on, and no index lies about. */
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { createHome, killAt, type Ended, type Home } from "../fakes/cli";
import { patternBytes } from "../fakes/memory-tree";

const INDEX = "Restore attachments.porter.txt";
const MIB = 2 ** 20;

const config = {
  stores: Object.fromEntries(["a", "b", "c"].map((id) => [id, { cloud: "local", folder: id }])),
  routes: [
    { id: 0, stores: ["a", "b", "c"], k: 2 },
    { id: 1, stores: ["a", "b", "c"], k: 2, suite: "cipher-free" },
  ],
};

/** 60 MB: one large file, some of a megabyte, many small ones. */
function withTree(): Home {
  const home = createHome();
  home.write("config.json", JSON.stringify(config));
  home.write("tree/large", patternBytes(40 * MIB, "large"));
  for (let at = 0; at < 15; at += 1) {
    home.write(`tree/middle/${String(at)}`, patternBytes(MIB, String(at)));
  }
  for (let at = 0; at < 500; at += 1) {
    home.write(
      `tree/small/${String(at % 10)}/${String(at)}`,
      patternBytes(4_096, `s${String(at)}`),
    );
  }
  return home;
}

const filesBelow = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    : [];

/** Which files are not there, or not as they were sent; those of a hidden staging folder apart. */
function differences({ folder }: Home, to: string): { missing: number; wrong: string[] } {
  const before = join(folder, "tree");
  const after = join(folder, to, "tree");
  const wanted = filesBelow(before);
  const present = wanted.filter((path) => existsSync(join(after, path)));
  const wrong = present.filter(
    (path) =>
      Buffer.compare(readFileSync(join(before, path)), readFileSync(join(after, path))) !== 0,
  );
  return { missing: wanted.length - present.length, wrong };
}

/** Every object of every store with its inode: a file that is written again has another one. */
function objects({ folder }: Home): Map<string, number> {
  const found = ["a", "b", "c"].flatMap((store) =>
    filesBelow(join(folder, store))
      .filter((path) => !path.startsWith(".incoming") && !path.includes("state-"))
      .map((path) => [join(store, path), statSync(join(folder, store, path)).ino] as const),
  );
  return new Map(found);
}

const transfersIn = ({ folder }: Home): string[] =>
  readdirSync(join(folder, "a")).filter((name) => name !== ".incoming");

async function runAndKill(
  home: Home,
  args: readonly string[],
  afterMs: number,
  signal: NodeJS.Signals = "SIGKILL",
): Promise<Ended> {
  let timer: NodeJS.Timeout | undefined;
  const ended = await home.run(args, {
    onStart: (child) => {
      timer = setTimeout(() => child.kill(signal), afterMs);
    },
  });
  clearTimeout(timer);
  return ended;
}

/** Four moments, each somewhere in its quarter of the time that the whole takes. */
function moments(wholeMs: number): number[] {
  return Array.from({ length: 4 }, (_, at) => Math.round(((at + Math.random()) / 4) * wholeMs));
}

const NONE = { missing: 0, wrong: [] };

describe.each([
  { suite: "sealed", route: "0" },
  { suite: "cipher-free", route: "1" },
])("$suite", ({ route }) => {
  let home: Home;
  let wholeMs: number;
  const send = ["send", "tree", "--config", "config.json", "--route", route];
  const restore = ["restore", INDEX, "--config", "config.json", "--to", "out"];
  const inFolder = (name: string): string => join(home.folder, name);

  beforeAll(async () => {
    home = withTree();
    const startedMs = performance.now();
    expect((await home.run([...send, "--out", "first.txt"])).code).toBe(0);
    wholeMs = performance.now() - startedMs;
    for (const store of ["a", "b", "c"]) rmSync(inFolder(store), { recursive: true });
  });

  it("kill -9 during send: it goes on, uses what is stored, and no index lies", async () => {
    for (const [at, afterMs] of moments(wholeMs).entries()) {
      const what = `killed after ${String(afterMs)} of ${String(Math.round(wholeMs))} ms`;
      rmSync(inFolder(INDEX), { force: true });
      const stored = new Map<string, number>();
      for (const killMs of [afterMs, wholeMs / 3]) {
        await runAndKill(home, send, killMs);
        for (const [path, inode] of objects(home)) stored.set(path, inode);
        if (existsSync(inFolder(INDEX))) break;
      }
      // An index that is there belongs to a transfer that is whole; without one the same goes on.
      if (!existsSync(inFolder(INDEX))) {
        const last = await home.run(send);
        expect([what, last.code, last.stderr]).toEqual([
          ...[what, 0, expect.not.stringContaining("Error") as string],
        ]);
      }
      const now = objects(home);
      const again = [...stored].filter(([path, inode]) => now.get(path) !== inode);
      expect([what, again]).toEqual([what, []]);
      expect((await home.run([...restore.slice(0, -1), `sent-${String(at)}`])).code).toBe(0);
      expect([what, differences(home, `sent-${String(at)}`)]).toEqual([what, NONE]);
      rmSync(inFolder(`sent-${String(at)}`), { recursive: true });
    }
    expect((await home.run(send)).code).toBe(0);
    expect(readdirSync(inFolder("../state/pro-porter/sends"))).toEqual([]);
  });

  it("kill -9 during restore: no half file has its name, and it ends", async () => {
    for (const afterMs of moments(wholeMs)) {
      const ended = await runAndKill(home, restore, afterMs);
      expect([afterMs, differences(home, "out").wrong]).toEqual([afterMs, []]);
      if (ended.code === 0) break;
      expect([afterMs, ended.code]).toEqual([afterMs, undefined]);
    }
    const last = await home.run(restore);
    expect([0, 6]).toContain(last.code);
    expect(differences(home, "out")).toEqual(NONE);
    expect(readdirSync(inFolder("out"))).toEqual(["tree"]);
  });

  it("kill -9 during restore of one folder: the same command ends it", async () => {
    const only = [...restore.slice(0, -1), "only", "--only", "tree/small"];
    for (const afterMs of moments(wholeMs / 2)) {
      const ended = await runAndKill(home, only, afterMs);
      expect([afterMs, differences(home, "only").wrong]).toEqual([afterMs, []]);
      if (ended.code === 0) break;
    }
    const last = await home.run(only);
    expect([0, 6]).toContain(last.code);
    expect(differences(home, "only")).toEqual({ missing: 16, wrong: [] });
  });
});

describe("stopped with Ctrl-C", () => {
  const send = ["send", "tree", "--config", "config.json", "--json"];

  it.each(["SIGINT", "SIGTERM"] as const)(
    "%s: 130, said to be resumable, and is",
    async (signal) => {
      const home = withTree();
      const ended = await home.run(send, { onOutput: killAt('"moving"', signal) });
      expect(ended.code).toBe(130);
      expect(ended.stdout).toMatch(/"event":"stopped"/);
      expect(existsSync(join(home.folder, INDEX))).toBe(false);
      const [transfer] = transfersIn(home);
      const next = await home.run(send);
      expect([next.code, next.stdout.includes('"resumed":true')]).toEqual([0, true]);
      expect(transfersIn(home)).toEqual([transfer]);
    },
  );

  it("a restore is stopped as well, and goes on", async () => {
    const home = withTree();
    expect((await home.run(send)).code).toBe(0);
    const restore = ["restore", INDEX, "--config", "config.json", "--to", "out", "--json"];
    const ended = await home.run(restore, { onOutput: killAt('"moving"', "SIGINT") });
    expect([0, 130]).toContain(ended.code);
    expect(differences(home, "out").wrong).toEqual([]);
    if (ended.code === 130) expect((await home.run(restore)).code).toBe(0);
    expect(differences(home, "out")).toEqual(NONE);
  });

  it("--discard removes what a broken send has stored, and says when there is nothing", async () => {
    const home = withTree();
    await home.run(send, { onOutput: killAt('"moving"', "SIGKILL") });
    expect(objects(home).size).toBeGreaterThan(0);
    const discarded = await home.run([...send, "--discard"]);
    expect([discarded.code, discarded.stdout]).toEqual([0, expect.stringContaining("true")]);
    expect(objects(home).size).toBe(0);
    const nothing = await home.run([...send, "--discard"]);
    expect([nothing.code, nothing.stdout]).toEqual([0, expect.stringContaining("false")]);
    const fresh = await home.run(send);
    expect([fresh.code, fresh.stdout.includes('"resumed":false')]).toEqual([0, true]);
  });

  it("the same send at the same time is refused, not mixed up", async () => {
    const home = withTree();
    const second: Promise<Ended>[] = [];
    const first = await home.run(send, {
      onOutput: (text) => {
        if (text.includes('"moving"') && second.length === 0) second.push(home.run(send));
      },
    });
    expect(first.code).toBe(0);
    const ended = await second[0];
    expect([0, 5]).toContain(ended?.code);
    if (ended?.code === 5) expect(ended.stdout).toContain("send-running");
  });

  it("the same restore at the same time is refused, not mixed up", async () => {
    const home = withTree();
    expect((await home.run(send)).code).toBe(0);
    for (let time = 0; time < 3; time += 1) {
      const to = `both-${String(time)}`;
      const restore = ["restore", INDEX, "--config", "config.json", "--to", to];
      const ended = await Promise.all([home.run(restore), home.run(restore)]);
      // The second one may come when the first one is done: then its files are in the way.
      for (const { code } of ended) expect([0, 5, 6]).toContain(code);
      expect(ended.map(({ code }) => code)).toContain(0);
      expect(differences(home, to)).toEqual(NONE);
    }
  });
});
