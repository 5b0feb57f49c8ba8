/** `pro-porter sweep`: removes what has expired and finishes recalls, with the stores' own keys. */
import { AppError } from "../core/errors";
import type { Context } from "./context";

export async function runSweep(context: Context): Promise<void> {
  const { config, engine, output, signal } = context;
  const { sweep } = output.strings.cli;
  const [{ openAllRoutes }, { sweepAll }] = await Promise.all([
    import("../gateway/stores"),
    import("../gateway/sweep"),
  ]);
  const { prims, env } = engine;
  const routes = await openAllRoutes({
    ...{ config, prims, environment: process.env, baseFolder: context.baseFolder },
    nowMs: () => env.nowMs(),
  });
  const dead = new Set<string>();
  const report = await sweepAll({ config, prims, env, routes }, signal, (swept) => {
    const { transfer, what, removed, pending } = swept;
    output.say(sweep.swept(transfer, what, removed), "swept", { ...swept });
    // Of an unknown state nobody knows at which store: those that could not be listed are named below.
    if (what !== "unknown") for (const store of pending) dead.add(`${store}: store-unavailable`);
  });
  for (const store of report.silent) dead.add(store);
  output.say(sweep.done(report.transfers, report.removed), "sweep-done", { ...report });
  if (dead.size === 0) return;
  const needed = Object.keys(config.stores).length;
  const left = Math.max(0, needed - dead.size);
  throw new AppError("too-few-stores", { details: { needed, left, dead: [...dead] } });
}
