/** All that is wrong with a store: as its settings say it, and as a browser meets it. */
import type { Aspect, FindingCode } from "../core/store-words";
import type { Cloud, CloudAdmin } from "./cloud";
import type { Finding } from "./finding";
import { probeStore, type ProbeOptions } from "./probe";
import { storeErrorOf } from "./problem";
import type { Setting, Wanted } from "./settings";

/** A finding and what mends it. */
export interface Diagnosis extends Finding {
  /** Whether `pro-porter setup` can. */
  readonly isMendable: boolean;
  /** The vendor's command. */
  readonly byHand?: string;
}

const ASPECT_OF: Readonly<Partial<Record<FindingCode, Aspect>>> = {
  ...{ public: "public", unblocked: "public", versions: "versions", locked: "lock" },
  ...{ "read-origin": "origins", "write-origin": "origins", "wide-origin": "origins" },
  ...{ "lifecycle-unseen": "lifecycle", "lifecycle-early": "lifecycle", lifecycle: "lifecycle" },
  "soft-delete": "soft-delete",
};

interface Seen {
  readonly findings: readonly Finding[];
  /** What this key may not read. */
  readonly unseen: readonly Aspect[];
}

async function lookAt(settings: readonly Setting[]): Promise<Seen> {
  const findings: Finding[] = [];
  const unseen: Aspect[] = [];
  for (const setting of settings) {
    const refusal = await storeErrorOf(async () => findings.push(...(await setting.look())));
    if (refusal !== undefined) unseen.push(setting.aspect);
  }
  return { findings, unseen };
}

function diagnose(finding: Finding, { findings, unseen }: Seen, admin?: CloudAdmin): Diagnosis {
  const { code } = finding;
  if (code === "missing") return { ...finding, isMendable: admin !== undefined };
  const aspect = ASPECT_OF[code];
  const setting = admin?.settings.find((one) => one.aspect === aspect);
  if (aspect === undefined || setting === undefined) return { ...finding, isMendable: false };
  const { mend, leaves = [], byHand } = setting;
  // What the probe meets and the setting does not say is set somewhere else.
  const isSet = unseen.includes(aspect) || findings.some((one) => ASPECT_OF[one.code] === aspect);
  return { ...finding, byHand, isMendable: mend !== undefined && isSet && !leaves.includes(code) };
}

/** The probe comes first: a store that is not there has no settings to look at. */
export async function examineStore(
  cloud: Cloud,
  wanted: Wanted,
  options: ProbeOptions,
): Promise<readonly Diagnosis[]> {
  const probed = await probeStore(cloud, options);
  const admin = await cloud.admin?.(wanted, options);
  const isThere = !probed.some(({ code }) => code === "missing" || code === "unreachable");
  const seen = await lookAt(isThere ? (admin?.settings ?? []) : []);
  const isNew = ({ code }: Finding): boolean => !probed.some((one) => one.code === code);
  // What can be read by anybody already is not also said to be in danger of it.
  const isPublic = probed.some(({ code }) => code === "public");
  const added = seen.findings.filter(
    (one) => isNew(one) && !(isPublic && one.code === "unblocked"),
  );
  const unseen = { code: "unseen", reason: seen.unseen.join(", ") } as const;
  const all = [...probed, ...added, ...(seen.unseen.length > 0 ? [unseen] : [])];
  return all.map((finding) => diagnose(finding, seen, admin));
}
