/** `pro-porter restore`: index and any k stores become the files again. */
import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { openTransfer, type OpenedTransfer } from "../core/transfer/open-transfer";
import { restore } from "../core/transfer/restore";
import { createTreeSink } from "../platform/node/tree-sink";
import type { Context } from "./context";
import { readPassphrase } from "./passphrase-file";
import { reachTransfer, type Named, type ReachOptions } from "./reach";
import { tellStores } from "./tell";

export interface RestoreOptions extends ReachOptions {
  readonly to: string;
  readonly only?: string;
  readonly overwrite?: boolean;
  readonly passphraseFile?: string;
}

/** Opens a transfer with the passphrase that the options name. */
export async function openNamed(
  context: Context,
  { index, route }: Named,
  options: {
    readonly passphraseFile?: string;
    readonly ignoreState?: boolean;
    readonly thorough?: boolean;
  },
): Promise<OpenedTransfer> {
  const passphrase = await readPassphrase(options.passphraseFile);
  return openTransfer(context.engine, {
    ...{ index, route },
    signal: context.signal,
    ...(passphrase !== undefined && { passphrase }),
    ...(options.ignoreState !== undefined && { ignoreState: options.ignoreState }),
    ...(options.thorough !== undefined && { thorough: options.thorough }),
  });
}

export async function runRestore(
  context: Context,
  argument: string,
  options: RestoreOptions,
): Promise<void> {
  const { engine, output, signal } = context;
  const { cli } = output.strings;
  const named = await reachTransfer(context, argument, options);
  const transfer = await openNamed(context, named, options);
  const folder = resolve(options.to);
  const key = createHash("sha256")
    .update(transfer.index.id)
    .update(options.only ?? "");
  const stagingName = `.pro-porter-${key.digest("base64url").slice(0, 16)}`;
  const sink = createTreeSink({ folder, stagingName, overwrite: options.overwrite ?? false });
  const { only } = options;
  const selection = await restore(engine, transfer, sink, {
    signal,
    onProgress: output.onProgress,
    ...(only !== undefined && { only }),
  }).finally(() => sink.close(false));
  output.endProgress();
  for (const { from, to } of sink.renamed()) {
    output.note(cli.renamed(from, to), "renamed", { from, to });
  }
  tellStores(context, transfer, true);
  const { files, totalBytes } = selection;
  output.say(cli.restored(files.length, output.size(totalBytes), folder), "restored", {
    files: files.length,
    totalBytes,
    to: folder,
  });
}
