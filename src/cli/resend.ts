/** `pro-porter resend`: what a transfer holds leaves again over another route, without touching a disk. */
import { resolve } from "node:path";
import type { Bytes } from "../core/bytes";
import { AppError } from "../core/errors";
import type { Index } from "../core/format/index-file";
import { openTransfer, type OpenedTransfer } from "../core/transfer/open-transfer";
import { isOwner } from "../core/transfer/owner";
import { createPassingCheckpoint } from "../core/transfer/passing-checkpoint";
import type { Route } from "../core/transfer/route";
import { discard, send, type SendRequest, type Sent } from "../core/transfer/send";
import { createTransferSource } from "../core/transfer/transfer-source";
import { verify } from "../core/transfer/verify";
import type { Context } from "./context";
import { checkOut, tellSent, writeIndex } from "./index-output";
import { readOwnerKeys, signingKey } from "./owner-keys";
import { recallNamed } from "./own";
import { checkSize, parseExpiry, parseMinStores, parseNumber, usage } from "./parse-options";
import { readPassphrase } from "./passphrase-file";
import { reachTransfer, type Named, type Reach, type ReachOptions } from "./reach";
import { openNamed } from "./restore";
import { tellPending, tellStores } from "./tell";

export interface ResendOptions extends ReachOptions {
  readonly route: string;
  readonly out: string;
  readonly expires?: string;
  readonly passphraseFile?: string;
  readonly minStores?: string;
  readonly recallOld?: boolean;
}

export const RESENT_OUT = "Restore attachments (resent).porter.txt";

/** How long the clean-up after a broken run may take: its own signal has ended by then. */
const CLEAN_UP_MS = 30_000;

/** All that is settled before the first byte moves. */
interface Plan {
  readonly reach: Reach;
  readonly route: Route;
  readonly ownerKey: Bytes;
  readonly minStores: number;
  readonly expirySeconds: number;
  readonly passphrase: string | undefined;
  readonly out: string;
}

async function planOf(
  context: Context,
  argument: string,
  options: ResendOptions,
): Promise<{ plan: Plan; old: Named }> {
  const { engine, output, signal } = context;
  const number = parseNumber(context, "--route", options.route);
  const out = resolve(options.out);
  if (out === resolve(argument)) throw usage(output.strings.cli.usage.outIsOld(out));
  const { reach, ...old } = await reachTransfer(context, argument, options);
  const route = reach.openRoute(number);
  const minStores = parseMinStores(context, route, options.minStores);
  const expirySeconds = parseExpiry(context, reach, options.expires);
  const passphrase = await readPassphrase(options.passphraseFile);
  await checkOut(context, out);
  if (options.recallOld === true) {
    const ownerKeys = await readOwnerKeys();
    if (!(await isOwner(engine, { ...old, ownerKeys, signal }))) {
      throw new AppError("owner-key-missing");
    }
  }
  const ownerKey = await signingKey(context);
  return { plan: { reach, route, ownerKey, minStores, expirySeconds, passphrase, out }, old };
}

/** Gives up what a broken run stored, with a signal of its own, and names the stores that keep it. */
async function giveUp(context: Context, request: SendRequest): Promise<void> {
  const { engine, output } = context;
  const { cli } = output.strings;
  output.endProgress();
  try {
    const signal = AbortSignal.timeout(CLEAN_UP_MS);
    const outcomes = await discard(engine, { ...request, signal });
    if (outcomes === undefined) return;
    if (tellPending(context, outcomes) === undefined) output.note(cli.discarded, "discarded", {});
  } catch {
    // The reason of the failure is said; fragments without an index are removed when they expire.
    output.note(cli.notDiscarded, "not-discarded", {});
  }
}

/** Every part read back at every store: the old transfer goes only when as many hold all as were asked. */
async function verifyNew(context: Context, plan: Plan, index: Index): Promise<void> {
  const { engine, signal, output } = context;
  const { route, passphrase, minStores } = plan;
  const given = passphrase === undefined ? {} : { passphrase };
  const transfer = await openTransfer(engine, { index, route, signal, thorough: true, ...given });
  const { stores, lostRuns } = await verify(engine, transfer, signal, output.onProgress);
  output.endProgress();
  const good = stores.filter(({ verdict }) => verdict === "good").length;
  if (lostRuns === 0 && good >= minStores) return;
  tellStores(context, transfer, lostRuns === 0);
  const dead = stores.flatMap(({ storeId, verdict }) =>
    verdict === "good" ? [] : [`${storeId}: ${verdict}`],
  );
  throw new AppError("too-few-stores", { details: { needed: minStores, left: good, dead } });
}

async function sendAgain(context: Context, plan: Plan, transfer: OpenedTransfer): Promise<Sent> {
  const { engine, output, signal } = context;
  const { reach, route, ownerKey, minStores, expirySeconds, passphrase, out } = plan;
  const { manifest } = transfer;
  for (const folder of reach.prepare(route.number)) {
    output.note(output.strings.cli.madeStore(folder), "store-created", { folder });
  }
  const source = createTransferSource(engine, transfer);
  const checkpoint = createPassingCheckpoint();
  const request: SendRequest = {
    ...{ source, route, ownerKey, minStores, expirySeconds, checkpoint, signal },
    onProgress: output.onProgress,
    ...(passphrase !== undefined && { passphrase }),
    ...(manifest.from !== undefined && { from: manifest.from }),
  };
  try {
    const sent = await send(engine, request);
    const indexBytes = await writeIndex(context, reach, out, sent);
    output.endProgress();
    tellSent(context, sent, out, indexBytes);
    return sent;
  } catch (error) {
    await giveUp(context, request);
    throw error;
  } finally {
    await source.close();
  }
}

export async function runResend(
  context: Context,
  argument: string,
  options: ResendOptions,
): Promise<void> {
  const { output } = context;
  const { cli } = output.strings;
  const { plan, old } = await planOf(context, argument, options);
  const transfer = await openNamed(context, old, options);
  const { total: totalBytes, files } = transfer.manifest;
  checkSize(context, plan.reach, totalBytes);
  const { storeIds: stores, k } = plan.route;
  const line = cli.sending(files.length, output.size(totalBytes), stores.length, k);
  output.say(line, "sending", { files: files.length, totalBytes, stores, k });
  const sent = await sendAgain(context, plan, transfer);
  tellStores(context, transfer, true);
  if (options.recallOld !== true) {
    output.note(cli.oldStays, "old-stays", {});
    return;
  }
  try {
    await verifyNew(context, plan, sent.index);
  } catch (error) {
    output.note(cli.oldNotRecalled, "old-stays", {});
    throw error;
  }
  await recallNamed(context, old, "");
}
