/** Transfers that exist only as their owner's signed actions. */
import { encodeBase64Url, type Bytes } from "../../src/core/bytes";
import {
  drawSecrets,
  identify,
  signingSeed,
  transferId,
  type Identity,
} from "../../src/core/format/identity";
import {
  encodeExpiry,
  EXTEND,
  OPEN,
  RECALL,
  signAction,
  WRITE,
  type Action,
} from "../../src/core/format/owner-action";
import { nodePrimitives as prims } from "../../src/platform/node/primitives";

export interface Owner {
  readonly id: Bytes;
  /** T as base64url. */
  readonly transfer: string;
  readonly identity: Identity;
  sign(action: Action, options?: SignOptions): Promise<Bytes>;
}

export interface SignOptions {
  readonly origin?: string;
  /** Unix seconds; now by default. */
  readonly ts?: number;
  /** Unix seconds, for open and extend; in a day by default. */
  readonly expiry?: number;
}

export const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

/** Someone who owns a transfer of this shape. */
export async function createOwner({ k = 3, n = 4, suite = 1 as const } = {}): Promise<Owner> {
  const shape = { suite, k, n, flags: 0 };
  const secrets = drawSecrets(prims, shape);
  const seed = await signingSeed(prims, prims.random(32), secrets.secret);
  const parameters = { ...shape, z: 17, p: 5 };
  const identity = await identify(prims, parameters, secrets, await prims.publicKey(seed));
  const id = await transferId(prims, identity);
  return {
    ...{ id, identity, transfer: encodeBase64Url(id) },
    sign(action, { origin = "", ts = inSeconds(0), expiry = inSeconds(86_400) } = {}) {
      const hasExpiry = action === OPEN || action === EXTEND;
      const payload = hasExpiry ? encodeExpiry(expiry) : new Uint8Array(0);
      return signAction(prims, seed, { identity, action, ts, origin, payload });
    },
  };
}

export const ACTIONS = { open: OPEN, recall: RECALL, extend: EXTEND, write: WRITE };

/** A transfer that its owner has recalled. */
export async function signedRecall(): Promise<{ id: Bytes; recall: Bytes }> {
  const owner = await createOwner();
  return { id: owner.id, recall: await owner.sign(RECALL) };
}
