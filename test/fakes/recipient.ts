/** A recipient who holds a store: has the index and the keys, and seals what he likes under them. */
import { concatBytes, type Bytes } from "../../src/core/bytes";
import { createKernel } from "../../src/core/codec/wasm-kernel";
import { objectName, type ObjectKind } from "../../src/core/format/keys";
import {
  fullShardBytes,
  MANIFEST,
  packBytes,
  segmentBytes,
  segmentCount,
  shardBytes,
  type StreamId,
} from "../../src/core/format/parameters";
import { segmentAad } from "../../src/core/format/segment";
import type { OpenedTransfer } from "../../src/core/transfer/open-transfer";
import { createSegmentCoder } from "../../src/core/transfer/row-coder";
import { nodePrimitives } from "../../src/platform/node/primitives";

export function nameAt(
  { keys }: OpenedTransfer,
  kind: ObjectKind,
  i: number,
  q: number,
): Promise<string> {
  return objectName(nodePrimitives, keys.name, kind, i, q);
}

export interface ShardPlace {
  readonly stream: StreamId;
  readonly i: number;
  readonly j: number;
}

/** The shard with another cell (suite 1) or share (suite 2), everything around it right. */
export async function resealShard(
  { coderSecrets, heads, index }: OpenedTransfer,
  { stream, i, j }: ShardPlace,
  shard: Bytes,
  change: (content: Bytes) => void,
): Promise<Bytes> {
  const { parameters } = heads.identity;
  const { shard: keys } = stream === MANIFEST ? coderSecrets.manifest : coderSecrets.payload;
  const key = keys[i]!;
  const header = shard.slice(0, 8);
  const aad = segmentAad(parameters, index.id, i, header, j);
  if (parameters.suite === 2) {
    const share = shard.slice(8, shard.length - 32);
    change(share);
    return concatBytes(header, share, await nodePrimitives.hmac(key, aad, share));
  }
  const iv = shard.slice(8, 20);
  const aead = await nodePrimitives.aead(key);
  const content = new Uint8Array(shard.length - 20 - 16);
  if (!(await aead.open(iv, aad, shard.slice(20), content))) throw new Error("not the right key");
  change(content.subarray(32));
  const sealed = new Uint8Array(content.length + 16);
  await aead.seal(iv, aad, content, sealed);
  return concatBytes(header, iv, sealed);
}

/** The same in the middle of a pack. */
export async function resealInPack(
  transfer: OpenedTransfer,
  { stream, i, j }: ShardPlace,
  pack: Bytes,
  change: (content: Bytes) => void,
): Promise<Bytes> {
  const { parameters } = transfer.heads.identity;
  const full = fullShardBytes(parameters);
  const start = (j % 2 ** parameters.p) * full;
  const end = Math.min(pack.length, start + full);
  const shard = await resealShard(transfer, { stream, i, j }, pack.slice(start, end), change);
  return concatBytes(pack.subarray(0, start), shard, pack.subarray(end));
}

/** Every pack, at every store, of a manifest stream that the recipient made himself. */
export async function sealManifest(
  { coderSecrets, heads }: OpenedTransfer,
  stream: Bytes,
): Promise<Bytes[][]> {
  const { parameters } = heads.identity;
  const coder = await createSegmentCoder(nodePrimitives, createKernel(), coderSecrets, MANIFEST);
  const count = segmentCount(parameters, stream.length);
  const atOnce = 2 ** parameters.p;
  const packs: Bytes[][] = [];
  for (let j = 0; j < count; j += 1) {
    const plaintext = stream.slice(
      j * segmentBytes(parameters),
      (j + 1) * segmentBytes(parameters),
    );
    const q = Math.floor(j / atOnce);
    packs[q] ??= Array.from(
      { length: parameters.n },
      () => new Uint8Array(packBytes(parameters, stream.length, q)),
    );
    const start = (j % atOnce) * fullShardBytes(parameters);
    const end = start + shardBytes(parameters, plaintext.length);
    const shards = packs[q].map((pack) => pack.subarray(start, end));
    await coder.seal(j, j === count - 1, plaintext, shards);
  }
  return packs;
}
