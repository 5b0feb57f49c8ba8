/** `pro-porter send`: files and folders leave as fragments, an index file stays. */
import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import { AppError, isAppError } from "../core/errors";
import type { Route } from "../core/transfer/route";
import { discard, send } from "../core/transfer/send";
import { createFileCheckpoint, type FileCheckpoint } from "../platform/node/file-checkpoint";
import { createTreeSource } from "../platform/node/tree-source";
import { walkPaths, type Found } from "../platform/node/walk";
import { showable } from "../strings/sentence";
import type { Context } from "./context";
import { checkOut, tellSent, writeIndex } from "./index-output";
import { stateFolder } from "./locations";
import { ensureOwnerKeys, signingKey } from "./owner-keys";
import { ownPlaces } from "./own-places";
import { checkSize, parseExpiry, parseMinStores, parseNumber } from "./parse-options";
import { readPassphrase } from "./passphrase-file";
import { reachStores, type Reach, type ReachOptions } from "./reach";
import { tellPending } from "./tell";

export interface SendOptions extends ReachOptions {
  readonly out?: string;
  readonly route: string;
  readonly expires?: string;
  readonly passphraseFile?: string;
  readonly minStores?: string;
  readonly from?: string;
  readonly contact?: string;
  readonly discard?: boolean;
}

export const DEFAULT_OUT = "Restore attachments.porter.txt";
/** The same paths, stores and route lead to the same checkpoint. */
function checkpointOf(reach: Reach, paths: readonly string[], route: Route): FileCheckpoint {
  const { number, storeIds, k, suite } = route;
  const key = JSON.stringify({
    paths: paths.map((path) => resolve(path)),
    place: reach.place(number),
    ...{ storeIds, number, k, suite },
  });
  const name = createHash("sha256").update(key).digest("base64url").slice(0, 32);
  return createFileCheckpoint(join(stateFolder(), "sends", `${name}.jsonl`));
}

function tellFound({ output }: Context, found: Found): void {
  const { cli } = output.strings;
  for (const { path, kind } of found.skipped) {
    output.note(cli.skipped(showable(path), kind), "skipped", { path, kind });
  }
  for (const { from, to } of found.renamed) {
    output.note(cli.renamed(showable(from), to), "renamed", { from, to });
  }
}

export async function runSend(
  context: Context,
  paths: readonly string[],
  options: SendOptions,
): Promise<void> {
  const { output } = context;
  const number = parseNumber(context, "--route", options.route);
  const reach = await reachStores(context, options);
  const isDiscard = options.discard === true;
  const route = isDiscard ? reach.route(number) : reach.openRoute(number);
  const checkpoint = checkpointOf(reach, paths, route);
  await checkpoint.lock();
  try {
    if (isDiscard) await runDiscard(context, route, checkpoint);
    else await sendAll(context, paths, options, { reach, route, checkpoint });
  } catch (error) {
    output.endProgress();
    if (isAppError(error) && error.code === "cancelled")
      output.note(output.strings.cli.stopped, "stopped", {});
    throw error;
  } finally {
    await checkpoint.release();
  }
}

async function runDiscard(
  context: Context,
  route: Route,
  checkpoint: FileCheckpoint,
): Promise<void> {
  const { engine, output, signal } = context;
  const { cli } = output.strings;
  const { keys } = await ensureOwnerKeys(engine.prims);
  const [ownerKey] = keys;
  const outcomes = ownerKey && (await discard(engine, { route, ownerKey, checkpoint, signal }));
  const pending = outcomes && tellPending(context, outcomes);
  if (pending !== undefined) throw pending;
  const discarded = outcomes !== undefined;
  output.say(discarded ? cli.discarded : cli.nothingToDiscard, "discarded", { discarded });
}

interface Way {
  readonly reach: Reach;
  readonly route: Route;
  readonly checkpoint: FileCheckpoint;
}

async function sendAll(
  context: Context,
  paths: readonly string[],
  options: SendOptions,
  { reach, route, checkpoint }: Way,
): Promise<void> {
  const { engine, output, signal } = context;
  const { cli } = output.strings;
  const out = resolve(options.out ?? DEFAULT_OUT);
  const minStores = parseMinStores(context, route, options.minStores);
  const expirySeconds = parseExpiry(context, reach, options.expires);
  const passphrase = await readPassphrase(options.passphraseFile);
  await checkOut(context, out);
  const found = await walkPaths(paths, ownPlaces(context, out));
  tellFound(context, found);
  if (found.files.length + found.dirs.length === 0) throw new AppError("source-empty");
  const source = createTreeSource(found);
  const { totalBytes, files } = source.listing;
  checkSize(context, reach, totalBytes);
  for (const folder of reach.prepare(route.number))
    output.note(cli.madeStore(folder), "store-created", { folder });
  const ownerKey = await signingKey(context);
  const stores = route.storeIds.length;
  output.say(cli.sending(files.length, output.size(totalBytes), stores, route.k), "sending", {
    files: files.length,
    totalBytes,
    stores: route.storeIds,
    k: route.k,
  });
  const from = {
    ...(options.from !== undefined && { name: options.from }),
    ...(options.contact !== undefined && { contact: options.contact }),
  };
  let hasResumed = false;
  const sent = await send(engine, {
    ...{ source, route, ownerKey, minStores, expirySeconds, checkpoint, signal },
    onProgress: output.onProgress,
    onBegin: (resumed) => {
      if (resumed) output.note(cli.resuming, "resumed", {});
      else if (hasResumed) output.note(cli.startingAnew, "started-anew", {});
      hasResumed = resumed;
    },
    ...(passphrase !== undefined && { passphrase }),
    ...(Object.keys(from).length > 0 && { from }),
  });
  const indexBytes = await writeIndex(context, reach, out, sent);
  await checkpoint.remove();
  tellSent(context, sent, out, indexBytes);
}
