/** A store at each of the four clouds, and the ways in which its bucket can be wrong. */
import { examineStore } from "../../src/clouds/examine-store";
import { setUpStore, type Step } from "../../src/clouds/set-up-store";
import type { Cloud } from "../../src/clouds/cloud";
import type { Wanted } from "../../src/clouds/settings";
import type { Http } from "../../src/core/http";
import { patternBytes } from "../fakes/memory-tree";

export const ORIGIN = "https://porter.example.co.jp";
export const WANTED: Wanted = { prefix: "pro-porter/", origin: ORIGIN, expiryDays: 30 };

export interface World {
  readonly cloud: Cloud;
  readonly http: Http;
  /** What doctor says of it when all is well. */
  readonly always: readonly string[];
}

const signal = new AbortController().signal;

/** The codes that doctor finds, but for those that are always there. */
export async function found({ cloud, http, always }: World, wanted = WANTED): Promise<string[]> {
  const probe = { nowMs: () => Date.now(), transfer: patternBytes(24, "probe"), signal };
  const findings = await examineStore(cloud, wanted, { ...probe, http, origin: wanted.origin });
  return findings.map(({ code }) => code).filter((code) => !always.includes(code));
}

/** The findings that setup is said to mend. */
export async function mendable({ cloud, http }: World): Promise<string[]> {
  const probe = { nowMs: () => Date.now(), transfer: patternBytes(24, "probe"), signal };
  const findings = await examineStore(cloud, WANTED, { ...probe, http, origin: ORIGIN });
  return findings.flatMap(({ code, isMendable }) => (isMendable ? [code] : []));
}

export async function setUp(
  { cloud }: World,
  { isDryRun = false, wanted = WANTED }: { isDryRun?: boolean; wanted?: Wanted } = {},
): Promise<Step[]> {
  const steps: Step[] = [];
  const options = { isDryRun, signal, transfer: patternBytes(24, "setup") };
  for await (const step of setUpStore(cloud, wanted, options)) steps.push(step);
  return steps;
}

export const outcomes = (steps: readonly Step[]): string[] => [
  ...new Set(steps.map(({ outcome }) => outcome)),
];

export const changedParts = (steps: readonly Step[]): string[] =>
  steps.flatMap(({ part, outcome }) => (outcome === "changed" ? [part] : []));
