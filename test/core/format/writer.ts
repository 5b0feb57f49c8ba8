/** Writes a small transfer into maps, with nothing but core/format: what a store holds, object by object. */
import { concatBytes, type Bytes } from "../../../src/core/bytes";
import type { Kernel } from "../../../src/core/codec/kernel";
import { createKernel } from "../../../src/core/codec/wasm-kernel";
import { sealHead } from "../../../src/core/format/head";
import {
  drawSecrets,
  identify,
  signingSeed,
  transferId,
  type Identity,
  type TransferSecrets,
} from "../../../src/core/format/identity";
import type { Index } from "../../../src/core/format/index-file";
import {
  deriveIndexKeys,
  deriveSealedKeys,
  deriveSharedKeys,
  HEAD_KIND,
  objectName,
  type IndexKeys,
  type StreamKeys,
} from "../../../src/core/format/keys";
import { buildManifest } from "../../../src/core/format/manifest";
import {
  MANIFEST,
  packCount,
  PAYLOAD,
  plaintextBytes,
  segmentCount,
  shardBytes,
  type Parameters,
  type StreamId,
} from "../../../src/core/format/parameters";
import { passphraseKey } from "../../../src/core/format/passphrase";
import type { Primitives } from "../../../src/core/format/primitives";
import { createSealedCoder } from "../../../src/core/format/sealed-segment";
import type { SegmentCoder } from "../../../src/core/format/segment";
import { createSharedCoder } from "../../../src/core/format/shared-segment";
import { nodePrimitives } from "../../../src/platform/node/primitives";
import { createTestDrbg } from "../../reference/drbg";
import { range, testBytes } from "../support";

import { rememberingPrimitives as prims } from "./remembering";

export type Objects = ReadonlyMap<string, Bytes>;

export interface Plan {
  readonly parameters: Parameters;
  readonly route: number;
  readonly ownerKey: Bytes;
  readonly secrets: TransferSecrets;
  readonly files: readonly {
    readonly path: string;
    readonly data: Bytes;
    readonly modified?: string;
  }[];
  readonly dirs: readonly string[];
  readonly created: string;
  readonly passphrase?: string;
}

export interface Written {
  readonly plan: Plan;
  readonly index: Index;
  readonly identity: Identity;
  readonly seed: Bytes;
  readonly keys: IndexKeys;
  readonly streamKeys: readonly [payload: StreamKeys, manifest: StreamKeys];
  readonly payload: Bytes;
  readonly manifest: Bytes;
  /** H(plaintext) of each payload segment, concatenated. */
  readonly digests: Bytes;
  readonly stores: readonly Objects[];
}

/** One kernel for each layout of its arena: to compile one anew for every coder takes its time. */
const kernels = new Map<string, Kernel>();

function kernelOf({ suite, k, n, z }: Parameters): Kernel {
  const layout = [suite, k, n, z].join();
  const kernel = kernels.get(layout) ?? createKernel();
  kernels.set(layout, kernel);
  return kernel;
}

/** A coder of one stream. Use one after the other: those of one layout share their kernel. */
export async function coderOf(
  parameters: Parameters,
  id: Bytes,
  stream: StreamId,
  keys: StreamKeys,
): Promise<SegmentCoder> {
  const context = {
    prims: nodePrimitives,
    kernel: kernelOf(parameters),
    parameters,
    id,
    stream,
    keys,
  };
  return parameters.suite === 1 ? createSealedCoder(context) : createSharedCoder(context);
}

/** What a sender derives; a reader of suite 2 has no R. */
export async function streamKeysOf(
  prims: Primitives,
  parameters: Parameters,
  index: Pick<Index, "id" | "secret">,
  key: Bytes | undefined,
  passphrase?: string,
): Promise<readonly [StreamKeys, StreamKeys]> {
  const { suite, n } = parameters;
  const { id, secret } = index;
  const pw = await passphraseKey(prims, id, passphrase);
  const of = (stream: StreamId): Promise<StreamKeys> =>
    suite === 1
      ? deriveSealedKeys(prims, id, { secret, dataKey: key!, passphraseKey: pw }, n, stream)
      : deriveSharedKeys(prims, id, { secret, randomSeed: key }, n, stream);
  return [await of(PAYLOAD), await of(MANIFEST)];
}

