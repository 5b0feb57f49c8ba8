/** Segments to play with: one transfer's keys and coders, what an honest store holds, and what a forger can. */
import { concatBytes, type Bytes } from "../../../src/core/bytes";
import type { StreamKeys } from "../../../src/core/format/keys";
import { shardBytes, type Parameters, type StreamId } from "../../../src/core/format/parameters";
import {
  encodeSegmentHeader,
  segmentAad,
  type ExpectedSegment,
  type SegmentCoder,
} from "../../../src/core/format/segment";
import type { TransferSetup } from "../../reference/segments";
import { range, testBytes } from "../support";
import { rememberingPrimitives as prims } from "./remembering";
import { coderOf, streamKeysOf } from "./writer";

export type Shards = Map<number, Bytes>;

export interface Sealed {
  readonly shards: Shards;
  readonly expected: ExpectedSegment;
}

export interface SegmentKit {
  readonly parameters: Parameters;
  readonly setup: TransferSetup;
  readonly keys: readonly [StreamKeys, StreamKeys];
  /** What a reader has: no R in suite 2. */
  readonly reader: readonly [SegmentCoder, SegmentCoder];
  seal(stream: StreamId, j: number, final: boolean, plaintext: Bytes): Promise<Sealed>;
  /** Any header and content (h || cell, or v) under the right key, as a recipient can make it. */
  forge(
    stream: StreamId,
    j: number,
    i: number,
    header: Bytes | { readonly final: boolean; readonly plainBytes: number },
    content: Bytes,
  ): Promise<Bytes>;
}

export async function createKit(
  shape: Partial<Parameters> = {},
  label = "kit",
  passphrase?: string,
): Promise<SegmentKit> {
  const parameters: Parameters = { suite: 1, k: 2, n: 3, z: 6, p: 1, flags: 0, ...shape };
  const id = testBytes(24, `${label} T`);
  const secret = testBytes(24, `${label} S`);
  const key = testBytes(32, `${label} key`);
  const keys = await streamKeysOf(prims, parameters, { id, secret }, key, passphrase);
  const known = parameters.suite === 1 ? key : undefined;
  const readerKeys = await streamKeysOf(prims, parameters, { id, secret }, known, passphrase);
  const codersOf = async (of: readonly [StreamKeys, StreamKeys]) =>
    [await coderOf(parameters, id, 0, of[0]), await coderOf(parameters, id, 1, of[1])] as const;
  const writer = await codersOf(keys);
  return {
    parameters,
    setup: { ...parameters, id, secret, key },
    keys,
    reader: await codersOf(readerKeys),

    async seal(stream, j, final, plaintext) {
      const sizeBytes = shardBytes(parameters, plaintext.length);
      const out = range(parameters.n).map(() => new Uint8Array(sizeBytes));
      const digest = await writer[stream].seal(j, final, plaintext, out);
      const expected = { final, plainBytes: plaintext.length, digest };
      return { shards: new Map(out.entries()), expected };
    },

    async forge(stream, j, i, header, content) {
      const hdr = header instanceof Uint8Array ? header : encodeSegmentHeader(stream, header);
      const aad = segmentAad(parameters, id, i, hdr, j);
      const shardKey = keys[stream].shard[i]!;
      if (parameters.suite === 2) {
        return concatBytes(hdr, content, await prims.hmac(shardKey, aad, content));
      }
      const iv = testBytes(12, "iv of a forger");
      const sealed = new Uint8Array(content.length + 16);
      await (await prims.aead(shardKey)).seal(iv, aad, content, sealed);
      return concatBytes(hdr, iv, sealed);
    },
  };
}
