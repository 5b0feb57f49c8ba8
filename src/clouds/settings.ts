/**
 * The settings of a bucket, the same for all clouds: what is looked at, how it is judged, and how it is
 * brought to what is needed. An adapter that can read and write them offers them (`Bucket.admin`). What
 * others have set in a shared bucket or account stays: only rules that say no more than ours are replaced.
 */
import type { Aspect, FindingCode } from "../core/store-words";
import type { Finding } from "./finding";

export interface Wanted {
  /** In front of every key. */
  readonly prefix: string;
  /** Of the gateway's pages: the only one that writes. */
  readonly origin: string;
  /** Nothing lives longer by its expiry; the lifecycle rule waits `GRACE_DAYS` more. */
  readonly expiryDays: number;
}

/** Puts back what stood before. */
export type Undo = () => Promise<void>;

export interface Setting {
  readonly aspect: Aspect;
  /** What is wrong with it as it stands; nothing where all is well. */
  readonly look: () => Promise<readonly Finding[]>;
  /** Brings it to what is needed; left out where this program cannot. `store-conflict`: others need it so. */
  readonly mend?: () => Promise<Undo>;
  /** What `mend` leaves as it is: it is others'. */
  readonly leaves?: readonly FindingCode[];
  /** The vendor's command for it, for where `mend` is missing or refused. */
  readonly byHand: string;
}

export interface BucketAdmin {
  /** Creates the bucket, private. */
  create(): Promise<void>;
  readonly settings: readonly Setting[];
}

// -- Other origins --------------------------------------------------------------------------------

export interface OriginRule {
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly exposed: readonly string[];
}

/** Reading from anywhere, because the signature is the right; writing from the own origin. */
interface NeededRules {
  readonly read: OriginRule;
  readonly write: OriginRule;
}

/** How a cloud's own rules are read and written; `Raw` is one of them, with all that others put in it. */
export interface OriginRules<Raw> {
  readonly byHand: string;
  /** The headers that `signPut` gives. */
  readonly putHeaders: readonly string[];
  readonly read: () => Promise<readonly Raw[]>;
  readonly write: (rules: readonly Raw[]) => Promise<void>;
  readonly toRule: (raw: Raw) => OriginRule;
  readonly fromRule: (rule: OriginRule) => Raw;
  /** The rule with these methods; left out where rules are shared with other buckets. */
  readonly narrowed?: (raw: Raw, methods: readonly string[]) => Raw;
}

/** How long browsers may remember a preflight. */
export const MAX_AGE_SECONDS = 7_200;

function neededRules({ origin }: Wanted, putHeaders: readonly string[]): NeededRules {
  const exposed = ["Content-Range", "ETag"];
  const headers = [...new Set([...putHeaders, "content-type"])];
  return {
    read: { origins: ["*"], methods: ["GET", "HEAD"], headers: ["range"], exposed },
    write: { origins: [origin], methods: ["PUT"], headers, exposed: ["ETag"] },
  };
}

/** A list of a rule may end in a star: x-ms-*. */
function covers(patterns: readonly string[], names: readonly string[]): boolean {
  return names.every((name) =>
    patterns.some((pattern) => {
      const [one, other] = [pattern.toLowerCase(), name.toLowerCase()];
      return one.endsWith("*") ? other.startsWith(one.slice(0, -1)) : one === other;
    }),
  );
}

/** Whether `rule` allows nothing that `ours` does not. */
const saysNoMore = (rule: OriginRule, ours: OriginRule): boolean =>
  covers(ours.origins, rule.origins) &&
  covers(ours.methods, rule.methods) &&
  covers(ours.headers, rule.headers) &&
  covers(ours.exposed, rule.exposed);

const isWide = ({ origins, methods }: OriginRule): boolean =>
  origins.includes("*") && covers(methods, ["PUT"]);

function judgeOrigins(
  rules: readonly OriginRule[],
  { read, write }: NeededRules,
  putHeaders: readonly string[],
): Finding[] {
  const allows = (method: string, headers: readonly string[], origins: readonly string[]) =>
    rules.filter((rule) =>
      [
        covers(rule.origins, origins),
        covers(rule.methods, [method]),
        covers(rule.headers, headers),
      ].every(Boolean),
    );
  const readers = allows("GET", read.headers, read.origins);
  const isRead = readers.some(({ exposed }) => covers(exposed, ["content-range"]));
  const isWritten = allows("PUT", putHeaders, write.origins).length > 0;
  return [
    ...(isRead ? [] : [{ code: "read-origin", reason: "" } as const]),
    ...(isWritten ? [] : [{ code: "write-origin", reason: write.origins.join() } as const]),
    ...(rules.some(isWide) ? [{ code: "wide-origin", reason: "" } as const] : []),
  ];
}

