/**
 * Brings a bucket to what is needed, one setting after the other. After each change something is written,
 * and a change that keeps it from being written is undone. A second run finds nothing to change.
 */
import type { Bytes } from "../core/bytes";
import type { AppError } from "../core/errors";
import type { CallOptions } from "../core/store/store";
import type { SetupOutcome, SetupPart } from "../core/store-words";
import type { Cloud, CloudAdmin } from "./cloud";
import { isSevere, type Finding } from "./finding";
import { storeErrorOf } from "./problem";
import type { Setting, Wanted } from "./settings";

export interface Step {
  readonly part: SetupPart;
  readonly outcome: SetupOutcome;
  /** What was wrong, or why it stays so: a finding's code or the store's own word. */
  readonly reason: string;
  /** The finding's own reason. */
  readonly detail?: string;
  /** Whether somebody has to do something. */
  readonly isSevere: boolean;
  readonly byHand?: string;
}

export interface SetUpOptions extends CallOptions {
  readonly isDryRun: boolean;
  /** 24 random bytes: the transfer of what is written to see that it can be. */
  readonly transfer: Bytes;
}

const SLOT = "state-opened";
const BYTES = new TextEncoder().encode("written by pro-porter setup; may be removed");

const reasonOf = ({ code, details }: AppError): string => {
  const { reason } = details;
  return typeof reason === "string" ? reason : code;
};

class SetUp {
  readonly #cloud: Cloud;
  readonly #admin: CloudAdmin;
  readonly #options: SetUpOptions;

  constructor(cloud: Cloud, admin: CloudAdmin, options: SetUpOptions) {
    this.#cloud = cloud;
    this.#admin = admin;
    this.#options = options;
  }

  async *run({ prefix }: Wanted): AsyncGenerator<Step> {
    const bucket = await this.#bucket();
    yield bucket;
    if (bucket.outcome === "would" || bucket.outcome === "failed") return;
    const isShared = prefix === "" && bucket.outcome === "good";
    if (isShared && (await this.#admin.holdsForeign())) {
      yield { part: "bucket", outcome: "foreign", reason: "", isSevere: true };
      return;
    }
    const refusal = this.#options.isDryRun ? undefined : await this.#tryToWrite();
    if (refusal !== undefined) {
      yield { part: "write", outcome: "failed", reason: reasonOf(refusal), isSevere: true };
      return;
    }
    for (const setting of this.#admin.settings) yield await this.#bring(setting);
  }

  /** That it is there. */
  async #bucket(): Promise<Step> {
    const part = "bucket";
    const missing = await storeErrorOf(() => this.#cloud.check(this.#options));
    if (missing === undefined) return { part, outcome: "good", reason: "", isSevere: false };
    const failed = (error: AppError): Step => {
      return { part, outcome: "failed", reason: reasonOf(error), isSevere: true };
    };
    if (missing.code !== "store-missing") return failed(missing);
    if (this.#options.isDryRun) {
      return { part, outcome: "would", reason: "missing", isSevere: false };
    }
    const refusal = await storeErrorOf(() => this.#admin.create());
    if (refusal !== undefined) return failed(refusal);
    return { part, outcome: "changed", reason: "missing", isSevere: false };
  }

  async #bring(setting: Setting): Promise<Step> {
    const { aspect: part, byHand } = setting;
    let found: readonly Finding[] = [];
    const unseen = await storeErrorOf(async () => (found = await setting.look()));
    const step = (outcome: SetupOutcome, reason: string, severe = false): Step => {
      return { part, outcome, reason, isSevere: severe, ...(outcome !== "good" && { byHand }) };
    };
    const about = (outcome: SetupOutcome, finding: Finding, severe = false): Step => {
      return { ...step(outcome, finding.code, severe), detail: finding.reason };
    };
    if (unseen !== undefined) return step("failed", reasonOf(unseen), true);
    const [first] = found;
    if (first === undefined) return step("good", "");
    const { mend, leaves = [] } = setting;
    const isOthers = found.every(({ code }) => leaves.includes(code));
    if (mend === undefined || isOthers) return about("left", first, isSevere(first));
    if (this.#options.isDryRun) return about("would", first);
    let undo = (): Promise<void> => Promise.resolve();
    const refusal = await storeErrorOf(async () => (undo = await mend()));
    if (refusal !== undefined) {
      const outcome = refusal.code === "store-conflict" ? "left" : "failed";
      return step(outcome, reasonOf(refusal), found.some(isSevere));
    }
    if ((await this.#tryToWrite()) !== undefined) {
      const stuck = (await storeErrorOf(undo)) ?? (await this.#tryToWrite());
      if (stuck !== undefined) return step("failed", reasonOf(stuck), true);
      const still = await setting.look();
      return about("undone", first, still.some(isSevere));
    }
    const [left] = await setting.look();
    return left === undefined ? about("changed", first) : about("left", left, isSevere(left));
  }

  /** Writes a small object and removes it; returns the store's error. */
  async #tryToWrite(): Promise<AppError | undefined> {
    const states = this.#cloud.states(this.#options.transfer);
    return storeErrorOf(async () => {
      await states.write(SLOT, BYTES, this.#options);
      await states.remove(SLOT, this.#options);
    });
  }
}

/** Nothing for a store whose settings are out of reach. */
export async function* setUpStore(
  cloud: Cloud,
  wanted: Wanted,
  options: SetUpOptions,
): AsyncGenerator<Step> {
  const admin = await cloud.admin?.(wanted, options);
  if (admin !== undefined) yield* new SetUp(cloud, admin, options).run(wanted);
}
