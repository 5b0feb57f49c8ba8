/** Opens transfers and restores them. */
import { AppError, invariant } from "../../../core/errors";
import { parseIndex } from "../../../core/format/index-file";
import { PASSPHRASE_FLAG } from "../../../core/format/parameters";
import {
  createLocalNames,
  EVERY_NAME,
  windowsComponent,
  type LocalNames,
} from "../../../core/transfer/local-names";
import { openTransfer, type OpenedTransfer } from "../../../core/transfer/open-transfer";
import type { OnProgress } from "../../../core/transfer/progress";
import { restore, select } from "../../../core/transfer/restore";
import type { Sink } from "../../../core/transfer/sink";
import type { WireRestore, WireRestored, WireUpdate } from "../protocol";
import type { OpenedCard, OpenRequest } from "../transfers";
import { uncancelled, type Context } from "./context";
import { FolderSink } from "./folder-sink";
import { JobRun } from "./job-run";
import { tryLock } from "./locks";
import { StagedSink } from "./staged-sink";
import { stagingFolder, stagingKey } from "./staging-folders";

/** Reads heads, manifest and state; no byte of a file. */
export async function openCard(
  context: Context,
  { index: { code, gateway: origin }, passphrase }: OpenRequest,
): Promise<{ readonly transfer: OpenedTransfer; readonly card: Omit<OpenedCard, "handle"> }> {
  const { prims, coders } = context.engine;
  // Whoever looks at the card will restore.
  coders.warmUp?.();
  const signal = uncancelled();
  const { index } = await parseIndex(prims, code);
  const gateway = await context.gateway(origin, signal);
  const transfer = await openTransfer(context.engine, {
    ...{ index, signal },
    route: gateway.route(index.route),
    ...(passphrase !== undefined && { passphrase }),
  });
  const { manifest, heads, state, verdicts } = transfer;
  const { flags, k, n } = heads.identity.parameters;
  const { from, created, files, dirs, total } = manifest;
  const card = {
    ...{ from, created, files, dirs, k },
    expirySeconds: state.expirySeconds,
    totalBytes: total,
    hasPassphrase: (flags & PASSPHRASE_FLAG) !== 0,
    stores: verdicts.list(n),
  };
  return { transfer, card };
}

interface JobSink extends Sink {
  renamed(): LocalNames["renamed"];
}

/** The names inside of a ZIP are those that this system can unpack. */
function namesInZip(paths: readonly string[]): LocalNames {
  const isWindows = navigator.userAgent.includes("Windows");
  return isWindows ? createLocalNames(paths, windowsComponent) : EVERY_NAME;
}

/** The one root folder or file, else the day on which it was sent. */
function zipName({ manifest }: OpenedTransfer, only: string | undefined): string {
  const paths = [...manifest.files.map(({ path }) => path), ...manifest.dirs];
  const roots = new Set(only === undefined ? paths.map((path) => path.split("/", 1)[0]) : [only]);
  const [root = ""] = roots;
  const name = roots.size === 1 ? root : `pro-porter-${manifest.created.slice(0, 10)}`;
  return `${name.slice(name.lastIndexOf("/") + 1)}.zip`;
}

export interface RestoreJobOptions {
  readonly context: Context;
  readonly transfer: OpenedTransfer;
  readonly request: WireRestore;
  readonly onUpdate: (update: WireUpdate) => void;
}

export class RestoreJobRun {
  readonly #options: RestoreJobOptions;
  readonly #run: JobRun<WireRestored>;
  #sink: JobSink | undefined;
  #staged: StagedSink | undefined;

  constructor(options: RestoreJobOptions) {
    this.#options = options;
    this.#run = new JobRun({
      env: options.context.engine.env,
      network: self,
      canBeEased: false,
      onUpdate: options.onUpdate,
      attempt: (signal, onProgress) => this.#attempt(signal, onProgress),
    });
  }

  get run(): JobRun<WireRestored> {
    return this.#run;
  }

  /** Throws `restore-running` when another tab restores the same. */
  async start(): Promise<WireRestored> {
    const { context, transfer, request } = this.#options;
    const key = await stagingKey(context.engine.prims, transfer.index.id, request.only);
    return tryLock(`pro-porter-restore-${key}`, async (isTaken) => {
      if (isTaken) throw new AppError("restore-running");
      await this.#openSink(key);
      return this.#run.run();
    });
  }

  async #openSink(key: string): Promise<void> {
    const { transfer, request } = this.#options;
    const { only, to } = request;
    if (to.kind === "folder") {
      const { folder, overwrite } = to;
      this.#sink = new FolderSink({ folder, overwrite, stagingName: `.pro-porter-${key}` });
      return;
    }
    const { files, dirs } = select(transfer, only);
    const [first] = files;
    const isAlone = files.length === 1 && dirs.length === 0;
    const asItself = isAlone && (first?.path === only || first?.path.includes("/") === false);
    const folder = await stagingFolder(asItself ? key : `${key}-zip`);
    const { storage } = navigator;
    this.#staged = new StagedSink({ folder, storage, asZip: !asItself, namesFor: namesInZip });
    this.#sink = this.#staged;
  }

  /** Stops and removes what was staged. */
  async cancel(ended: Promise<unknown>): Promise<void> {
    this.#run.cancel();
    await ended.catch(() => undefined);
    await this.#sink?.close(true);
  }

  async #attempt(signal: AbortSignal, onProgress: OnProgress): Promise<WireRestored> {
    const { context, transfer, request } = this.#options;
    const { only } = request;
    const sink = this.#sink;
    invariant(sink !== undefined, "a restore has a sink before it runs");
    try {
      const options = { signal, onProgress, ...(only !== undefined && { only }) };
      const { files, totalBytes } = await restore(context.engine, transfer, sink, options);
      const stores = transfer.verdicts.list(transfer.heads.identity.parameters.n);
      const rest = { fileCount: files.length, totalBytes, renamed: sink.renamed(), stores };
      if (this.#staged === undefined) return rest;
      return { ...rest, download: await this.#download(this.#staged, files) };
    } catch (error) {
      await sink.close(false);
      throw error;
    }
  }

  async #download(
    staged: StagedSink,
    files: readonly { readonly path: string }[],
  ): Promise<NonNullable<WireRestored["download"]>> {
    const { transfer, request } = this.#options;
    const [first] = files;
    if (!staged.isZip && first !== undefined) {
      const name = first.path.slice(first.path.lastIndexOf("/") + 1);
      return { name, file: await staged.file() };
    }
    return { name: zipName(transfer, request.only), file: await staged.file() };
  }
}

/** Throws `transfer-missing` for a card that was closed. */
export function findCard(
  cards: ReadonlyMap<number, OpenedTransfer>,
  handle: number,
): OpenedTransfer {
  const transfer = cards.get(handle);
  if (transfer === undefined) throw new AppError("transfer-missing");
  return transfer;
}
