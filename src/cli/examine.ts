/** `pro-porter inspect`, `verify` and `rebuild`: what a transfer holds and how its stores are. */
import { AppError } from "../core/errors";
import { rebuild } from "../core/transfer/rebuild";
import { verify } from "../core/transfer/verify";
import { readState, type StateReport } from "../core/transfer/owner";
import { isoMoment } from "../strings/moments";
import { showable } from "../strings/sentence";
import type { CommonOptions, Context } from "./context";
import { readIndexArgument } from "./index-argument";
import { directRouteOf, reachTransfer, type ReachOptions } from "./reach";
import { openNamed } from "./restore";
import { tellStores } from "./tell";

export interface ExamineOptions extends ReachOptions {
  readonly passphraseFile?: string;
}

function stateLine({ output, engine }: Context, report: StateReport): string {
  const { state } = output.strings.cli;
  const { recall, expirySeconds, note } = report;
  if (recall !== undefined) {
    return `${state.recalled(isoMoment(recall.ts))}${note === undefined ? "" : `: ${showable(note)}`}`;
  }
  if (expirySeconds === undefined) return state.unknown;
  const isPast = engine.env.nowMs() >= expirySeconds * 1000;
  return isPast ? state.expired(isoMoment(expirySeconds)) : state.open(isoMoment(expirySeconds));
}

export async function runInspect(
  context: Context,
  argument: string,
  options: ExamineOptions,
): Promise<void> {
  const { output, engine, signal } = context;
  const { inspect: words } = output.strings.cli;
  const named = await reachTransfer(context, argument, options);
  const report = await readState(engine, { ...named, signal });
  const state = `${words.state}: ${stateLine(context, report)}`;
  if (report.recall !== undefined) {
    output.say(state, "transfer", { recalled: true, note: report.note });
    return;
  }
  const transfer = await openNamed(context, named, { ...options, ignoreState: true });
  const { manifest, heads, verdicts } = transfer;
  const { suite, k, n, z, p, flags } = heads.identity.parameters;
  const { files, dirs, total, segments, created, from, expires } = manifest;
  const scheme = suite === 1 ? words.sealed(k, n) : words.cipherFree(k, n);
  const sender = [from?.name, from?.contact].filter((part) => part !== undefined).join(", ");
  const lines = [
    state,
    ...(sender === "" ? [] : [`${words.from}: ${showable(sender)}`]),
    ...(created === "" ? [] : [`${words.created}: ${created}`]),
    `${words.scheme}: ${scheme}`,
    `${words.content}: ${words.files(files.length, output.size(total))}`,
    ...files.map(({ path, size }) => `  ${output.size(size).padStart(9)}  ${path}`),
    ...dirs.map((path) => `${" ".repeat(13)}${path}/`),
  ];
  output.say(lines.join("\n"), "transfer", {
    parameters: { suite, k, n, z, p, flags },
    manifest: { total, segments, created, files, dirs, from, expires },
    expirySeconds: report.expirySeconds,
    recalled: false,
    stores: verdicts.list(n),
  });
  tellStores(context, transfer, false);
}

export async function runVerify(
  context: Context,
  argument: string,
  options: ExamineOptions,
): Promise<void> {
  const { engine, output, signal } = context;
  const { cli } = output.strings;
  const named = await reachTransfer(context, argument, options);
  const transfer = await openNamed(context, named, { ...options, thorough: true });
  const { stores, lostRuns } = await verify(engine, transfer, signal, output.onProgress);
  output.endProgress();
  tellStores(context, transfer, lostRuns === 0);
  const data = { stores, lostRuns };
  if (lostRuns > 0) {
    output.say(cli.verifiedLost(lostRuns), "verified", data);
    const { k: needed } = transfer.heads.identity.parameters;
    throw new AppError("too-few-stores", { details: { needed, left: 0, dead: [] } });
  }
  const isWhole = stores.every(({ verdict }) => verdict === "good");
  output.say(isWhole ? cli.verified : cli.verifiedDamaged, "verified", data);
}

export interface RebuildOptions extends CommonOptions {
  readonly passphraseFile?: string;
  readonly store: string;
}

export async function runRebuild(
  context: Context,
  argument: string,
  options: RebuildOptions,
): Promise<void> {
  const { engine, output, signal } = context;
  const { index } = await readIndexArgument(context, argument);
  // Only whoever holds the stores' keys can take away what is wrong, so there is no other way to them.
  const route = directRouteOf(context, index.route);
  const transfer = await openNamed(context, { index, route }, { ...options, thorough: true });
  const position = route.storeIds.indexOf(options.store);
  if (position < 0) throw new AppError("store-unknown", { subject: options.store });
  route.prepare();
  const states = route.states(position, transfer.index.id);
  const { onProgress } = output;
  const { written, kept } = await rebuild(engine, {
    transfer,
    position,
    states,
    signal,
    onProgress,
  });
  output.endProgress();
  const line = output.strings.cli.rebuilt(options.store, written, kept);
  output.say(line, "rebuilt", { storeId: options.store, written, kept });
}
