/** The last step of a send: what was stored is read back and opened before anyone relies on it. */
import { AppError } from "../errors";
import type { Engine } from "./engine";
import type { Lanes } from "./lanes";
import { openTransfer, type SealedManifest } from "./open-transfer";
import { createRunBuffers, readRun } from "./read-run";
import { createRunReader } from "./restore";
import type { SendRequest } from "./send";
import { runsOf } from "./runs";
import type { SendSession } from "./send-session";

/**
 * Reads heads and manifest back, and one random pack of every store, all of the same row so that they
 * can be opened together. A store that gives back something else loses its lane, which rejects with
 * `too-few-stores` when too few are left.
 */
export async function confirmSent(
  engine: Engine,
  request: SendRequest,
  session: SendSession,
  sealed: SealedManifest,
  lanes: Lanes,
): Promise<void> {
  const { route, passphrase, signal } = request;
  const transfer = await openTransfer(engine, {
    index: session.index,
    route,
    signal,
    sealed,
    thorough: true,
    without: [...route.storeIds.keys()].filter((position) => !lanes.alive().includes(position)),
    ...(passphrase !== undefined && { passphrase }),
  });
  const { parameters } = session.identity;
  const runs = [...runsOf(parameters, transfer.manifest.total)];
  const run = runs[Math.floor(engine.env.chance() * runs.length)];
  const reader = createRunReader(engine, transfer);
  try {
    const buffers = createRunBuffers(reader);
    if (run !== undefined) await readRun(reader, run, buffers, { thorough: true, signal });
  } finally {
    await reader.coder.close();
  }
  for (const position of lanes.alive()) {
    const verdict = transfer.verdicts.of(position);
    if (verdict === "good") continue;
    // A resume of this send fills the store again, whatever the checkpoint says of its rows.
    await request.checkpoint.append({ type: "emptied", position });
    const isOther = verdict === "lied" || verdict === "suspect";
    const code = isOther ? "store-conflict" : "store-unavailable";
    lanes.kill(position, new AppError(code, { details: { verdict } }));
  }
}
