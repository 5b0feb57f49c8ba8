/** The browser's implementations of the engine's ports, called from tests by name. */
import type { Bytes } from "../../../../src/core/bytes";
import { createWasmKernel } from "../../../../src/core/codec/wasm-kernel";
import { systemEnv } from "../../../../src/core/env";
import { fetchHttp } from "../../../../src/core/fetch-http";
import type { CoderSecrets } from "../../../../src/core/format/keys";
import type { Suite } from "../../../../src/core/format/parameters";
import type { Checkpoint, CheckpointRecord } from "../../../../src/core/transfer/checkpoint";
import type { Coder, OpenJob, SealJob } from "../../../../src/core/transfer/coder";
import { EVERY_NAME } from "../../../../src/core/transfer/local-names";
import type { Sink, SinkPlan } from "../../../../src/core/transfer/sink";
import type { Source } from "../../../../src/core/transfer/source";
import { scriptedEd25519 } from "../../../../src/platform/browser/ed25519";
import { browserPrimitives } from "../../../../src/platform/browser/primitives";
import { giveBack } from "../../../../src/platform/browser/spent-memory";
import { arrange } from "../../../../src/platform/browser/worker/arrange";
import { createWorkerCoderPool } from "../../../../src/platform/browser/worker/coder-pool";
import { openDatabase } from "../../../../src/platform/browser/worker/database";
import { createFileSource } from "../../../../src/platform/browser/worker/file-source";
import { FolderSink } from "../../../../src/platform/browser/worker/folder-sink";
import { StagedSink } from "../../../../src/platform/browser/worker/staged-sink";
import { createCheckpoints } from "../../../../src/platform/browser/worker/stored-checkpoint";
import { UploadFiles } from "../../../../src/platform/browser/worker/upload-files";
import { walkHandles } from "../../../../src/platform/browser/walk-handles";

import type { PortAnswer } from "../port-answer";

type Aborted = boolean;
const ABORTED = new Error("aborted by the test");
const signalOf = (aborted: Aborted): AbortSignal =>
  aborted ? AbortSignal.abort(ABORTED) : new AbortController().signal;

const numbered = new Map<number, unknown>();
let last = 0;
function keep(value: unknown): number {
  last += 1;
  numbered.set(last, value);
  return last;
}
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller knows what it kept
const kept = <Value>(number: number): Value => numbered.get(number) as Value;

async function folderOf(path: string): Promise<FileSystemDirectoryHandle> {
  let folder = await navigator.storage.getDirectory();
  for (const name of path.split("/").filter((part) => part !== "")) {
    folder = await folder.getDirectoryHandle(name, { create: true });
  }
  return folder;
}

async function listFolder(folder: FileSystemDirectoryHandle, prefix: string): Promise<string[]> {
  const names: string[] = [];
  for await (const handle of folder.values()) {
    if (prefix === "" && handle.name.startsWith(".")) continue;
    if (handle.kind === "file") names.push(prefix + handle.name);
    else names.push(...(await listFolder(handle, `${prefix}${handle.name}/`)));
  }
  return names.length === 0 && prefix !== "" ? [prefix] : names;
}

async function fileAt(folder: string, path: string): Promise<File> {
  const slash = path.lastIndexOf("/");
  const parent = await folderOf(`${folder}/${path.slice(0, Math.max(0, slash))}`);
  return (await parent.getFileHandle(path.slice(slash + 1))).getFile();
}

/** The disk takes one byte of all; the storage takes its time; the user clears it. */
type FileTrouble = "full" | "late" | "gone";
const disk = FileSystemSyncAccessHandle.prototype;
const files = FileSystemFileHandle.prototype;
const writing = Object.getOwnPropertyDescriptor(disk, "write") ?? {};
const looking = Object.getOwnPropertyDescriptor(files, "getFile") ?? {};
const original = ({ value }: PropertyDescriptor) =>
  value as (this: unknown, ...args: readonly unknown[]) => unknown;

let storage: Pick<StorageManager, "estimate"> = navigator.storage;

const prims = browserPrimitives;

