/** `pro-porter doctor`: looks at every store with its own keys, and says what to mend. */
import { existsSync } from "node:fs";
import { examineStore, type Diagnosis } from "../clouds/examine-store";
import { isSevere } from "../clouds/finding";
import { folderOf } from "../clouds/open-cloud";
import type { StoreConfig } from "../clouds/config";
import { isOfStore, isAppError } from "../core/errors";
import type { Context } from "./context";
import { EXIT } from "./exit-codes";
import { wantedOf } from "./setup";

async function examine(
  context: Context,
  id: string,
  store: StoreConfig,
): Promise<readonly Diagnosis[]> {
  const { engine, http, signal, baseFolder } = context;
  const { prims, env } = engine;
  try {
    const cloud = await context.openStore(id, store);
    // What a local store answers is this program itself: there is nothing to find but its folder.
    if (store.cloud === "local") await cloud.check({ signal });
    else {
      const wanted = wantedOf(context, store);
      const transfer = prims.random(24);
      const nowMs = (): number => env.nowMs();
      const options = { http, origin: wanted.origin, nowMs, transfer, signal };
      return await examineStore(cloud, wanted, options);
    }
    return [];
  } catch (error) {
    signal.throwIfAborted();
    if (isAppError(error) && !isOfStore(error)) throw error;
    const reason = isAppError(error) ? error.code : "store-unavailable";
    const folder = folderOf(baseFolder, store);
    const isMendable = folder !== undefined && !existsSync(folder);
    return [{ code: "unreachable", reason, isMendable }];
  }
}

function sayFinding({ output }: Context, id: string, finding: Diagnosis): void {
  const { doctor } = output.strings.cli;
  const { code, reason, isMendable, byHand } = finding;
  const sentence = doctor.sentences[code](output.strings.storeReasons[reason] ?? reason);
  const command = isMendable ? `pro-porter setup --store ${id}` : byHand;
  const byCommand = byHand === undefined ? sentence.mend : doctor.byHand(byHand);
  const mend = isMendable ? doctor.bySetup(id) : byCommand;
  const said = { ...sentence, mend };
  const data = { storeId: id, finding: code, reason, severe: isSevere(finding), ...said };
  output.say(doctor.finding(id, said), "finding", { ...data, ...(command && { command }) });
}

export async function runDoctor(context: Context): Promise<void> {
  const { output, config } = context;
  const { doctor } = output.strings.cli;
  const stores = Object.entries(config.stores);
  let severe = 0;
  for (const [id, store] of stores) {
    const findings = await examine(context, id, store);
    severe += findings.filter(isSevere).length;
    if (findings.length === 0) output.say(doctor.good(id), "store-good", { storeId: id });
    for (const finding of findings) sayFinding(context, id, finding);
  }
  output.say(doctor.done(stores.length, severe), "doctor-done", { stores: stores.length, severe });
  if (severe > 0) process.exitCode = EXIT.tooFewStores;
}
