/** What stands in a folder already, what a broken restore leaves, and what the next one makes of it. */
import { spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { concatBytes, type Bytes } from "../../src/core/bytes";
import { identifyProcess } from "../../src/platform/node/processes";
import { createTreeSink } from "../../src/platform/node/tree-sink";
import { patternBytes } from "../fakes/memory-tree";
import { tempFolder } from "../fakes/temp";
import { never, outcome } from "../fakes/world";

const MODIFIED = "1969-07-20T20:17:40.123Z";
const contents: Readonly<Record<string, Bytes>> = {
  "a/one": patternBytes(300_000, "one"),
  "a/b/two": patternBytes(70_000, "two"),
  "a/empty": new Uint8Array(0),
  top: patternBytes(10, "top"),
};
const paths = Object.keys(contents);
const payload = concatBytes(...Object.values(contents));
const plan = {
  files: paths.map((path) => ({ path, size: contents[path]!.length, modified: MODIFIED })),
  dirs: ["d/empty"],
};

function setUp() {
  const folder = join(tempFolder("sink"), "to");
  const open = (overwrite = false) =>
    createTreeSink({ folder, stagingName: ".staging", overwrite });
  const put = (path: string, text = "mine"): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const read = (path: string): string => readFileSync(join(folder, path), "utf8");
  return { folder, open, put, read, staging: join(folder, ".staging") };
}

type Place = ReturnType<typeof setUp>;

async function restoreInto({ open }: Place, overwrite = false): Promise<void> {
  const sink = open(overwrite);
  const staged = await sink.begin(plan);
  if (staged < payload.length) await sink.write(staged, payload.slice(staged), never());
  await sink.publish();
  await sink.close(false);
}

function assertRestored({ folder, staging }: Place): void {
  for (const path of paths) {
    const found = readFileSync(join(folder, path));
    expect([path, Buffer.compare(found, contents[path]!)]).toEqual([path, 0]);
    expect(statSync(join(folder, path)).mtime.toISOString()).toBe(MODIFIED);
  }
  expect(readdirSync(join(folder, "d/empty"))).toEqual([]);
  expect(existsSync(staging)).toBe(false);
}

describe("what is there already", () => {
  it.each(["top", "a/one", "a/b/two", "a/empty"])(
    "%s stops it before anything is done",
    async (path) => {
      const place = setUp();
      place.put(path);
      place.put("a/neighbour");
      const { error } = await outcome(place.open().begin(plan));
      expect(error).toMatchObject({ code: "target-exists", subject: join(place.folder, path) });
      expect(place.read(path)).toBe("mine");
      expect(existsSync(place.staging)).toBe(false);
    },
  );

  it("all of them are counted", async () => {
    const place = setUp();
    for (const path of paths) place.put(path);
    const { error } = await outcome(place.open().begin(plan));
    expect(error).toMatchObject({ code: "target-exists", details: { count: 4 } });
  });

  it("is replaced with overwrite, and nothing beside it", async () => {
    const place = setUp();
    for (const path of [...paths, "a/neighbour", "a/b/neighbour", "other"]) place.put(path);
    await restoreInto(place, true);
    assertRestored(place);
    for (const path of ["a/neighbour", "a/b/neighbour", "other"]) {
      expect(place.read(path)).toBe("mine");
    }
  });

  it("folders are merged into without overwrite, where no file is in the way", async () => {
    const place = setUp();
    place.put("a/neighbour");
    place.put("a/b/neighbour");
    mkdirSync(join(place.folder, "d/empty"), { recursive: true });
    await restoreInto(place);
    assertRestored(place);
    expect(place.read("a/b/neighbour")).toBe("mine");
  });

  it.each([false, true])(
    "a folder is never replaced by a file (overwrite %s)",
    async (overwrite) => {
      const place = setUp();
      place.put("top/inside");
      const { error } = await outcome(place.open(overwrite).begin(plan));
      expect(error).toMatchObject({ code: "target-exists" });
      expect(place.read("top/inside")).toBe("mine");
    },
  );

  it.each([false, true])(
    "a file is never replaced by a folder (overwrite %s)",
    async (overwrite) => {
      const place = setUp();
      place.put("a");
      const { error } = await outcome(restoreInto(place, overwrite));
      expect(["target-exists", "disk-error"]).toContain((error as { code: string }).code);
      expect(place.read("a")).toBe("mine");
      expect(existsSync(join(place.folder, "top"))).toBe(false);
    },
  );

  it("a link out of the folder is not followed", async () => {
    const place = setUp();
    const outside = tempFolder("outside");
    mkdirSync(place.folder, { recursive: true });
    symlinkSync(outside, join(place.folder, "a"));
    const { error } = await outcome(restoreInto(place, true));
    expect(error).toMatchObject({ name: "AppError" });
    expect(readdirSync(outside)).toEqual([]);
    expect(existsSync(join(place.folder, "top"))).toBe(false);
  });

  it("a link in the place of a file is replaced, not written through", async () => {
    const place = setUp();
    const outside = join(tempFolder("outside"), "target");
    writeFileSync(outside, "mine");
    mkdirSync(place.folder, { recursive: true });
    symlinkSync(outside, join(place.folder, "top"));
    expect((await outcome(place.open().begin(plan))).error).toMatchObject({
      code: "target-exists",
    });
    await restoreInto(place, true);
    assertRestored(place);
    expect(readFileSync(outside, "utf8")).toBe("mine");
  });

  it("what appears while it restores is not replaced either", async () => {
    const place = setUp();
    const sink = place.open();
    await sink.begin(plan);
    await sink.write(0, payload, never());
    place.put("top");
    expect((await outcome(sink.publish())).error).toMatchObject({ code: "target-exists" });
    expect(place.read("top")).toBe("mine");
    rmSync(join(place.folder, "top"));
    await restoreInto(place);
    assertRestored(place);
  });
});

describe("a kill in the middle of publishing", () => {
  /** Everything staged, the marker set, and some entries moved, as a kill leaves them. */
  async function killed(moved: readonly string[]): Promise<Place> {
    const place = setUp();
    const sink = place.open();
    await sink.begin(plan);
    await sink.write(0, payload, never());
    mkdirSync(join(place.folder, "blocker"));
    // publish stops at an entry that is in the way; what it had moved is moved back or on by hand.
    mkdirSync(join(place.folder, "top"));
    await outcome(sink.publish());
    const content = join(place.staging, "content");
    for (const name of ["a", "d"]) {
      const isMoved = existsSync(join(place.folder, name));
      const [from, to] = isMoved ? [place.folder, content] : [content, place.folder];
      if (isMoved !== moved.includes(name)) renameSync(join(from, name), join(to, name));
    }
    rmSync(join(place.folder, "top"), { recursive: true });
    if (moved.includes("top")) renameSync(join(content, "top"), join(place.folder, "top"));
    rmSync(join(place.folder, "blocker"), { recursive: true });
    return place;
  }

  const moves: readonly { readonly moved: readonly string[] }[] = [
    { moved: [] },
    { moved: ["a"] },
    { moved: ["top"] },
    { moved: ["a", "d"] },
    { moved: ["d", "top"] },
    { moved: ["a", "d", "top"] },
  ];

  it.each(moves)(
    "with $moved in place: the next restore finds everything and moves the rest",
    async ({ moved }) => {
      const place = await killed(moved);
      expect(await place.open().begin(plan)).toBe(payload.length);
      await restoreInto(place);
      assertRestored(place);
    },
  );

  it.each(moves)(
    "with $moved in place: what is staged is read back from where it is",
    async ({ moved }) => {
      const place = await killed(moved);
      const sink = place.open();
      await sink.begin(plan);
      const into = new Uint8Array(payload.length);
      await sink.readBack(0, into);
      expect(Buffer.compare(into, payload)).toBe(0);
    },
  );

  it.each(moves)("with $moved in place: everything can be written again", async ({ moved }) => {
    const place = await killed(moved);
    const sink = place.open();
    await sink.begin(plan);
    await sink.write(0, payload, never());
    await sink.publish();
    assertRestored(place);
  });

  it.each([["a/one"], ["a/b/two"], ["top"]])(
    "%s was removed meanwhile: it is restored again",
    async (path) => {
      const place = await killed(["a", "d", "top"]);
      rmSync(join(place.folder, path));
      await restoreInto(place);
      assertRestored(place);
    },
  );

  it("a file that was changed meanwhile is not believed, and never overwritten unasked", async () => {
    const place = await killed(["a", "d", "top"]);
    place.put("top", "0123456789");
    const sink = place.open();
    const staged = await sink.begin(plan);
    const into = new Uint8Array(staged);
    await sink.readBack(0, into);
    expect(Buffer.compare(into, payload.subarray(0, staged))).not.toBe(0);
  });
});

describe("what a broken restore left", () => {
  it("is in one hidden folder of mode 700, and goes with discard", async () => {
    const place = setUp();
    const sink = place.open();
    await sink.begin(plan);
    await sink.write(0, payload.slice(0, 100_000), never());
    expect(readdirSync(place.folder).sort()).toEqual([".staging"]);
    expect((statSync(place.staging).mode & 0o777).toString(8)).toBe("700");
    await sink.close(true);
    expect(readdirSync(place.folder)).toEqual([]);
  });

  it("a staged file that grew too long ends what counts as staged", async () => {
    const place = setUp();
    const sink = place.open();
    await sink.begin(plan);
    await sink.write(0, payload, never());
    writeFileSync(join(place.staging, "content/a/b/two"), Buffer.alloc(70_001));
    expect(await place.open().begin(plan)).toBe(300_000);
    await restoreInto(place);
    assertRestored(place);
  });
});

it("a folder that cannot be made is a disk error with its path", async () => {
  const place = setUp();
  const file = join(tempFolder(), "file");
  writeFileSync(file, "");
  const sink = createTreeSink({ folder: join(file, "below"), stagingName: ".s", overwrite: false });
  const { error } = await outcome(sink.begin(plan));
  expect(error).toMatchObject({ code: "disk-error", subject: join(file, "below") });
  expect(place.folder).toBeDefined();
});

describe("the same restore in another process", () => {
  it("is respected while it lives, and what it staged is not touched", async () => {
    const place = setUp();
    place.put(".staging/content/a/one", "half");
    const other = spawn("sleep", ["60"]);
    try {
      place.put(".staging/lock", identifyProcess(other.pid!));
      const sink = place.open();
      const { error } = await outcome(sink.begin(plan));
      expect(error).toMatchObject({ code: "restore-running", details: { pid: other.pid } });
      await sink.close(true);
      expect(place.read(".staging/content/a/one")).toBe("half");
      expect(readdirSync(place.folder).sort()).toEqual([".staging"]);
    } finally {
      other.kill("SIGKILL");
    }
  });

  it("is gone on with when it was killed, and leaves no lock", async () => {
    const place = setUp();
    place.put(".staging/lock", "999999999 1");
    await restoreInto(place);
    assertRestored(place);
    expect(existsSync(place.staging)).toBe(false);
  });
});