const ports = {
  kernelKind: () => createWasmKernel().kind,

  hash: (data: Bytes) => prims.hash(data),
  hmac: (key: Bytes, parts: readonly Bytes[]) => prims.hmac(key, ...parts),
  random: (sizeBytes: number) => prims.random(sizeBytes),
  keystream: async (key: Bytes, sizeBytes: number) => {
    const out = new Uint8Array(sizeBytes);
    await prims.keystream(key, out);
    return out;
  },
  publicKey: (seed: Bytes) => prims.publicKey(seed),
  sign: (seed: Bytes, message: Bytes) => prims.sign(seed, message),
  verify: (key: Bytes, message: Bytes, signature: Bytes) => prims.verify(key, message, signature),
  scriptedVerify: (key: Bytes, message: Bytes, signature: Bytes) =>
    scriptedEd25519.verify(key, message, signature),
  argon2id: (password: Bytes, salt: Bytes) => prims.argon2id(password, salt),
  aead: async (key: Bytes) => keep(await prims.aead(key)),
  seal: async (number: number, nonce: Bytes, aad: Bytes, plaintext: Bytes) => {
    const out = new Uint8Array(plaintext.length + 16);
    await kept<Awaited<ReturnType<typeof prims.aead>>>(number).seal(nonce, aad, plaintext, out);
    return out;
  },
  open: async (number: number, nonce: Bytes, aad: Bytes, sealed: Bytes, sizes: number[]) => {
    const outs = sizes.map((sizeBytes) => new Uint8Array(sizeBytes));
    const aead = kept<Awaited<ReturnType<typeof prims.aead>>>(number);
    return (await aead.open(nonce, aad, sealed, ...outs)) ? outs : undefined;
  },

  /** Resolves with how many bytes are left of so many buffers. */
  giveBack: (count: number, sizeBytes: number) => {
    let leftBytes = 0;
    for (let round = 0; round < count; round += 1) {
      const { buffer } = new Uint8Array(sizeBytes).fill(round);
      giveBack(buffer);
      leftBytes += buffer.byteLength;
    }
    return leftBytes;
  },

  coders: (count: number) => keep(createWorkerCoderPool(count + 1)),
  coder: (number: number, secrets: CoderSecrets) =>
    keep(kept<ReturnType<typeof createWorkerCoderPool>>(number).create(secrets)),
  sealRow: (number: number, job: SealJob) => kept<Coder>(number).seal(job),
  openRow: async (number: number, job: OpenJob, shards: readonly [number, Bytes][]) => {
    const opened = await kept<Coder>(number).open({ ...job, shards: new Map(shards) });
    return { ...opened, shards: [...opened.shards] };
  },
  rebuildRow: async (
    number: number,
    job: OpenJob & { readonly position: number },
    shards: readonly [number, Bytes][],
  ) => {
    const rebuilt = await kept<Coder>(number).rebuild({ ...job, shards: new Map(shards) });
    return { ...rebuilt, shards: [...rebuilt.shards] };
  },
  closeCoder: (number: number) => kept<Coder>(number).close(),

  writeFile: async (folder: string, path: string, bytes: Bytes) => {
    const slash = path.lastIndexOf("/");
    const parent = await folderOf(`${folder}/${path.slice(0, Math.max(0, slash))}`);
    const handle = await parent.getFileHandle(path.slice(slash + 1), { create: true });
    const stream = await handle.createWritable();
    await stream.write(bytes);
    await stream.close();
  },
  makeFolder: async (path: string) => {
    await folderOf(path);
  },
  namesBelow: async (folder: string) => listFolder(await folderOf(folder), ""),
  readFile: async (folder: string, path: string) =>
    new Uint8Array(await (await fileAt(folder, path)).arrayBuffer()),
  exists: async (folder: string, name: string) => {
    for await (const key of (await folderOf(folder)).keys()) if (key === name) return true;
    return false;
  },

  listSource: async (folder: string) => {
    const roots: FileSystemHandle[] = [];
    for await (const handle of (await folderOf(folder)).values()) roots.push(handle);
    const source = await createFileSource(prims, arrange(await walkHandles(roots)));
    return { number: keep(source), listing: source.listing };
  },
  readSource: async (number: number, offset: number, sizeBytes: number, aborted: Aborted) =>
    kept<Source>(number).read(offset, new Uint8Array(sizeBytes), signalOf(aborted)),

  checkpoint: async (send: string) => {
    const database = await openDatabase();
    if (database === undefined) throw new Error("no database");
    return keep(createCheckpoints(database)(send));
  },
  load: (number: number) => kept<Checkpoint>(number).load(),
  append: (number: number, record: CheckpointRecord) => kept<Checkpoint>(number).append(record),
  remove: (number: number) => kept<Checkpoint>(number).remove(),

  limitStorage: (freeBytes: number | undefined) => {
    storage =
      freeBytes === undefined
        ? navigator.storage
        : { estimate: () => Promise.resolve({ quota: freeBytes, usage: 0 }) };
  },
  stagedSink: async (folder: string, asZip: boolean) => {
    const estimate = () => storage.estimate();
    const options = { asZip, storage: { estimate }, namesFor: () => EVERY_NAME };
    return keep(new StagedSink({ folder: await folderOf(folder), ...options }));
  },
  folderSink: async (folder: string, overwrite: boolean, mayMove: boolean) => {
    const options = { stagingName: ".staging", overwrite, mayMove };
    return keep(new FolderSink({ folder: await folderOf(folder), ...options }));
  },
  begin: (number: number, plan: SinkPlan) => kept<Sink>(number).begin(plan),
  readBack: async (number: number, offset: number, sizeBytes: number) => {
    const into = new Uint8Array(sizeBytes);
    await kept<Sink>(number).readBack(offset, into);
    return into;
  },
  write: (number: number, offset: number, bytes: Bytes, aborted: Aborted) =>
    kept<Sink>(number).write(offset, bytes, signalOf(aborted)),
  publish: (number: number) => kept<Sink>(number).publish(),
  close: (number: number, discard: boolean) => kept<Sink>(number).close(discard),
  uploads: () => keep(new UploadFiles(systemEnv)),
  /** A send that runs until it is ended by its number. */
  beginSend: (number: number, suite: Suite) => {
    let end: () => void = () => undefined;
    const running = new Promise<void>((resolve) => (end = resolve));
    void kept<UploadFiles>(number).during(suite, () => running);
    return keep(end);
  },
  endSend: (number: number) => {
    kept<() => void>(number)();
  },
  /** Resolves with the status. */
  upload: async (number: number, path: string, body: Bytes, abortMs?: number) => {
    const uploads = kept<UploadFiles>(number);
    const http = fetchHttp(
      (url, init) => fetch(url, init),
      (bytes) => uploads.toBody(bytes),
    );
    const signal = abortMs === undefined ? signalOf(false) : AbortSignal.timeout(abortMs);
    const url = new URL(path, location.origin).href;
    const request = { method: "PUT", url, headers: {}, body, maxBytes: 1_000, signal } as const;
    return (await http(request)).status;
  },
  /** What becomes of files that are written from now on. */
  troubleFiles: (trouble: FileTrouble | undefined) => {
    const change = (of: object, method: string, before: PropertyDescriptor, value: unknown) =>
      Object.defineProperty(of, method, trouble === undefined ? before : { ...before, value });
    const write = original(writing);
    const getFile = original(looking);
    const written: FileSystemSyncAccessHandle[] = [];
    change(disk, "write", writing, function (this: FileSystemSyncAccessHandle, ...args: unknown[]) {
      written.push(this);
      return trouble === "full" ? 1 : write.apply(this, args);
    });
    change(files, "getFile", looking, async function (this: FileSystemFileHandle) {
      if (trouble === "late") await systemEnv.sleep(6_000);
      const file = await getFile.call(this);
      if (trouble === "gone") {
        written.at(-1)?.close();
        await (await folderOf("uploads")).removeEntry(this.name);
      }
      return file;
    });
  },
  renamed: (number: number) => kept<FolderSink>(number).renamed(),
};

async function callPort(name: string, args: readonly unknown[]): Promise<PortAnswer> {
  try {
    const call = ports[name as keyof typeof ports] as (...given: readonly unknown[]) => unknown;
    return { ok: true, value: await call(...args) };
  } catch (error) {
    const { name: errorName, code } = error as { name: string; code?: string };
    return { ok: false, isAbort: error === ABORTED, name: errorName, code, text: String(error) };
  }
}

Object.assign(globalThis, { callPort });
