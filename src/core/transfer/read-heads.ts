/** The first step of a restore: the heads, out of which parameters and Kd come. */
import { equalBytes, type Bytes } from "../bytes";
import { joinSecret } from "../codec/shamir";
import { AppError } from "../errors";
import { openHead, type OpenedHead } from "../format/head";
import { commitToDataKey, type Identity } from "../format/identity";
import type { Index } from "../format/index-file";
import { HEAD_KIND, objectName, type IndexKeys } from "../format/keys";
import { headBytes } from "../format/parameters";
import type { Primitives } from "../format/primitives";
import type { ObjectStore } from "../store/store";
import type { Engine } from "./engine";
import { gather } from "./gather";
import { describeProblems, type Verdicts } from "./verdicts";

export interface Heads {
  readonly identity: Identity;
  /** Positions that may serve fragments: all but those with a bad head. Good heads come first. */
  readonly usable: readonly number[];
  /** Suite 1: Kd. */
  readonly dataKey: Bytes | undefined;
  /** Suite 1: the shares of Kd of the good heads. */
  readonly shares: ReadonlyMap<number, Bytes>;
}

export const LONGEST_HEAD_BYTES = headBytes({ suite: 1, k: 1, n: 16, z: 6, p: 0, flags: 0 });
/** How long a slow store may take after enough heads are there. */
const GRACE_MS = 1_000;
const LIMIT_MS = 15_000;

interface HeadQuestion {
  readonly index: Index;
  readonly keys: IndexKeys;
  readonly stores: readonly ObjectStore[];
  /** With so many good heads no store is waited for long. */
  readonly enough: number;
  /** The route's k, for messages. */
  readonly needed: number;
  /** Positions that are not asked, because they are known to be dead. */
  readonly without: readonly number[];
}

/**
 * Reads the head at every position. Names in `verdicts` who lies, is absent or unreachable. Throws
 * `transfer-missing` or `too-few-stores`.
 */
export async function readHeads(
  { prims, env }: Engine,
  { index, keys, stores, enough, needed, without }: HeadQuestion,
  verdicts: Verdicts,
  signal: AbortSignal,
): Promise<Heads> {
  const ask = async (i: number, inner: AbortSignal): Promise<OpenedHead | undefined> => {
    const name = await objectName(prims, keys.name, HEAD_KIND, i, 0);
    const range = { offset: 0, lengthBytes: LONGEST_HEAD_BYTES + 1 };
    const stored = await stores[i]?.get(name, range, { signal: inner });
    if (stored === undefined) {
      verdicts.absent(i);
      return undefined;
    }
    const wrapKey = keys.wrap[i] ?? new Uint8Array(0);
    const expected = { id: index.id, i, routeLength: stores.length, wrapKey };
    const head =
      stored.bytes.length === stored.sizeBytes
        ? await openHead(prims, stored.bytes, expected)
        : undefined;
    if (head === undefined) verdicts.lied(i);
    return head;
  };
  const answers = await gather(
    [...stores.keys()].filter((i) => !without.includes(i)),
    ask,
    {
      env,
      signal,
      enough: Math.min(enough, stores.length - without.length),
      graceMs: GRACE_MS,
      limitMs: LIMIT_MS,
      counts: (head) => head !== undefined,
    },
  );
  const heads = new Map<number, OpenedHead>();
  for (const [i, answer] of answers) {
    if (!answer.ok) verdicts.failed(i, answer.error);
    else if (answer.value !== undefined) heads.set(i, answer.value);
  }
  for (const [i] of stores.entries()) {
    if (!answers.has(i)) verdicts.failed(i, new AppError("store-unavailable"));
  }
  const joined = await joinHeads(prims, heads, needed, verdicts);
  return { ...joined, usable: joined.usable.filter((i) => !without.includes(i)) };
}

async function joinHeads(
  prims: Primitives,
  heads: ReadonlyMap<number, OpenedHead>,
  needed: number,
  verdicts: Verdicts,
): Promise<Heads> {
  const [first] = heads.values();
  const dead = describeProblems(verdicts.list());
  if (first === undefined) {
    const isMissing = verdicts.list().every(({ verdict }) => verdict === "absent");
    throw new AppError(isMissing ? "transfer-missing" : "too-few-stores", {
      details: { doing: "open", needed, left: 0, dead },
    });
  }
  const { identity } = first;
  const { suite, k, n } = identity.parameters;
  const good = [...heads.keys()].sort((a, b) => a - b);
  const others = Array.from({ length: n }, (_, i) => i).filter(
    (i) => !heads.has(i) && verdicts.of(i) !== "lied",
  );
  const problems = describeProblems(verdicts.list(n));
  const details = { doing: "open", needed: k, left: good.length, dead: problems };
  if (suite === 1 ? good.length < k : good.length + others.length < k)
    throw new AppError("too-few-stores", { details });
  const shares = new Map<number, Bytes>();
  for (const [i, { share }] of heads) if (share !== undefined) shares.set(i, share);
  const usable = [...good, ...others];
  if (suite === 2) return { identity, usable, dataKey: undefined, shares };
  const dataKey = joinSecret(new Map([...shares].slice(0, k)));
  if (!equalBytes(await commitToDataKey(prims, dataKey), identity.commitment)) {
    // Every share fits its commitment and T binds them all: only the sender can have done this.
    throw new AppError("manifest-invalid", { details: { what: "commitment" } });
  }
  return { identity, usable, dataKey, shares };
}
