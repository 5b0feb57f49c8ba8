/** `pro-porter recall`, `extend` and `config`: what only the sender can order, and the sender's keys. */
import { readFile } from "node:fs/promises";
import { encodeBase64Url, utf8 } from "../core/bytes";
import { AppError } from "../core/errors";
import { MAX_NOTE_TEXT_BYTES } from "../core/format/owner-action";
import { extend, recall, type OwnerRequest } from "../core/transfer/owner";
import { errnoOf } from "../platform/node/file-errors";
import { isoMoment } from "../strings/moments";
import { runRemoval, type AdministratorOptions } from "./administer";
import type { Context } from "./context";
import { importOwnerKey, ownerKeyPath, parseOwnerKey, readOwnerKeys } from "./owner-keys";
import { parseExpiry, usage } from "./parse-options";
import { reachTransfer, type Named, type ReachOptions } from "./reach";
import { readStandardInput } from "./standard-input";
import { tellPending } from "./tell";

export interface RecallOptions extends ReachOptions, AdministratorOptions {
  readonly reason?: string;
  readonly asAdministrator?: boolean;
}

export interface ExtendOptions extends ReachOptions {
  readonly expires?: string;
}

async function ownerRequest({ signal }: Context, { index, route }: Named): Promise<OwnerRequest> {
  const ownerKeys = await readOwnerKeys();
  if (ownerKeys.length === 0) throw new AppError("owner-key-missing");
  return { index, route, ownerKeys, signal };
}

export async function runRecall(
  context: Context,
  argument: string,
  options: RecallOptions,
): Promise<void> {
  const { cli } = context.output.strings;
  if (options.asAdministrator === true) {
    if (options.gateway !== undefined) throw usage(cli.administratorWay);
    if (options.reason !== undefined) throw usage(cli.administratorReason);
    return runRemoval(context, argument, options);
  }
  if (options.route !== undefined) throw usage(cli.administratorRoute);
  const reason = options.reason ?? "";
  if (utf8(reason).length > MAX_NOTE_TEXT_BYTES) {
    throw new AppError("usage", { subject: cli.usage.noteTooLong });
  }
  const named = await reachTransfer(context, argument, options);
  await recallNamed(context, named, reason);
}

/** Recalls and says what came of it at each store. Throws `action-pending` when one is not done. */
export async function recallNamed(context: Context, named: Named, reason: string): Promise<void> {
  const { engine, output } = context;
  const { cli } = output.strings;
  const request = await ownerRequest(context, named);
  const { stores, isFinal, isReasonReadable } = await recall(engine, request, reason);
  for (const { storeId, done, removed = 0 } of stores) {
    if (done) output.say(cli.recalledAt(storeId, removed), "recalled-at", { storeId, removed });
  }
  if (isReasonReadable) output.note(cli.reasonReadable, "reason-readable", {});
  const pending = tellPending(context, stores);
  output.say(isFinal ? cli.recallFinal : cli.recallNotFinal, "recalled", { isFinal });
  if (pending !== undefined) throw pending;
}

export async function runExtend(
  context: Context,
  argument: string,
  options: ExtendOptions,
): Promise<void> {
  const { engine, output } = context;
  const named = await reachTransfer(context, argument, options);
  const expirySeconds = parseExpiry(context, named.reach, options.expires);
  const request = await ownerRequest(context, named);
  const extended = await extend(engine, request, expirySeconds);
  const until = isoMoment(extended.expirySeconds);
  const pending = tellPending(context, extended.stores);
  output.say(output.strings.cli.extended(until), "extended", { expires: until });
  if (pending !== undefined) throw pending;
}

export function runShowConfig({ config, configPath, output }: Context): void {
  const { origin, stores, routes, expiryDays, maxTransferBytes } = config;
  const shown = { configPath: configPath ?? null, ownerKey: ownerKeyPath() };
  const data = { ...shown, origin, stores, routes, expiryDays, maxTransferBytes };
  output.say(JSON.stringify(data, null, 2), "config", data);
}

/** Prints the signing key: it can recall and extend what it sent, and read nothing. */
export async function runExportOwnerKey({ output }: Context): Promise<void> {
  const [key] = await readOwnerKeys();
  if (key === undefined) throw new AppError("owner-key-missing");
  const ownerKey = encodeBase64Url(key);
  output.say(ownerKey, "owner-key", { ownerKey });
}

const MAX_KEY_FILE_BYTES = 256;

async function readKey(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const reason = errnoOf(error) ?? "unknown";
    const code = reason === "ENOENT" ? "source-missing" : "source-unreadable";
    throw new AppError(code, { details: { reason }, subject: path, cause: error });
  }
}

/** Takes a key from a file, or from standard input for `-`. */
export async function runImportOwnerKey({ output }: Context, path: string): Promise<void> {
  const bytes = path === "-" ? await readStandardInput(MAX_KEY_FILE_BYTES) : await readKey(path);
  const text = new TextDecoder().decode(bytes);
  const key = parseOwnerKey(text);
  const { cli } = output.strings;
  if (key === undefined) throw new AppError("usage", { subject: cli.usage.ownerKey });
  await importOwnerKey(key);
  output.say(cli.ownerKeyImported(ownerKeyPath()), "owner-key-imported", { path: ownerKeyPath() });
}
