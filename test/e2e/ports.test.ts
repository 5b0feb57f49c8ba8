/** The browser's ports keep the contracts of the engine, in a real browser under the shipped policy. */
import type { Server } from "node:http";
import type { Browser } from "playwright-core";
import { concatBytes, type Bytes } from "../../src/core/bytes";
import { aesGcmContract } from "../contract/primitives/aes-gcm.contract";
import { ed25519Contract } from "../contract/primitives/ed25519.contract";
import { hashesContract } from "../contract/primitives/hashes.contract";
import { begin, checkpointContract } from "../contract/checkpoint.contract";
import { coderContract } from "../contract/coder.contract";
import { sinkContract } from "../contract/sink.contract";
import { sourceContents, sourceContract, sourceDirs } from "../contract/source.contract";
import type { Primitives } from "../../src/core/format/primitives";
import type { Sink } from "../../src/core/transfer/sink";
import { patternBytes } from "../fakes/memory-tree";
import { never } from "../fakes/world";
import { launchBrowser } from "./browser";
import { buildOnce } from "./build";
import {
  openPorts,
  remoteCheckpoint,
  remoteCoders,
  remotePrimitives,
  remoteSink,
  remoteSource,
  type CallPort,
} from "./remote-ports";
import { serveFolder } from "./static-server";
import { readStoredZip } from "./stored-zip";

let browser: Browser;
let server: Server;
let port: CallPort;
let prims: Primitives;
let places = 0;

const call: CallPort = (name, ...args) => port(name, ...args);
const newPlace = (): string => `place-${String((places += 1))}`;

beforeAll(async () => {
  const served = await serveFolder(buildOnce("e2e"));
  server = served.server;
  browser = await launchBrowser();
  port = await openPorts(browser, served.origin);
  prims = await remotePrimitives(port);
}, 120_000);

afterAll(async () => {
  await browser.close();
  server.close();
});

it("WebAssembly with SIMD runs under the policy", async () => {
  expect(await call("kernelKind")).toBe("wasm-simd");
});

const remote: Primitives = {
  random: (sizeBytes) => prims.random(sizeBytes),
  hash: (data) => prims.hash(data),
  hmac: (key, ...parts) => prims.hmac(key, ...parts),
  aead: (key) => prims.aead(key),
  keystream: (key, out) => prims.keystream(key, out),
  publicKey: (seed) => prims.publicKey(seed),
  sign: (seed, message) => prims.sign(seed, message),
  verify: (publicKey, message, signature) => prims.verify(publicKey, message, signature),
  argon2id: (password, salt) => prims.argon2id(password, salt),
};
hashesContract("Chromium", remote);
aesGcmContract("Chromium", remote);
ed25519Contract("Chromium", remote);

it("buffers that are given back are gone at once, however many they are", async () => {
  expect(await call("giveBack", 4_000, 2 ** 20)).toBe(0);
});

coderContract("two workers", () => remoteCoders(call, 2));

checkpointContract("IndexedDB", () => {
  const send = newPlace();
  return { checkpoint: remoteCheckpoint(call, send), reopen: () => remoteCheckpoint(call, send) };
});

it("checkpoints of different sends do not mix, nor does one remove the other", async () => {
  const [mine, other] = [remoteCheckpoint(call, newPlace()), remoteCheckpoint(call, newPlace())];
  await mine.append(begin);
  await other.append(begin);
  await other.remove();
  expect(await mine.load()).toEqual([begin]);
  expect(await other.load()).toEqual([]);
});

sourceContract("files of a browser", () => {
  const folder = newPlace();
  const contents = new Map(sourceContents);
  const written = (async () => {
    for (const [path, bytes] of contents) await call("writeFile", folder, path, bytes);
    for (const dir of sourceDirs) await call("makeFolder", `${folder}/${dir}`);
  })();
  return {
    contents,
    dirs: sourceDirs,
    list: async () => {
      await written;
      return remoteSource(call, folder);
    },
    change: async (path, bytes) => {
      contents.set(path, bytes);
      await call("writeFile", folder, path, bytes);
    },
  };
});

