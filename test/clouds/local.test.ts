/** What is particular to a folder as a store, beside its contract. */
import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { openLocalStore } from "../../src/clouds/local";
import { encodeBase64Url } from "../../src/core/bytes";
import { patternBytes } from "../fakes/memory-tree";
import { tempFolder } from "../fakes/temp";
import { outcome } from "../fakes/world";

const NAME = "-object_name-0000000";
const transferId = patternBytes(24, "id");
const T = encodeBase64Url(transferId);
const call = { signal: new AbortController().signal };

function setUp() {
  const folder = tempFolder("local");
  const open = () => openLocalStore({ id: "nas", folder, transferId, durable: false });
  return { folder, open, place: join(folder, T), ...open() };
}

it("keeps the object T/name as the file <folder>/<T>/<name>, and nothing else", async () => {
  const { folder, objects, states } = setUp();
  await objects.put(NAME, patternBytes(1_000), call);
  await states.write("state-opened", patternBytes(9), call);
  expect(readdirSync(folder).sort()).toEqual([".incoming", T].sort());
  expect(readdirSync(join(folder, T)).sort()).toEqual([NAME, "state-opened"].sort());
  expect(readdirSync(join(folder, ".incoming"))).toEqual([]);
  expect(new Uint8Array(readFileSync(join(folder, T, NAME)))).toEqual(patternBytes(1_000));
});

it("creates nothing before the first put", async () => {
  const { folder, objects, states } = setUp();
  await objects.get(NAME, undefined, call);
  await objects.sizeOf(NAME, call);
  await states.list(call);
  await states.removeFragments([NAME], call);
  expect(readdirSync(folder)).toEqual([]);
});

it("leaves nothing in .incoming, whatever came of a put", async () => {
  const { folder, objects } = setUp();
  await objects.put(NAME, patternBytes(10), call);
  await outcome(objects.put(NAME, patternBytes(11), call));
  const controller = new AbortController();
  const putting = outcome(objects.put("other", patternBytes(5_000_000), controller));
  controller.abort(new Error("stop"));
  await putting;
  expect(readdirSync(join(folder, ".incoming"))).toEqual([]);
});

it("sweeps what a killed process left in .incoming, after an hour", async () => {
  const { folder, objects } = setUp();
  mkdirSync(join(folder, ".incoming"));
  const hoursAgo = new Date(Date.now() - 2 * 3_600_000);
  for (const name of ["old", "new"]) writeFileSync(join(folder, ".incoming", name), "rest");
  utimesSync(join(folder, ".incoming", "old"), hoursAgo, hoursAgo);
  await objects.put(NAME, patternBytes(10), call);
  expect(readdirSync(join(folder, ".incoming"))).toEqual(["new"]);
});

describe("a folder that vanishes", () => {
  it.each([
    ["the whole store", ""],
    ["the transfer", T],
  ])("%s: an error, never made again", async (_, part) => {
    const { folder, objects } = setUp();
    await objects.put(NAME, patternBytes(10), call);
    rmSync(join(folder, part), { recursive: true });
    const { error } = await outcome(objects.put("second", patternBytes(10), call));
    expect(error).toMatchObject({ code: "store-unavailable", retry: "yes" });
    expect(existsSync(join(folder, T))).toBe(false);
  });

  it("and comes back is a store again", async () => {
    const { folder, objects } = setUp();
    await objects.put(NAME, patternBytes(10), call);
    renameSync(folder, `${folder}-away`);
    expect((await outcome(objects.get(NAME, undefined, call))).error).toMatchObject({
      ...{ code: "store-unavailable", details: { storeId: "nas" } },
    });
    renameSync(`${folder}-away`, folder);
    expect((await objects.get(NAME, undefined, call))?.bytes).toEqual(patternBytes(10));
  });
});

describe("what someone put in an object's place", () => {
  it("a link is not followed", async () => {
    const { place, objects } = setUp();
    mkdirSync(place);
    symlinkSync("/etc/passwd", join(place, NAME));
    const { error } = await outcome(objects.get(NAME, undefined, call));
    expect(error).toMatchObject({ name: "AppError" });
  });

  it.each([
    ["a pipe", (path: string) => execFileSync("mkfifo", [path])],
    [
      "a folder",
      (path: string) => {
        mkdirSync(path);
      },
    ],
  ])("%s is not waited for, and goes with the fragments", async (_, make) => {
    const { place, objects, states } = setUp();
    mkdirSync(place);
    make(join(place, NAME));
    expect((await outcome(objects.get(NAME, undefined, call))).error).toMatchObject({
      name: "AppError",
    });
    expect((await outcome(objects.put(NAME, patternBytes(3), call))).error).toMatchObject({
      name: "AppError",
    });
    expect(await states.removeFragments([], call)).toEqual({ removed: 1, left: 0 });
    expect(readdirSync(place)).toEqual([]);
  });

  it("files with names that no object has neither stop a recall nor hide from it", async () => {
    const { place, objects, states } = setUp();
    await objects.put(NAME, patternBytes(10), call);
    for (const name of ["a copy of it.txt", "ü", "state-recalled (copy)", "~$lock"]) {
      writeFileSync(join(place, name), "stray");
    }
    const { left } = await states.removeFragments([NAME], call);
    expect(left).toBe(0);
    const slots = await states.list(call);
    for (const slot of slots) await states.remove(slot, call);
    expect(readdirSync(place).filter((name) => !name.startsWith("state-"))).toEqual([]);
  });
});

it("removes the first ones first", async () => {
  const { place, objects, states } = setUp();
  const names = Array.from({ length: 50 }, (_, at) => `object-${String(at)}`.padEnd(20, "0"));
  for (const name of names) await objects.put(name, patternBytes(10), call);
  const removing = states.removeFragments([names[49]!, names[20]!], call);
  while (existsSync(join(place, names[49]!))) await new Promise((go) => setImmediate(go));
  expect(readdirSync(place).length).toBeGreaterThan(40);
  await removing;
});

it("a slot is read up to a size that no signed action has", async () => {
  const { place, states } = setUp();
  mkdirSync(place);
  writeFileSync(join(place, "state-opened"), Buffer.alloc(10_000_000));
  expect((await states.read("state-opened", call))?.length).toBeLessThan(100_000);
});