/** Seals a whole stream: for each store the shards of its segments, and the digests. */
export async function sealStream(
  parameters: Parameters,
  coder: SegmentCoder,
  bytes: Bytes,
): Promise<{ shards: Bytes[][]; digests: Bytes }> {
  const count = segmentCount(parameters, bytes.length);
  const shards: Bytes[][] = range(parameters.n).map(() => []);
  const digests: Bytes[] = [];
  let offset = 0;
  for (const j of range(count)) {
    const plainBytes = plaintextBytes(parameters, bytes.length, j);
    const out = range(parameters.n).map(() => new Uint8Array(shardBytes(parameters, plainBytes)));
    const plaintext = bytes.subarray(offset, offset + plainBytes);
    digests.push(await coder.seal(j, j === count - 1, plaintext, out));
    out.forEach((shard, i) => shards[i]!.push(shard));
    offset += plainBytes;
  }
  return { shards, digests: concatBytes(...digests) };
}

export async function writeTransfer(plan: Plan): Promise<Written> {
  const { parameters, secrets, files, dirs, created } = plan;
  const seed = await signingSeed(prims, plan.ownerKey, secrets.secret);
  const identity = await identify(prims, parameters, secrets, await prims.publicKey(seed));
  const id = await transferId(prims, identity);
  const index: Index = { route: plan.route, secret: secrets.secret, id };
  const keys = await deriveIndexKeys(prims, id, secrets.secret, parameters.n);
  const streamKeys = await streamKeysOf(prims, parameters, index, secrets.key, plan.passphrase);
  const stores = range(parameters.n).map(() => new Map<string, Bytes>());

  const putStream = async (stream: StreamId, bytes: Bytes): Promise<Bytes> => {
    const coder = await coderOf(parameters, id, stream, streamKeys[stream]);
    const { shards, digests } = await sealStream(parameters, coder, bytes);
    const perPack = 2 ** parameters.p;
    for (const [i, store] of stores.entries()) {
      for (const q of range(packCount(parameters, bytes.length))) {
        const pack = concatBytes(...shards[i]!.slice(q * perPack, (q + 1) * perPack));
        store.set(await objectName(prims, keys.name, stream, i, q), pack);
      }
    }
    return digests;
  };

  for (const [i, store] of stores.entries()) {
    const head = await sealHead(prims, identity, i, keys.wrap[i]!, secrets.shares[i]);
    store.set(await objectName(prims, keys.name, HEAD_KIND, i, 0), head);
  }
  const payload = concatBytes(...files.map(({ data }) => data));
  const digests = await putStream(PAYLOAD, payload);
  const manifest = await buildManifest(prims, id, seed, {
    total: payload.length,
    segments: segmentCount(parameters, payload.length),
    created,
    files: files.map(({ path, data, modified }) => ({
      path,
      size: data.length,
      ...(modified !== undefined && { modified }),
    })),
    dirs,
    digests,
  });
  await putStream(MANIFEST, manifest);
  return { plan, index, identity, seed, keys, streamKeys, payload, manifest, digests, stores };
}

/** A plan that does not change from run to run: one file of `sizeBytes`, secrets from the test DRBG. */
export function smallPlan(shape: Partial<Parameters> = {}, sizeBytes = 300, label = "small"): Plan {
  const parameters: Parameters = { suite: 1, k: 2, n: 3, z: 6, p: 1, flags: 0, ...shape };
  const prims = { ...nodePrimitives, random: createTestDrbg(`${label} secrets`) };
  return {
    parameters,
    route: 0,
    ownerKey: testBytes(32, `${label} owner`),
    secrets: drawSecrets(prims, parameters),
    files: [{ path: "folder/file.bin", data: testBytes(sizeBytes, label) }],
    dirs: ["empty"],
    created: "2026-11-22T00:00:00.000Z",
    ...((parameters.flags & 1) === 1 && { passphrase: "open sesame" }),
  };
}
