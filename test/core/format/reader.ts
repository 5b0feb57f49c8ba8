/**
 * A slow and simple restore over maps, step by step as docs/format.md says it, with nothing but
 * core/format: no order of stores, no retry, no streams. What it cannot restore it says, and it names.
 */
import { concatBytes, encodeHex, equalBytes, type Bytes } from "../../../src/core/bytes";
import { joinSecret } from "../../../src/core/codec/shamir";
import { openHead, type OpenedHead } from "../../../src/core/format/head";
import { commitToDataKey } from "../../../src/core/format/identity";
import type { Index } from "../../../src/core/format/index-file";
import { deriveIndexKeys, HEAD_KIND, objectName } from "../../../src/core/format/keys";
import { isSignedManifest, parseManifest, type Manifest } from "../../../src/core/format/manifest";
import {
  fullShardBytes,
  MANIFEST,
  packBytes,
  PAYLOAD,
  plaintextBytes,
  segmentCount,
  shardRunBytes,
  type StreamId,
} from "../../../src/core/format/parameters";
import type { Primitives } from "../../../src/core/format/primitives";
import type { SegmentCandidate } from "../../../src/core/format/segment";
import { range } from "../support";
import { coderOf, streamKeysOf, type Objects } from "./writer";

export interface Restored {
  readonly manifest: Manifest;
  readonly stream: Bytes;
  readonly payload: Bytes;
  readonly liars: readonly number[];
}

/** Which step of a restore ended it. */
export interface Failed {
  readonly failed: "heads" | "commitment" | "manifest" | "payload";
}

/** Names of objects: thousands of restores of one transfer ask for the same ones. */
const knownNames = new Map<string, string>();

const MOST_SEGMENTS = 1_000;

/** Every way to take one candidate of each segment. */
function* choices(found: readonly (readonly SegmentCandidate[])[]): Generator<SegmentCandidate[]> {
  const [first, ...rest] = found;
  if (first === undefined) yield [];
  else for (const pick of first) for (const others of choices(rest)) yield [pick, ...others];
}

export async function readTransfer(
  prims: Primitives,
  index: Index,
  stores: readonly (Objects | undefined)[],
  passphrase?: string,
): Promise<Restored | Failed> {
  const { id, secret } = index;
  const keys = await deriveIndexKeys(prims, id, secret, stores.length);
  const liars = new Set<number>();
  const transfer = encodeHex(keys.name);
  const get = async (kind: 0 | 1 | 2, i: number, q: number): Promise<Bytes | undefined> => {
    const place = [transfer, kind, i, q].join();
    const name = knownNames.get(place) ?? (await objectName(prims, keys.name, kind, i, q));
    knownNames.set(place, name);
    return stores[i]?.get(name);
  };

  const heads = new Map<number, OpenedHead>();
  for (const i of range(stores.length)) {
    const bytes = await get(HEAD_KIND, i, 0);
    if (bytes === undefined) continue;
    const expected = { id, i, routeLength: stores.length, wrapKey: keys.wrap[i]! };
    const head = await openHead(prims, bytes, expected);
    if (head === undefined) liars.add(i);
    else heads.set(i, head);
  }
  const identity = [...heads.values()][0]?.identity;
  if (identity === undefined) return { failed: "heads" };
  const { parameters, publicKey, commitment } = identity;
  const { suite, k, n, p } = parameters;
  if (suite === 1 && heads.size < k) return { failed: "heads" };
  const shares = [...heads].map(([i, { share }]) => [i, share!] as const);
  const dataKey = suite === 1 ? joinSecret(new Map(shares.slice(0, k))) : undefined;
  if (dataKey && !equalBytes(await commitToDataKey(prims, dataKey), commitment)) {
    return { failed: "commitment" };
  }
  const streamKeys = await streamKeysOf(prims, parameters, index, dataKey, passphrase);
  const usable = range(n).filter((i) => !liars.has(i));
  const perPack = 2 ** p;
  const fullBytes = fullShardBytes(parameters);

  const shardsOf = async (stream: StreamId, j: number): Promise<Map<number, Bytes>> => {
    const start = (j % perPack) * fullBytes;
    const found = new Map<number, Bytes>();
    for (const i of usable) {
      const pack = await get(stream, i, Math.floor(j / perPack));
      if (pack !== undefined) found.set(i, pack.subarray(start, start + fullBytes));
    }
    return found;
  };

  const manifestCoder = await coderOf(parameters, id, MANIFEST, streamKeys[1]);
  const found: SegmentCandidate[][] = [];
  do {
    found.push(
      await manifestCoder.candidates(found.length, await shardsOf(MANIFEST, found.length)),
    );
    if (found.at(-1)!.length === 0 || found.length > MOST_SEGMENTS) return { failed: "manifest" };
  } while (!found.at(-1)!.some(({ final }) => final));
  for (const chosen of choices(found)) {
    const stream = concatBytes(...chosen.map(({ plaintext }) => plaintext));
    if (!(await isSignedManifest(prims, id, publicKey, stream))) continue;
    for (const { wrong } of chosen) for (const i of wrong) liars.add(i);
    for (const q of range(Math.ceil(chosen.length / perPack))) {
      const count = Math.min(perPack, chosen.length - q * perPack);
      const sizeBytes = shardRunBytes(parameters, stream.length, q * perPack, count);
      for (const i of usable) {
        const pack = await get(MANIFEST, i, q);
        if (pack !== undefined && pack.length !== sizeBytes) liars.add(i);
      }
    }
    const manifest = parseManifest(parameters, stream);
    const payload = await readPayload(manifest);
    return payload === undefined
      ? { failed: "payload" }
      : { manifest, stream, payload, liars: [...liars] };
  }
  return { failed: "manifest" };

  async function readPayload({ total, digests }: Manifest): Promise<Bytes | undefined> {
    const coder = await coderOf(parameters, id, PAYLOAD, streamKeys[0]);
    const parts: Bytes[] = [];
    const count = segmentCount(parameters, total);
    for (const j of range(count)) {
      const q = Math.floor(j / perPack);
      const shards = await shardsOf(PAYLOAD, j);
      for (const i of [...shards.keys()]) {
        if ((await get(PAYLOAD, i, q))!.length === packBytes(parameters, total, q)) continue;
        shards.delete(i);
        liars.add(i);
      }
      const expected = {
        final: j === count - 1,
        plainBytes: plaintextBytes(parameters, total, j),
        digest: digests.subarray(32 * j, 32 * (j + 1)),
      };
      const [candidate] = await coder.candidates(j, shards, expected);
      if (candidate === undefined) return undefined;
      for (const i of candidate.wrong) liars.add(i);
      parts.push(candidate.plaintext);
    }
    return concatBytes(...parts);
  }
}
