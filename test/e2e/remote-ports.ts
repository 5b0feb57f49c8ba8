/** The engine's ports in a real browser, as if they were here. */
import type { Browser, Worker } from "playwright-core";
import { AppError, type ErrorCode } from "../../src/core/errors";
import type { Bytes } from "../../src/core/bytes";
import type { Primitives } from "../../src/core/format/primitives";
import type { Checkpoint, CheckpointRecord } from "../../src/core/transfer/checkpoint";
import type { CoderFactory, OpenedRow, RebuiltRow, SealedRow } from "../../src/core/transfer/coder";
import type { Sink } from "../../src/core/transfer/sink";
import type { Source, SourceListing } from "../../src/core/transfer/source";
import type { PortAnswer } from "./harness/port-answer";

declare function callPort(name: string, args: readonly unknown[]): Promise<PortAnswer>;

export type CallPort = <Value>(name: string, ...args: readonly unknown[]) => Promise<Value>;

const plain = (bytes: Bytes): Bytes => new Uint8Array(bytes);

function portsOf(worker: Worker): CallPort {
  return async <Value>(name: string, ...args: readonly unknown[]): Promise<Value> => {
    const answer = await worker.evaluate(([port, given]) => callPort(port, given), [
      name,
      args,
    ] as const);
    if (answer.ok) return answer.value as Value;
    if (answer.isAbort) throw ABORTED;
    if (answer.name === "AppError") throw new AppError(answer.code as ErrorCode);
    throw new Error(answer.text);
  };
}

/** Those of a new page of the harness. */
export async function openPorts(browser: Browser, origin: string): Promise<CallPort> {
  const page = await browser.newPage();
  const started = new Promise<Worker>((resolve) => page.once("worker", resolve));
  await page.goto(origin);
  const worker = await started;
  await worker.evaluate(() => new Promise((resolve) => setTimeout(resolve, 200)));
  return portsOf(worker);
}

/** What a port rejects with when its signal had aborted; here it is the signal's own reason again. */
const ABORTED = new Error("aborted");

async function under<Value>(signal: AbortSignal, call: Promise<Value>): Promise<Value> {
  try {
    return await call;
  } catch (error) {
    if (error === ABORTED) throw signal.reason;
    throw error;
  }
}

/** `random` has to answer at once, so it takes from what was drawn before. */
export async function remotePrimitives(call: CallPort): Promise<Primitives> {
  const drawn = await call<Bytes>("random", 200_000);
  let at = 0;
  return {
    random(sizeBytes) {
      at += sizeBytes;
      return plain(drawn.slice(at - sizeBytes, at));
    },
    hash: (data) => call("hash", plain(data)),
    hmac: (key, ...parts) => call("hmac", plain(key), parts.map(plain)),
    async aead(key) {
      const number = await call<number>("aead", plain(key));
      return {
        async seal(nonce, aad, plaintext, out) {
          out.set(await call<Bytes>("seal", number, ...[nonce, aad, plaintext].map(plain)));
        },
        async open(nonce, aad, sealed, ...outs) {
          const given = [nonce, aad, sealed].map(plain);
          const sizes = outs.map(({ length }) => length);
          const opened = await call<Bytes[] | undefined>("open", number, ...given, sizes);
          for (const [at, part] of (opened ?? []).entries()) outs[at]?.set(part);
          return opened !== undefined;
        },
      };
    },
    async keystream(key, out) {
      out.set(await call<Bytes>("keystream", plain(key), out.length));
    },
    publicKey: (seed) => call("publicKey", plain(seed)),
    sign: (seed, message) => call("sign", plain(seed), plain(message)),
    verify: (key, message, signature) =>
      call("verify", plain(key), plain(message), plain(signature)),
    argon2id: (password, salt) => call("argon2id", plain(password), plain(salt)),
  };
}

export function remoteCoders(call: CallPort, threads: number): CoderFactory {
  const factory = call<number>("coders", threads);
  return {
    parallelRows: threads + 1,
    allocate: (sizeBytes) => new Uint8Array(sizeBytes),
    create(secrets) {
      const coder = factory.then((number) => call<number>("coder", number, secrets));
      type Wire<Row> = Omit<Row, "shards"> & { readonly shards: readonly [number, Bytes][] };
      const local = <Row>({ shards, ...rest }: Wire<Row>): Row =>
        ({ ...rest, shards: new Map(shards) }) as Row;
      return {
        seal: async (job) => call<SealedRow>("sealRow", await coder, job),
        open: async ({ shards, ...job }) =>
          local<OpenedRow>(await call("openRow", await coder, job, [...shards])),
        rebuild: async ({ shards, ...job }) =>
          local<RebuiltRow>(await call("rebuildRow", await coder, job, [...shards])),
        close: async () => call("closeCoder", await coder),
      };
    },
  };
}

export async function remoteSource(call: CallPort, folder: string): Promise<Source> {
  const { number, listing } = await call<{ number: number; listing: SourceListing }>(
    "listSource",
    folder,
  );
  return {
    listing,
    async read(offset, into, signal) {
      const reading = call<Bytes>("readSource", number, offset, into.length, signal.aborted);
      into.set(await under(signal, reading));
      return into;
    },
  };
}

export function remoteCheckpoint(call: CallPort, send: string): Checkpoint {
  const number = call<number>("checkpoint", send);
  return {
    load: async () => call<CheckpointRecord[]>("load", await number),
    append: async (record) => call("append", await number, record),
    remove: async () => call("remove", await number),
  };
}

export function remoteSink(call: CallPort, number: Promise<number>): Sink {
  return {
    begin: async (plan) => call("begin", await number, plan),
    async readBack(offset, into) {
      into.set(await call<Bytes>("readBack", await number, offset, into.length));
    },
    write: async (offset, bytes, signal) =>
      under(signal, call("write", await number, offset, plain(bytes), signal.aborted)),
    publish: async () => call("publish", await number),
    close: async (discard) => call("close", await number, discard),
  };
}
