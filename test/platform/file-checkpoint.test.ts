/** What a kill can leave of a checkpoint file, and who may hold it. */
import { spawn } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { createFileCheckpoint } from "../../src/platform/node/file-checkpoint";
import { begin, manifest, row } from "../contract/checkpoint.contract";
import { tempFolder } from "../fakes/temp";
import { outcome } from "../fakes/world";

function setUp() {
  const path = join(tempFolder("checkpoint"), "sends", "one.jsonl");
  return { path, open: () => createFileCheckpoint(path), lockPath: `${path}.lock` };
}

/** Undefined for a descriptor that was closed since it was listed. */
function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

async function filled() {
  const files = setUp();
  const checkpoint = files.open();
  for (const record of [begin, row(0), row(1)]) await checkpoint.append(record);
  await checkpoint.release();
  return files;
}

it("is for its user alone: mode 600 in a folder of mode 700", async () => {
  const { path } = await filled();
  expect((statSync(path).mode & 0o777).toString(8)).toBe("600");
  expect((statSync(join(path, "..")).mode & 0o777).toString(8)).toBe("700");
});

it("a last line that a kill cut off, at any byte, is forgotten, and the next follows cleanly", async () => {
  const { path, open } = await filled();
  const text = readFileSync(path);
  const lastLine = text.lastIndexOf(10, text.length - 2) + 1;
  for (let end = lastLine + 1; end < text.length; end += 7) {
    writeFileSync(path, text.subarray(0, end));
    const checkpoint = open();
    expect(await checkpoint.load()).toEqual([begin, row(0)]);
    await checkpoint.append(row(2));
    await checkpoint.release();
    expect(await open().load()).toEqual([begin, row(0), row(2)]);
  }
});

it("a file of one torn line is as good as none", async () => {
  const { path, open } = await filled();
  writeFileSync(path, readFileSync(path).subarray(0, 40));
  expect(await open().load()).toEqual([]);
});

it("nothing behind a line that cannot be read is believed", async () => {
  const { path, open } = await filled();
  const lines = readFileSync(path, "utf8").split("\n");
  lines[1] = lines[1]!.slice(0, 30);
  writeFileSync(path, lines.join("\n"));
  expect(await open().load()).toEqual([begin]);
});

it.each(["null", "5", '"text"', "[]", "{}", '{"type":"other"}'])(
  "a line that holds %s is not a record",
  async (line) => {
    const { path, open } = await filled();
    appendFileSync(path, `${line}\n`);
    expect(await open().load()).toEqual([begin, row(0), row(1)]);
  },
);

it("a manifest of megabytes survives", async () => {
  const { open } = setUp();
  const checkpoint = open();
  await checkpoint.append({
    ...manifest,
    bytes: new Uint8Array(3_000_000).fill(7),
  } as typeof manifest);
  await checkpoint.release();
  const [record] = await open().load();
  expect(record?.type === "manifest" && record.bytes.length).toBe(3_000_000);
});

it("what a broken send would still write after the release is refused, and the file stays closed", async () => {
  const { path, open } = setUp();
  const checkpoint = open();
  await checkpoint.lock();
  const early = checkpoint.append(begin);
  await checkpoint.release();
  await early;
  const { error } = await outcome(checkpoint.append(row(0)));
  expect(error).toMatchObject({ code: "cancelled" });
  expect(await open().load()).toEqual([begin]);
  const opened = readdirSync("/proc/self/fd").map((fd) => linkOf(`/proc/self/fd/${fd}`));
  expect(opened).not.toContain(path);
});

describe("the lock", () => {
  it("is held by one at a time, and released", async () => {
    const { open, lockPath } = setUp();
    const checkpoint = open();
    await checkpoint.lock();
    expect((statSync(lockPath).mode & 0o777).toString(8)).toBe("600");
    await checkpoint.release();
    expect(existsSync(lockPath)).toBe(false);
    await open().lock();
  });

  it("of a living process is respected, and named", async () => {
    const { open, lockPath, path } = setUp();
    const first = open();
    await first.lock();
    const text = readFileSync(lockPath, "utf8");
    await first.release();
    const child = spawn("sleep", ["60"]);
    try {
      // As the other process would have written it, where that takes more than its number.
      const started = readFileSync(`/proc/${String(child.pid)}/stat`, "utf8")
        .split(") ")[1]!
        .split(" ")[19]!;
      const separator = /^\d+$/.test(text) ? undefined : text.replace(/^\d+/, "").charAt(0);
      const holder = separator === undefined ? "" : separator + started;
      writeFileSync(lockPath, String(child.pid) + holder);
      const { error } = await outcome(createFileCheckpoint(path).lock());
      expect(error).toMatchObject({ code: "send-running", details: { pid: child.pid } });
    } finally {
      child.kill("SIGKILL");
    }
  });

  it.each([
    ["a dead process", "999999999"],
    ["nobody", ""],
    ["noise", "not a number"],
    ["an earlier life of this process", String(process.pid)],
  ])("of %s is taken over", async (_, text) => {
    const { open, lockPath } = await filled();
    writeFileSync(lockPath, text);
    const checkpoint = open();
    await checkpoint.lock();
    expect(readFileSync(lockPath, "utf8")).toMatch(new RegExp(`^${String(process.pid)}\\b`));
    await checkpoint.release();
  });
});