/** Ours stand first: some clouds obey the first rule that fits. */
export function originSetting<Raw>(wanted: Wanted, rules: OriginRules<Raw>): Setting {
  const { putHeaders, byHand, toRule, fromRule, narrowed } = rules;
  const needed = neededRules(wanted, putHeaders);
  const narrow = (raw: Raw): Raw => {
    const rule = toRule(raw);
    if (narrowed === undefined || !isWide(rule)) return raw;
    return narrowed(
      raw,
      rule.methods.filter((method) => !["*", "PUT"].includes(method)),
    );
  };
  const addsToOurs = (raw: Raw): boolean => {
    const rule = toRule(raw);
    if (rule.methods.length === 0) return false;
    return !saysNoMore(rule, needed.read) && !saysNoMore(rule, needed.write);
  };
  return {
    aspect: "origins",
    byHand,
    leaves: narrowed === undefined ? ["wide-origin"] : [],
    async look() {
      return judgeOrigins((await rules.read()).map(toRule), needed, putHeaders);
    },
    async mend() {
      const before = await rules.read();
      const ours = [needed.write, needed.read].map(fromRule);
      await rules.write([...ours, ...before.map(narrow).filter(addsToOurs)]);
      return () => rules.write(before);
    },
  };
}

// -- Lifecycle ------------------------------------------------------------------------------------

/** The name of our rule where rules have names. */
export const RULE_ID = "pro-porter";
/** So long after the longest expiry: the sweeper comes first. */
const GRACE_DAYS = 7;

/** A rule that removes what is old and is in force. */
export interface ExpiryRule {
  readonly prefix: string;
  readonly days: number;
  readonly isOurs: boolean;
  /** It is for some of the objects only: it can do harm, and is no backstop. */
  readonly isPartial?: boolean;
}

export const backstopDays = ({ expiryDays }: Wanted): number => expiryDays + GRACE_DAYS;

function judgeExpiry(rules: readonly ExpiryRule[], wanted: Wanted): Finding[] {
  const covering = rules.filter(({ prefix }) => wanted.prefix.startsWith(prefix));
  const early = covering.filter(({ days, isOurs }) => !isOurs && days < wanted.expiryDays);
  const fitting = covering.filter(
    ({ days, isPartial = false }) =>
      !isPartial && days >= wanted.expiryDays && days <= backstopDays(wanted),
  );
  const shortest = Math.min(...early.map(({ days }) => days));
  return [
    ...(early.length === 0 ? [] : [{ code: "lifecycle-early", reason: String(shortest) } as const]),
    ...(fitting.length === 0
      ? [{ code: "lifecycle", reason: String(backstopDays(wanted)) } as const]
      : []),
  ];
}

/** How a cloud's own lifecycle rules are read and written; `Raw` is one of them, `Held` all there is to them. */
interface LifecycleRules<Raw, Held extends { readonly rules: readonly Raw[] }> {
  readonly byHand: string;
  readonly read: () => Promise<Held>;
  /** Writes the rules, and beside them what was read. */
  readonly write: (rules: readonly Raw[], before: Held) => Promise<void>;
  readonly toRules: (raw: Raw) => readonly ExpiryRule[];
  readonly isOurs: (raw: Raw) => boolean;
  readonly ours: Raw;
}

/** What others have set stays, also where it removes too early. */
export function lifecycleSetting<Raw, Held extends { readonly rules: readonly Raw[] }>(
  wanted: Wanted,
  { byHand, read, write, toRules, isOurs, ours }: LifecycleRules<Raw, Held>,
): Setting {
  return {
    aspect: "lifecycle",
    leaves: ["lifecycle-early"],
    byHand,
    async look() {
      return judgeExpiry((await read()).rules.flatMap(toRules), wanted);
    },
    async mend() {
      const before = await read();
      await write([...before.rules.filter((raw) => !isOurs(raw)), ours], before);
      return () => write(before.rules, before);
    },
  };
}

// -- One value ------------------------------------------------------------------------------------

/** Nothing, or one finding that says how it stands. */
export const findIf = (isWrong: boolean, code: FindingCode, reason = ""): readonly Finding[] =>
  isWrong ? [{ code, reason }] : [];

/** What a call returns, or undefined where the cloud says that nothing was ever set. */
export async function orUndefined<Value>(
  call: Promise<Value>,
  isAbsent: (error: unknown) => boolean,
): Promise<Value | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}
