/** Things that go wrong in the middle of a command: stores, files and disks that change under it. */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
} from "node:fs";
import { join } from "node:path";
import { assertNoStackTrace, createHome, type Home } from "../fakes/cli";
import { patternBytes } from "../fakes/memory-tree";
import { smallDisk } from "../fakes/small-disk";

const INDEX = "Restore attachments.porter.txt";
const MIB = 2 ** 20;
const onSmallDisk = smallDisk === undefined ? it.skip : it;

function withStores(third = "c"): Home {
  const home = createHome();
  const folders: readonly [string, string][] = [
    ["a", "a"],
    ["b", "b"],
    ["c", third],
  ];
  const stores = Object.fromEntries(
    folders.map(([id, folder]) => [id, { cloud: "local", folder }]),
  );
  const routes = [{ id: 0, stores: ["a", "b", "c"], k: 2 }];
  home.write("config.json", JSON.stringify({ stores, routes }));
  return home;
}

const send = ["send", "large", "--config", "config.json", "--json"];

/** Calls `act` once, as soon as the first bytes are at the stores. */
function whileMoving(act: () => void): (text: string) => void {
  let isDone = false;
  return (text) => {
    if (isDone || !text.includes('"moving"')) return;
    isDone = true;
    act();
  };
}

const namesIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name !== ".incoming")
    .flatMap((transfer) => readdirSync(join(folder, transfer)));

describe("a store folder that vanishes while it is sent", () => {
  it("is waited for, named with exit 4, and filled by the same command when it is back", async () => {
    const home = withStores();
    home.write("large", patternBytes(60 * MIB));
    const store = join(home.folder, "b");
    const ended = await home.run(send, {
      onOutput: whileMoving(() => {
        rmSync(store, { recursive: true, force: true });
      }),
    });
    expect(ended.code).toBe(4);
    expect(ended.stdout).toMatch(/"code":"too-few-stores".*"b: store-unavailable"/);
    assertNoStackTrace(ended);
    expect(existsSync(join(home.folder, INDEX))).toBe(false);
    const [transfer] = readdirSync(join(home.folder, "a")).filter((name) => name !== ".incoming");
    const again = await home.run(send);
    expect([again.code, again.stdout.includes('"resumed":true')]).toEqual([0, true]);
    expect(readdirSync(join(home.folder, "a")).filter((name) => name !== ".incoming")).toEqual([
      transfer,
    ]);
    const verified = await home.run(["verify", INDEX, "--config", "config.json"]);
    expect([verified.code, verified.stdout.includes("Every store")]).toEqual([0, true]);
  });
});

describe("a file that changes while it is sent", () => {
  it.each([
    [
      "grows",
      (path: string) => {
        appendFileSync(path, "more");
      },
    ],
    [
      "shrinks",
      (path: string) => {
        truncateSync(path, 100);
      },
    ],
    [
      "goes away",
      (path: string) => {
        rmSync(path);
      },
    ],
  ])("and %s: exit 3, no index, nothing left at the stores", async (_, change) => {
    const home = withStores();
    const path = home.write("large", patternBytes(120 * MIB));
    const ended = await home.run(send, {
      onOutput: whileMoving(() => {
        change(path);
      }),
    });
    expect([ended.code, ended.stdout]).toEqual([
      ...[3, expect.stringMatching(/"code":"source-(changed|missing)"/) as string],
    ]);
    assertNoStackTrace(ended);
    expect(existsSync(join(home.folder, INDEX))).toBe(false);
    for (const store of ["a", "b", "c"]) {
      expect(namesIn(join(home.folder, store))).toEqual(["state-recalled"]);
    }
  });
});

describe("a disk without room", () => {
  onSmallDisk("for a restore: exit 6 with the path, and nothing under a final name", async () => {
    const home = withStores();
    home.write("large", patternBytes(2 * MIB));
    expect((await home.run(send)).code).toBe(0);
    const target = join(smallDisk ?? "", "to");
    const restore = ["restore", INDEX, "--config", "config.json", "--to", target];
    const ended = await home.run(restore);
    expect([ended.code, ended.stderr.includes(target)]).toEqual([6, true]);
    assertNoStackTrace(ended);
    expect(existsSync(join(target, "large"))).toBe(false);
    rmSync(target, { recursive: true, force: true });
  });

  onSmallDisk(
    "at a store: exit 4 at once, the store named; with fewer stores it is sent",
    async () => {
      const folder = join(smallDisk ?? "", "store");
      mkdirSync(folder);
      const home = withStores(folder);
      const large = patternBytes(3 * MIB);
      home.write("large", large);
      const ended = await home.run(send);
      expect(ended.code).toBe(4);
      expect(ended.stdout).toContain("c: store-full");
      const less = await home.run([...send, "--min-stores", "2"]);
      expect([less.code, less.stdout.includes('"store-missing","storeId":"c"')]).toEqual([0, true]);
      const restore = ["restore", INDEX, "--config", "config.json", "--to", "out"];
      expect((await home.run(restore)).code).toBe(0);
      expect(Buffer.compare(readFileSync(join(home.folder, "out/large")), large)).toBe(0);
      rmSync(folder, { recursive: true });
    },
  );
});
