/** `pro-porter doctor`: looks at every store with its own keys, and says what to mend. */
import { isSevere, probeStore, type Finding } from "../clouds/probe";
import { openCloud } from "../clouds/open-cloud";
import type { StoreConfig } from "../clouds/config";
import { isOfStore, isAppError } from "../core/errors";
import type { Context } from "./context";
import { EXIT } from "./exit-codes";

const DEFAULT_ORIGIN = "http://localhost:3000";

async function examine(
  context: Context,
  id: string,
  store: StoreConfig,
): Promise<readonly Finding[]> {
  const { engine, http, signal, baseFolder, config } = context;
  const { prims, env } = engine;
  const nowMs = (): number => env.nowMs();
  try {
    const cloud = await openCloud(
      { baseFolder, prims, nowMs, environment: process.env },
      id,
      store,
    );
    // What a local store answers is this program itself: there is nothing to find but its folder.
    if (store.cloud === "local") await cloud.check({ signal });
    else {
      const origin = config.origin ?? DEFAULT_ORIGIN;
      const transfer = prims.random(24);
      return await probeStore(cloud, { http, origin, nowMs, transfer, signal });
    }
    return [];
  } catch (error) {
    signal.throwIfAborted();
    if (isAppError(error) && !isOfStore(error)) throw error;
    const reason = isAppError(error) ? error.code : "store-unavailable";
    return [{ code: "unreachable", reason }];
  }
}

export async function runDoctor(context: Context): Promise<void> {
  const { output, config } = context;
  const { doctor } = output.strings.cli;
  const { storeReasons } = output.strings;
  const stores = Object.entries(config.stores);
  let severe = 0;
  for (const [id, store] of stores) {
    const findings = await examine(context, id, store);
    severe += findings.filter(isSevere).length;
    if (findings.length === 0) output.say(doctor.good(id), "store-good", { storeId: id });
    for (const finding of findings) {
      const { code, reason } = finding;
      const sentence = doctor.sentences[code](storeReasons[reason] ?? reason);
      const data = { storeId: id, finding: code, reason, severe: isSevere(finding), ...sentence };
      output.say(doctor.finding(id, sentence), "finding", data);
    }
  }
  output.say(doctor.done(stores.length, severe), "doctor-done", { stores: stores.length, severe });
  if (severe > 0) process.exitCode = EXIT.tooFewStores;
}