describe.each([true, false])("a folder where files can be moved: %s", (mayMove) => {
  const create = (folder: string) => ({
    open: () => remoteSink(call, call<number>("folderSink", folder, false, mayMove)),
    names: () => call<string[]>("namesBelow", folder),
    read: async (path: string) => ({
      bytes: await call<Bytes>("readFile", folder, path),
      modified: undefined,
    }),
    keepsTimes: false,
  });
  if (mayMove) sinkContract("a folder", () => create(newPlace()));

  const [one, two] = [patternBytes(300_000, "one"), patternBytes(70_000, "two")];
  const files = [
    { path: "a/one", size: one.length },
    { path: "two", size: two.length },
  ];
  const plan = { files, dirs: ["an/empty folder"] };
  const payload = concatBytes(one, two);

  async function assertWhole(folder: string): Promise<void> {
    expect((await call<string[]>("namesBelow", folder)).sort()).toEqual([
      "a/one",
      "an/empty folder/",
      "two",
    ]);
    expect(Buffer.compare(await call<Bytes>("readFile", folder, "a/one"), one)).toBe(0);
    expect(Buffer.compare(await call<Bytes>("readFile", folder, "two"), two)).toBe(0);
    expect(await call("exists", folder, ".staging")).toBe(false);
  }

  it("is restored into in one go, and after a break from where it was", async () => {
    const folder = newPlace();
    const { open } = create(folder);
    const first = open();
    expect(await first.begin(plan)).toBe(0);
    await first.write(0, payload.slice(0, 310_000), never());
    await first.close(false);
    const second = open();
    const staged = await second.begin(plan);
    expect(staged).toBe(310_000);
    await second.write(staged, payload.slice(staged), never());
    await second.publish();
    await assertWhole(folder);
  });

  it("keeps what is there, unless it may be overwritten", async () => {
    const folder = newPlace();
    await call("writeFile", folder, "two", patternBytes(5));
    const sink = create(folder).open();
    await expect(sink.begin(plan)).rejects.toMatchObject({ code: "target-exists" });
    expect(await call<Bytes>("readFile", folder, "two")).toHaveLength(5);
    const overwriting = remoteSink(call, call<number>("folderSink", folder, true, mayMove));
    expect(await overwriting.begin(plan)).toBe(0);
    await overwriting.write(0, payload, never());
    await overwriting.publish();
    await assertWhole(folder);
  });

  it("holds odd names as they are, or says what became of them", async () => {
    const folder = newPlace();
    const names = [
      "見積書 (最終).pdf",
      ".hidden",
      "a:b",
      "x?",
      "ends.",
      "con",
      "link.lnk",
      " blank ",
    ];
    const number = await call<number>("folderSink", folder, false, mayMove);
    const sink: Sink = remoteSink(call, Promise.resolve(number));
    await sink.begin({ files: names.map((path) => ({ path, size: 1 })), dirs: [] });
    await sink.write(0, patternBytes(names.length), never());
    await sink.publish();
    const renamed = new Map(
      (await call<{ from: string; to: string }[]>("renamed", number)).map(
        ({ from, to }) => [from, to] as const,
      ),
    );
    const expected = names.map((name) => renamed.get(name) ?? name);
    const found = new Set([...(await call<string[]>("namesBelow", folder))]);
    for (const name of expected.filter((other) => !other.startsWith("."))) {
      expect(found).toContain(name);
    }
    expect(await call("exists", folder, renamed.get(".hidden") ?? ".hidden")).toBe(true);
  });
});

const stagedZip = (folder: string): Promise<ReturnType<typeof readStoredZip>> =>
  call<boolean>("exists", folder, "ready").then(async (isReady) =>
    isReady ? readStoredZip(await call<Bytes>("readFile", folder, "ready")) : [],
  );

sinkContract("a ZIP in the browser's own storage", () => {
  const folder = newPlace();
  let opened: Sink | undefined;
  return {
    // The file is one: a sink that was left behind still holds it, as a tab that was killed does not.
    open: () => {
      const before = opened;
      const number = (before?.close(false) ?? Promise.resolve()).then(() =>
        call<number>("stagedSink", folder, true),
      );
      opened = remoteSink(call, number);
      return opened;
    },
    names: async () => (await stagedZip(folder)).map(({ path }) => path),
    read: async (wanted) => {
      const entry = (await stagedZip(folder)).find(({ path }) => path === wanted);
      if (entry === undefined) throw new Error("no such entry");
      return entry;
    },
    keepsTimes: false,
  };
});

it("a single file is staged as itself", async () => {
  const folder = newPlace();
  const bytes = patternBytes(100_000);
  const sink = remoteSink(call, call<number>("stagedSink", folder, false));
  expect(await sink.begin({ files: [{ path: "a/b", size: bytes.length }], dirs: [] })).toBe(0);
  await sink.write(0, bytes, never());
  await sink.publish();
  expect(Buffer.compare(await call<Bytes>("readFile", folder, "ready"), bytes)).toBe(0);
});

it("what does not fit is said before anything is fetched", async () => {
  await call("limitStorage", 1_000_000);
  const sink = remoteSink(call, call<number>("stagedSink", newPlace(), true));
  const plan = { files: [{ path: "a", size: 2_000_000 }], dirs: [] };
  await expect(sink.begin(plan)).rejects.toMatchObject({ code: "disk-full" });
  await call("limitStorage", undefined);
});
