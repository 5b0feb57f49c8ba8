/** The head: the first object of a transfer at every store (docs/format.md, "Objects"). */
import { byteString, concatBytes, equalBytes, type Bytes } from "../bytes";
import { commitToShare, transferId, type Identity } from "./identity";
import { areValidParameters, headBytes, type Parameters, type Suite } from "./parameters";
import type { Primitives } from "./primitives";

const MAGIC = Uint8Array.from([0x53, 0x44, 0x48, 0x31]);
const FIXED_BYTES = 76;
/** The zero nonce is safe: one key for each transfer and store, and T fixes the plaintext. */
const ZERO_NONCE = new Uint8Array(12);

/** Head i. `share` is share_i of Kd (suite 2: ignored); `wrapKey` is K_wrap[i]. */
export async function sealHead(
  prims: Primitives,
  identity: Identity,
  i: number,
  wrapKey: Bytes,
  share: Bytes | undefined,
): Promise<Bytes> {
  const { suite, k, n, z, p, flags } = identity.parameters;
  const clear = concatBytes(
    MAGIC,
    byteString(suite, k, n, i, z, p, flags, 0),
    identity.publicKey,
    identity.commitment,
    ...identity.shareCommitments,
  );
  if (suite === 2) return concatBytes(clear, await prims.hmac(wrapKey, clear));
  const sealed = new Uint8Array(48);
  const aead = await prims.aead(wrapKey);
  await aead.seal(ZERO_NONCE, clear, share ?? new Uint8Array(32), sealed);
  return concatBytes(clear, sealed);
}

/** A head that is good in itself: it fits T and its position, and its share fits its commitment. */
export interface OpenedHead {
  readonly identity: Identity;
  /** Suite 1: share_i of Kd. */
  readonly share: Bytes | undefined;
}

function parseClear(bytes: Bytes, i: number, routeLength: number): Identity | undefined {
  if (bytes.length < FIXED_BYTES || !equalBytes(bytes.subarray(0, 4), MAGIC)) return undefined;
  const [suite = 0, k = 0, n = 0, position = 0, z = 0, p = 0, flags = 0, zero = 0] = bytes.subarray(
    4,
    12,
  );
  const parameters: Parameters = { suite: suite as Suite, k, n, z, p, flags };
  if (!areValidParameters(parameters) || zero !== 0 || position !== i) return undefined;
  if (i >= n || n > routeLength || bytes.length !== headBytes(parameters)) return undefined;
  const shareCommitments = Array.from({ length: n }, (_, at) =>
    bytes.slice(FIXED_BYTES + 32 * at, FIXED_BYTES + 32 * (at + 1)),
  );
  const commitment = bytes.slice(44, 76);
  return { parameters, publicKey: bytes.slice(12, 44), commitment, shareCommitments };
}

/**
 * Opens head i of a route of `routeLength` stores. Undefined when anything is wrong with it: the store
 * that gave it lies. `id` is the T of the index.
 */
export async function openHead(
  prims: Primitives,
  bytes: Bytes,
  expected: { id: Bytes; i: number; routeLength: number; wrapKey: Bytes },
): Promise<OpenedHead | undefined> {
  const identity = parseClear(bytes, expected.i, expected.routeLength);
  if (identity === undefined) return undefined;
  if (!equalBytes(await transferId(prims, identity), expected.id)) return undefined;
  const clearBytes = FIXED_BYTES + 32 * identity.parameters.n;
  const clear = bytes.subarray(0, clearBytes);
  const rest = bytes.subarray(clearBytes);
  if (identity.parameters.suite === 2) {
    const zeros = [identity.commitment, ...identity.shareCommitments];
    const fits = equalBytes(await prims.hmac(expected.wrapKey, clear), rest);
    return fits && zeros.every((c) => c.every((b) => b === 0))
      ? { identity, share: undefined }
      : undefined;
  }
  const share = new Uint8Array(32);
  const aead = await prims.aead(expected.wrapKey);
  if (!(await aead.open(ZERO_NONCE, clear, rest, share))) return undefined;
  const commitment = await commitToShare(prims, expected.i, share);
  return equalBytes(commitment, identity.shareCommitments[expected.i] ?? new Uint8Array(0))
    ? { identity, share }
    : undefined;
}
