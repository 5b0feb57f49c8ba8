/** `pro-porter setup`: brings every store to what is needed, and says what it did. */
import { access, mkdir } from "node:fs/promises";
import type { StoreConfig } from "../clouds/config";
import { DEFAULT_PREFIX, folderOf } from "../clouds/open-cloud";
import { setUpStore, type Step } from "../clouds/set-up-store";
import type { Wanted } from "../clouds/settings";
import { isAppError, isOfStore } from "../core/errors";
import { errnoOf } from "../platform/node/file-errors";
import type { CommonOptions, Context } from "./context";
import { EXIT } from "./exit-codes";
import { usage } from "./parse-options";

export interface SetupOptions extends CommonOptions {
  readonly store?: string;
  readonly dryRun?: boolean;
}

const DEFAULT_ORIGIN = "http://localhost:3000";

/** What a store is to be like, by the configuration. */
export function wantedOf({ config }: Context, { prefix }: StoreConfig): Wanted {
  return {
    prefix: prefix ?? DEFAULT_PREFIX,
    origin: config.origin ?? DEFAULT_ORIGIN,
    expiryDays: config.expiryDays.max,
  };
}

async function makeFolder(folder: string, isDryRun: boolean): Promise<Step> {
  const part = "folder";
  try {
    await access(folder);
    return { part, outcome: "good", reason: "", isSevere: false };
  } catch (error) {
    if (errnoOf(error) !== "ENOENT") {
      return { part, outcome: "failed", reason: errnoOf(error) ?? "", isSevere: true };
    }
  }
  if (isDryRun) return { part, outcome: "would", reason: "missing", isSevere: false };
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    return { part, outcome: "failed", reason: errnoOf(error) ?? "", isSevere: true };
  }
  return { part, outcome: "changed", reason: "missing", isSevere: false };
}

async function* setUp(
  context: Context,
  id: string,
  store: StoreConfig,
  isDryRun: boolean,
): AsyncGenerator<Step> {
  const { engine, signal, baseFolder } = context;
  const folder = folderOf(baseFolder, store);
  if (folder !== undefined) {
    yield await makeFolder(folder, isDryRun);
    return;
  }
  try {
    const cloud = await context.openStore(id, store);
    const options = { isDryRun, signal, transfer: engine.prims.random(24) };
    yield* setUpStore(cloud, wantedOf(context, store), options);
  } catch (error) {
    signal.throwIfAborted();
    if (!isAppError(error) || !isOfStore(error)) throw error;
    yield { part: "bucket", outcome: "failed", reason: error.code, isSevere: true };
  }
}

function sayStep({ output }: Context, id: string, step: Step): void {
  const { doctor } = output.strings.cli;
  const { setup, sentences } = doctor;
  const { part, outcome, reason, detail = "", byHand } = step;
  const finding = Object.entries(sentences).find(([code]) => code === reason)?.[1];
  const named = setup.reasons[reason] ?? output.strings.storeReasons[reason] ?? reason;
  const why = finding?.(detail).what ?? named;
  const isCreated = reason === "missing" && outcome !== "failed";
  const created = outcome === "would" ? setup.wouldCreate : setup.created;
  const said = isCreated ? created : setup.outcomes[outcome](why);
  const needsHand = outcome === "left" || outcome === "failed" || outcome === "undone";
  const command = needsHand && byHand !== undefined ? ` ${setup.byHand(byHand)}` : "";
  const line = setup.step(id, setup.parts[part], said) + command;
  const { isSevere: severe, ...data } = step;
  output.say(line, "setup-step", { storeId: id, ...data, severe, message: line });
}

export async function runSetup(context: Context, options: SetupOptions): Promise<void> {
  const { output, config } = context;
  const { setup } = output.strings.cli.doctor;
  const isDryRun = options.dryRun ?? false;
  const all = Object.entries(config.stores);
  const stores = all.filter(([id]) => options.store === undefined || id === options.store);
  if (stores.length === 0) {
    throw usage(setup.noStore(options.store ?? "", Object.keys(config.stores)));
  }
  let [changed, toMend] = [0, 0];
  for (const [id, store] of stores) {
    for await (const step of setUp(context, id, store, isDryRun)) {
      if (step.outcome === "changed" || step.outcome === "would") changed += 1;
      if (step.isSevere) toMend += 1;
      if (step.outcome === "foreign") process.exitCode = EXIT.refused;
      sayStep(context, id, step);
    }
  }
  const data = { stores: stores.length, changed, toMend, dryRun: isDryRun };
  output.say(setup.done(changed, toMend, isDryRun), "setup-done", data);
  if (toMend > 0) process.exitCode ??= EXIT.tooFewStores;
}
