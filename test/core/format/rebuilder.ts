/** Fills one store again from k others, with nothing but core/format and what a reader knows. */
import { concatBytes, type Bytes } from "../../../src/core/bytes";
import { joinSecret } from "../../../src/core/codec/shamir";
import { openHead, sealHead } from "../../../src/core/format/head";
import { completeShares, type Identity } from "../../../src/core/format/identity";
import type { Index } from "../../../src/core/format/index-file";
import { deriveIndexKeys, HEAD_KIND, objectName } from "../../../src/core/format/keys";
import {
  fullShardBytes,
  MANIFEST,
  packBytes,
  PAYLOAD,
  plaintextBytes,
  segmentCount,
  shardBytes,
  type StreamId,
} from "../../../src/core/format/parameters";
import { range } from "../support";
import { rememberingPrimitives as prims } from "./remembering";
import { coderOf, streamKeysOf, type Objects } from "./writer";

export interface Loss {
  readonly index: Index;
  /** Lengths of the payload and the manifest stream. */
  readonly totals: readonly [payload: number, manifest: number];
  readonly passphrase?: string | undefined;
}

/** The objects of store `position`, made from the stores that are given: k of them, not this one. */
export async function rebuildStore(
  { index, totals, passphrase }: Loss,
  sources: ReadonlyMap<number, Objects>,
  position: number,
): Promise<Map<string, Bytes>> {
  const { id, secret } = index;
  const keys = await deriveIndexKeys(prims, id, secret, 16);
  const name = (kind: 0 | 1 | 2, i: number, q: number): Promise<string> =>
    objectName(prims, keys.name, kind, i, q);
  const shares = new Map<number, Bytes>();
  let identity: Identity | undefined;
  for (const [i, objects] of sources) {
    const head = await openHead(prims, objects.get(await name(HEAD_KIND, i, 0))!, {
      ...{ id, i, routeLength: 16, wrapKey: keys.wrap[i]! },
    });
    identity = head!.identity;
    if (head!.share !== undefined) shares.set(i, head!.share);
  }
  const { parameters } = identity!;
  const { suite, n, p } = parameters;
  const dataKey = suite === 1 ? joinSecret(shares) : undefined;
  const share = suite === 1 ? completeShares(shares, n)[position] : undefined;
  const streamKeys = await streamKeysOf(prims, parameters, index, dataKey, passphrase);
  const built = new Map<string, Bytes>();
  const head = await sealHead(prims, identity!, position, keys.wrap[position]!, share);
  built.set(await name(HEAD_KIND, position, 0), head);

  const rebuildStream = async (stream: StreamId): Promise<void> => {
    const coder = await coderOf(parameters, id, stream, streamKeys[stream]);
    const total = totals[stream];
    const fullBytes = fullShardBytes(parameters);
    const packs = new Map<number, Bytes[]>();
    for (const j of range(segmentCount(parameters, total))) {
      const q = j >> p;
      const start = (j - (q << p)) * fullBytes;
      const sizeBytes = shardBytes(parameters, plaintextBytes(parameters, total, j));
      const shards = new Map<number, Bytes>();
      for (const [i, objects] of sources) {
        const pack = objects.get(await name(stream, i, q))!;
        shards.set(i, pack.subarray(start, start + sizeBytes));
      }
      const [candidate] = await coder.candidates(j, shards);
      const out = new Uint8Array(sizeBytes);
      await coder.rebuild(j, candidate!, shards, position, out);
      packs.set(q, [...(packs.get(q) ?? []), out]);
    }
    for (const [q, parts] of packs) {
      const pack = concatBytes(...parts);
      expect(pack).toHaveLength(packBytes(parameters, total, q));
      built.set(await name(stream, position, q), pack);
    }
  };
  await rebuildStream(PAYLOAD);
  await rebuildStream(MANIFEST);
  return built;
}
