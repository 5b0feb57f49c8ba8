/** A disk without room, at the beginning and in the middle: said plainly, nothing under a final name. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openLocalStore } from "../../src/clouds/local";
import { createFileCheckpoint } from "../../src/platform/node/file-checkpoint";
import { createTreeSink } from "../../src/platform/node/tree-sink";
import { begin, manifest, row } from "../contract/checkpoint.contract";
import { startLocalCloud } from "../fakes/local-cloud";
import { patternBytes } from "../fakes/memory-tree";
import { smallDisk } from "../fakes/small-disk";
import { never, outcome } from "../fakes/world";

const onSmallDisk = smallDisk === undefined ? it.skip : it;
const disk = smallDisk ?? "/nowhere";
const filler = join(disk, "filler");

/** Leaves about so many bytes free. */
function fillUp(freeBytes: number): void {
  rmSync(filler, { force: true });
  const bytes = patternBytes(512 * 1024);
  for (let size = bytes.length; ; size -= 4_096) {
    try {
      writeFileSync(filler, bytes.subarray(0, size));
      break;
    } catch {
      rmSync(filler, { force: true });
    }
  }
  const size = readFileSync(filler).length - freeBytes;
  rmSync(filler, { force: true });
  writeFileSync(filler, bytes.subarray(0, Math.max(0, size)));
}

afterEach(() => {
  if (smallDisk === undefined) return;
  for (const name of readdirSync(disk)) rmSync(join(disk, name), { recursive: true, force: true });
});

const plan = (size: number) => ({ files: [{ path: "file", size }], dirs: [] });
const sinkAt = (folder: string) =>
  createTreeSink({ folder, stagingName: ".staging", overwrite: false });

onSmallDisk("a restore that cannot fit is refused before it writes, with the numbers", async () => {
  const { error } = await outcome(sinkAt(join(disk, "to")).begin(plan(10_000_000)));
  expect(error).toMatchObject({ code: "disk-full", details: { neededBytes: 10_000_000 } });
  expect(existsSync(join(disk, "to/file"))).toBe(false);
});

onSmallDisk(
  "a disk that fills in the middle: no final name, and it goes on with room",
  async () => {
    const payload = patternBytes(300_000);
    const sink = sinkAt(join(disk, "to"));
    await sink.begin(plan(payload.length));
    fillUp(100_000);
    const writing = async (): Promise<void> => {
      for (let at = 0; at < payload.length; at += 50_000) {
        await sink.write(at, payload.slice(at, at + 50_000), never());
      }
    };
    expect((await outcome(writing())).error).toMatchObject({ code: "disk-full" });
    expect(readdirSync(join(disk, "to")).sort()).toEqual([".staging"]);
    rmSync(filler);
    const next = sinkAt(join(disk, "to"));
    const staged = await next.begin(plan(payload.length));
    expect(staged).toBeGreaterThan(0);
    await next.write(staged, payload.slice(staged), never());
    await next.publish();
    expect(Buffer.compare(readFileSync(join(disk, "to/file")), payload)).toBe(0);
  },
);

onSmallDisk("a store that is full says so, keeps no half object and leaves no rest", async () => {
  const transferId = new Uint8Array(24);
  const { objects } = openLocalStore({ id: "s", folder: disk, transferId, durable: false });
  await objects.put("first-object-0000000", patternBytes(1_000), { signal: never() });
  fillUp(50_000);
  const putting = objects.put("large-object-0000000", patternBytes(200_000), { signal: never() });
  const { error } = await outcome(putting);
  expect(error).toMatchObject({ code: "store-full", retry: "no" });
  expect(await objects.sizeOf("large-object-0000000", { signal: never() })).toBeUndefined();
  expect(readdirSync(join(disk, ".incoming"))).toEqual([]);
});

onSmallDisk("whoever puts much to a full store is told, after all of it was read", async () => {
  const { cloud, stop } = await startLocalCloud({ folder: disk });
  const body = patternBytes(5_000_000);
  const transfer = new Uint8Array(24);
  const expiresAt = Math.floor(Date.now() / 1000) + 60;
  const order = { transfer, name: "large-object-0000000", sizeBytes: body.length, expiresAt };
  try {
    const { url } = await cloud.signPut(order);
    const answer = await fetch(url, { method: "PUT", body });
    const told = [answer.status, ((await answer.json()) as { code: string }).code];
    expect(told).toEqual([507, "store-full"]);
    expect(readdirSync(join(disk, ".incoming"))).toEqual([]);
  } finally {
    await stop();
  }
});

onSmallDisk("a checkpoint on a full disk is disk-full, and what stands is still read", async () => {
  const path = join(disk, "state", "one.jsonl");
  const checkpoint = createFileCheckpoint(path);
  await checkpoint.append(begin);
  fillUp(0);
  const appending = async (): Promise<void> => {
    for (let q = 0; q < 100; q += 1) await checkpoint.append(row(q));
    await checkpoint.append(manifest);
  };
  expect((await outcome(appending())).error).toMatchObject({ code: "disk-full" });
  await checkpoint.release();
  const [first] = await createFileCheckpoint(path).load();
  expect(first).toEqual(begin);
});
