/**
 * What identifies a transfer: its parameters, its public key and the commitments to its shares, all
 * bound together by the transfer id T (docs/format.md, "Secrets and the transfer id").
 */
import { byteString, concatBytes, type Bytes } from "../bytes";
import { interpolateShare, splitSecret } from "../codec/shamir";
import { DIGEST_BYTES, type Parameters } from "./parameters";
import { label } from "./keys";
import type { Primitives } from "./primitives";

export interface Identity {
  readonly parameters: Parameters;
  /** Ed25519 public key of the transfer, 32 bytes. */
  readonly publicKey: Bytes;
  /** C: commitment to Kd; suite 2: 32 zero bytes. */
  readonly commitment: Bytes;
  /** c_0 .. c_{n-1}: commitments to the shares of Kd; suite 2: 32 zero bytes each. */
  readonly shareCommitments: readonly Bytes[];
}

/** T, 24 bytes. */
export async function transferId(prims: Primitives, identity: Identity): Promise<Bytes> {
  const { suite, k, n, z, p, flags } = identity.parameters;
  const digest = await prims.hash(
    concatBytes(
      label("sd1/tid"),
      byteString(suite, k, n, z, p, flags),
      identity.publicKey,
      identity.commitment,
      ...identity.shareCommitments,
    ),
  );
  return digest.slice(0, 24);
}

/** C = H(L("sd1/kd") || Kd). */
export async function commitToDataKey(prims: Primitives, dataKey: Bytes): Promise<Bytes> {
  return prims.hash(concatBytes(label("sd1/kd"), dataKey));
}

/** c_i = H(L("sd1/sh") || i || share_i). */
export async function commitToShare(prims: Primitives, i: number, share: Bytes): Promise<Bytes> {
  return prims.hash(concatBytes(label("sd1/sh"), byteString(i), share));
}

/** The Ed25519 seed of one transfer: HMAC(ownerKey, L("sd1/seed") || S). */
export async function signingSeed(
  prims: Primitives,
  ownerKey: Bytes,
  secret: Bytes,
): Promise<Bytes> {
  return prims.hmac(ownerKey, label("sd1/seed"), secret);
}

/** The secrets of a new transfer. Everything that a resume cannot recompute is in here. */
export interface TransferSecrets {
  /** S, 24 bytes. */
  readonly secret: Bytes;
  /** Suite 1: Kd, 32 bytes. Suite 2: R, 32 bytes. */
  readonly key: Bytes;
  /** Suite 1: share_i of Kd for each position. Suite 2: empty. */
  readonly shares: readonly Bytes[];
}

/** Draws fresh secrets: S, then Kd or R, then the Shamir coefficients of Kd. */
export function drawSecrets(
  prims: Primitives,
  { suite, k, n }: Pick<Parameters, "suite" | "k" | "n">,
): TransferSecrets {
  const secret = prims.random(24);
  const key = prims.random(32);
  if (suite === 2) return { secret, key, shares: [] };
  const coefficients = Array.from({ length: k - 1 }, () => prims.random(32));
  return { secret, key, shares: splitSecret(key, coefficients, n) };
}

/** The identity that follows from parameters, secrets and the transfer's public key. */
export async function identify(
  prims: Primitives,
  parameters: Parameters,
  secrets: TransferSecrets,
  publicKey: Bytes,
): Promise<Identity> {
  const zero = new Uint8Array(DIGEST_BYTES);
  if (parameters.suite === 2) {
    const shareCommitments = Array.from({ length: parameters.n }, () => zero);
    return { parameters, publicKey, commitment: zero, shareCommitments };
  }
  const shareCommitments: Bytes[] = [];
  for (const [i, share] of secrets.shares.entries()) {
    shareCommitments.push(await commitToShare(prims, i, share));
  }
  const commitment = await commitToDataKey(prims, secrets.key);
  return { parameters, publicKey, commitment, shareCommitments };
}

/** All n shares of Kd out of k of them. */
export function completeShares(shares: ReadonlyMap<number, Bytes>, n: number): Bytes[] {
  return Array.from({ length: n }, (_, i) => shares.get(i) ?? interpolateShare(shares, i));
}
