/** `pro-porter resend`: the same files at other stores, and nothing of them on a disk on the way. */
import {
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import {
  assertNoStackTrace,
  createHome,
  eventsOf,
  killAt,
  type Ended,
  type Home,
  type RunOptions,
} from "../fakes/cli";
import { patternBytes } from "../fakes/memory-tree";

const OLD = "old.txt";
const NEW = "new.txt";
const MIB = 2 ** 20;
const OLD_STORES = ["a", "b", "c"];
const NEW_STORES = ["d", "e", "f", "g"];
/** Repeated, so that any piece of plaintext on a disk holds it. */
const MARK = "plaintext-that-must-never-lie-on-a-disk.";

function withRoutes(): Home {
  const home = createHome();
  const ids = [...OLD_STORES, ...NEW_STORES];
  const stores = Object.fromEntries(ids.map((id) => [id, { cloud: "local", folder: id }]));
  const routes = [
    { id: 0, stores: OLD_STORES, k: 2 },
    { id: 1, stores: NEW_STORES, k: 3 },
    { id: 2, stores: NEW_STORES, k: 2, suite: "cipher-free" },
  ];
  home.write("config.json", JSON.stringify({ stores, routes }));
  return home;
}

const run = (home: Home, args: readonly string[], options?: RunOptions): Promise<Ended> =>
  home.run([...args, "--config", "config.json", "--json"], options);

async function sent(content: Uint8Array, ...more: string[]): Promise<Home> {
  const home = withRoutes();
  home.write("tree/deep/large.bin", content);
  home.write("tree/日本.txt", "text");
  home.write("tree/empty", "");
  const ended = await run(home, ["send", "tree", "--out", OLD, "--from", "Aya", ...more]);
  expect(ended.code).toBe(0);
  rmSync(join(home.folder, "tree"), { recursive: true });
  return home;
}

async function expectRestores(home: Home, index: string, content: Uint8Array): Promise<void> {
  const to = `out-${index}`;
  expect((await run(home, ["restore", index, "--to", to])).code).toBe(0);
  const restored = readFileSync(join(home.folder, to, "tree/deep/large.bin"));
  expect(Buffer.compare(restored, content)).toBe(0);
  expect(readFileSync(join(home.folder, to, "tree/日本.txt"), "utf8")).toBe("text");
  expect(readFileSync(join(home.folder, to, "tree/empty")).length).toBe(0);
  rmSync(join(home.folder, to), { recursive: true });
}

/** The names of all objects at these stores. */
const held = (home: Home, stores: readonly string[]): string[] =>
  stores.flatMap((store) => {
    const folder = join(home.folder, store);
    const transfers = existsSync(folder) ? readdirSync(folder) : [];
    return transfers
      .filter((name) => name !== ".incoming")
      .flatMap((transfer) => readdirSync(join(folder, transfer)));
  });

const resend = (route = "1", ...more: string[]): string[] => [
  ...["resend", OLD, "--route", route, "--out", NEW],
  ...more,
];

describe("over a route with other k, n and stores", () => {
  it.each(["1", "2"])(
    "route %s: byte for byte, sender included, and the old one stays",
    async (route) => {
      const content = patternBytes(20 * MIB + 12_345);
      const home = await sent(content);
      const ended = await run(home, resend(route));
      expect(ended.code).toBe(0);
      assertNoStackTrace(ended);
      const events = eventsOf(ended).map(({ event }) => event);
      expect(events).toEqual(expect.arrayContaining(["sending", "progress", "sent", "old-stays"]));
      await expectRestores(home, OLD, content);
      for (const store of OLD_STORES) rmSync(join(home.folder, store), { recursive: true });
      await expectRestores(home, NEW, content);
      const [transfer] = eventsOf(await run(home, ["inspect", NEW]));
      expect(transfer).toMatchObject({ manifest: { from: { name: "Aya" } } });
    },
  );

  it("nothing of the files is written anywhere, and no secret is left in the state folder", async () => {
    const content = new Uint8Array(Buffer.alloc(8 * MIB, MARK));
    const home = await sent(content);
    const temp = home.write("tmp/.keep", "").replace("/.keep", "");
    const allowed = [home.folder, home.configFolder].map((path) => `--allow-fs-write=${path}/`);
    // What is written beside the folders named here is refused by Node itself; those are searched.
    const flags = ["--experimental-permission", "--allow-fs-read=*", "--allow-worker", ...allowed];
    const seen: string[] = [];
    const look = (): void => {
      for (const entry of readdirSync(home.folder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        try {
          const bytes = readFileSync(join(entry.parentPath, entry.name));
          if (bytes.includes("never-lie-on-a-disk")) seen.push(entry.name);
        } catch {
          // Renamed between listing and reading: its new name is found the next time.
        }
      }
    };
    const env = { NODE_OPTIONS: flags.join(" "), TMPDIR: temp };
    const ended = await run(home, resend(), { env, onOutput: look });
    look();
    expect([ended.code, seen]).toEqual([0, []]);
    expect(readdirSync(temp)).toEqual([".keep"]);
    await expectRestores(home, NEW, content);
  });

  it("a passphrase goes with it, and its lack is said before anything is sent", async () => {
    const content = patternBytes(MIB);
    const home = await sent(content, "--passphrase-file", createPassphrase());
    expect((await run(home, resend())).code).toBe(3);
    expect(held(home, NEW_STORES)).toEqual([]);
    expect((await run(home, resend("1", "--passphrase-file", createPassphrase()))).code).toBe(0);
    expect((await run(home, ["restore", NEW, "--to", "x"])).code).toBe(3);
  });
});

function createPassphrase(): string {
  return createHome().write("passphrase", "correct horse");
}

describe("--recall-old", () => {
  it("leaves only the mark at the old stores, after the new ones were read back", async () => {
    const content = patternBytes(5 * MIB);
    const home = await sent(content);
    const ended = await run(home, resend("1", "--recall-old"));
    expect(ended.code).toBe(0);
    expect(held(home, OLD_STORES)).toEqual(OLD_STORES.map(() => "state-recalled"));
    const events = eventsOf(ended).map(({ event, phase }) => phase ?? event);
    expect(events.lastIndexOf("verifying")).toBeLessThan(events.indexOf("recalled-at"));
    expect((await run(home, ["restore", OLD, "--to", "x"])).code).toBe(5);
    await expectRestores(home, NEW, content);
  });

  it("is refused before the first byte without the owner key", async () => {
    const home = await sent(patternBytes(MIB));
    rmSync(join(home.configFolder, "pro-porter/owner-key"));
    const ended = await run(home, resend("1", "--recall-old"));
    expect([ended.code, held(home, NEW_STORES)]).toEqual([5, []]);
  });

  it("does not recall when a new store lost what it had taken", async () => {
    const content = patternBytes(30 * MIB);
    const home = await sent(content);
    let isSpoilt = false;
    const spoil = (text: string): void => {
      if (isSpoilt || !text.includes('"event":"sent"')) return;
      isSpoilt = true;
      for (const store of NEW_STORES.slice(0, 2)) {
        const folder = join(home.folder, store);
        const [transfer = ""] = readdirSync(folder).filter((name) => name !== ".incoming");
        for (const name of readdirSync(join(folder, transfer))) {
          if (!name.startsWith("state-")) truncateSync(join(folder, transfer, name), 7);
        }
      }
    };
    const ended = await run(home, resend("1", "--recall-old"), { onOutput: spoil });
    expect(ended.code).toBe(4);
    expect(ended.stdout).toContain('"event":"old-stays"');
    await expectRestores(home, OLD, content);
  });
});

describe("what goes wrong", () => {
  it("one old store dead and one that lies of three, k = 2: 4, and nothing is left", async () => {
    const home = await sent(patternBytes(MIB));
    rmSync(join(home.folder, "a"), { recursive: true });
    const [transfer = ""] = readdirSync(join(home.folder, "b")).filter((n) => n !== ".incoming");
    for (const name of readdirSync(join(home.folder, "b", transfer))) {
      const path = join(home.folder, "b", transfer, name);
      const bytes = readFileSync(path);
      if (bytes.length > 100_000)
        writeFileSync(
          path,
          bytes.map((byte) => byte ^ 1),
        );
    }
    const ended = await run(home, resend("1", "--recall-old"));
    expect([ended.code, existsSync(join(home.folder, NEW))]).toEqual([4, false]);
    expect(held(home, NEW_STORES).filter((name) => name !== "state-recalled")).toEqual([]);
    expect(held(home, ["c"])).not.toContain("state-recalled");
  });

  it("an old store that is dead is made up for and named", async () => {
    const content = patternBytes(5 * MIB);
    const home = await sent(content);
    rmSync(join(home.folder, "a"), { recursive: true });
    const ended = await run(home, resend());
    expect([ended.code, ended.stdout.includes('"storeId":"a"')]).toEqual([0, true]);
    await expectRestores(home, NEW, content);
  });

  it("a new store that is dead: 4 and nothing left; with --min-stores it is sent", async () => {
    const content = patternBytes(5 * MIB);
    const home = await sent(content);
    home.write("d", "a file where the folder should be");
    const ended = await run(home, resend());
    expect(ended.code).toBe(4);
    const others = NEW_STORES.slice(1);
    expect(held(home, others).filter((name) => name !== "state-recalled")).toEqual([]);
    expect((await run(home, resend("1", "--min-stores", "3"))).code).toBe(0);
    await expectRestores(home, NEW, content);
  });

  it("cancelled: 130, no index, and what was stored is removed", async () => {
    const home = await sent(patternBytes(150 * MIB));
    const ended = await run(home, resend(), { onOutput: killAt('"phase":"moving"', "SIGINT") });
    expect([ended.code, existsSync(join(home.folder, NEW))]).toEqual([130, false]);
    expect(new Set(held(home, NEW_STORES))).toEqual(new Set(["state-recalled"]));
    expect(held(home, OLD_STORES)).not.toContain("state-recalled");
  });

  it("the old index as --out and a route that is not there are refused at once", async () => {
    const home = await sent(patternBytes(1000));
    expect((await run(home, ["resend", OLD, "--route", "1", "--out", OLD])).code).toBe(2);
    expect((await run(home, resend("7"))).code).toBe(3);
    expect((await run(home, resend("x"))).code).toBe(2);
    expect(held(home, NEW_STORES)).toEqual([]);
  });
});
