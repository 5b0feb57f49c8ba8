/** `pro-porter send`: files and folders leave as fragments, an index file stays. */
import { createHash } from "node:crypto";
import { accessSync, constants, statSync } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { Bytes } from "../core/bytes";
import { AppError, isAppError } from "../core/errors";
import { readIndexFile, writeIndexFile } from "../core/format/index-file";
import type { Route } from "../core/transfer/route";
import { discard, send, type Sent } from "../core/transfer/send";
import { createFileCheckpoint, type FileCheckpoint } from "../platform/node/file-checkpoint";
import { diskError } from "../platform/node/file-errors";
import { createTreeSource } from "../platform/node/tree-source";
import { walkPaths, type Found } from "../platform/node/walk";
import { isoMoment } from "../strings/moments";
import { showable } from "../strings/sentence";
import type { Context } from "./context";
import { readHeadOfFile } from "./index-argument";
import { stateFolder } from "./locations";

import { ensureOwnerKeys, ownerKeyPath } from "./owner-keys";
import { ownPlaces } from "./own-places";
import { parseExpiry, parseMinStores, parseNumber, usage } from "./parse-options";
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
/** Checks before anything is sent that the index can be written: a file there must be an index. */
async function checkOut({ output, engine }: Context, path: string): Promise<void> {
  const { outFolder, outExists } = output.strings.cli.usage;
  try {
    if (statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory() !== true) {
      throw usage(outFolder(path));
    }
    accessSync(dirname(path), constants.W_OK | constants.X_OK);
    if (statSync(path, { throwIfNoEntry: false })?.isFile() === false) throw usage(outExists(path));
  } catch (error) {
    throw diskError(error, path);
  }
  try {
    const bytes = await readHeadOfFile(path);
    if (bytes !== undefined) await readIndexFile(engine.prims, bytes);
  } catch {
    throw usage(outExists(path));
  }
}

async function writeIndex(
  { engine }: Context,
  { host }: Reach,
  path: string,
  sent: Sent,
): Promise<number> {
  const bytes = await writeIndexFile(engine.prims, sent.index, host);
  const temporary = join(dirname(path), `.${basename(path)}.${String(process.pid)}`);
  try {
    await writeFile(temporary, bytes, { mode: 0o600 });
    await rename(temporary, path);
  } catch (error) {
    throw diskError(error, path);
  } finally {
    await rm(temporary, { force: true });
  }
  return bytes.length;
}

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

function checkSize({ output }: Context, reach: Reach, totalBytes: number): void {
  if (totalBytes <= reach.maxTransferBytes) return;
  throw new AppError("action-refused", { subject: output.strings.cli.refusals.size });
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

/** The owner key that signs; a first one is made and said. */
async function signingKey({ engine, output }: Context): Promise<Bytes> {
  const path = ownerKeyPath();
  const { keys, isNew } = await ensureOwnerKeys(engine.prims);
  const [ownerKey] = keys;
  if (ownerKey === undefined) throw new AppError("owner-key-invalid", { subject: path });
  const { madeOwnerKey } = output.strings.cli;
  if (isNew) output.note(madeOwnerKey(path), "owner-key-created", { path });
  return ownerKey;
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

function tellSent({ output }: Context, sent: Sent, out: string, indexBytes: number): void {
  const { cli, storeReasons } = output.strings;
  const until = isoMoment(sent.expirySeconds);
  const { missing, resumed } = sent;
  for (const { storeId, reason } of missing) {
    const line = cli.missingStore(storeId, storeReasons[reason] ?? reason);
    output.note(line, "store-missing", { storeId, reason });
  }
  const data = { index: out, indexBytes, expires: until, resumed };
  output.say(cli.sent(out, indexBytes, until), "sent", data);
}
