/** One index of a mail: whether its files are restored, or who sent them looks after them. */
import type {
  FoundIndexLine,
  Live,
  SentTransfer,
  Transfers,
} from "../../platform/browser/transfers";
import { createRestoreFlow, type RestoreFlow } from "./restore-flow";
import type { SentEntry } from "./sent-flow";
import { createViewCell } from "./view-cell";

export type IndexView =
  /** Another company's gateway is not contacted yet. */
  | { readonly step: "foreign" }
  /** Whether this mailbox sent it is being found out. */
  | { readonly step: "looking" }
  | { readonly step: "own"; readonly entry: SentEntry }
  | {
      readonly step: "restore";
      /** Who sent it may restore it too, and go back. */
      readonly own?: SentEntry;
    };

/** Where in the mail an index lies. */
export interface IndexPlace {
  /** Of the attachment. */
  readonly name: string;
  /** Whether the attachment is a mail, and the index lies in it. */
  readonly isInside: boolean;
}

export interface IndexFlow {
  /** Undefined when the person gave it by hand. */
  readonly place: IndexPlace | undefined;
  readonly line: FoundIndexLine;
  /** Whether the mail was sent from this mailbox. */
  readonly isOwnMail: boolean;
  readonly view: Live<IndexView>;
  readonly restore: RestoreFlow;
  /** Looks for the first time; does nothing after that. */
  start(): void;
  /** Another company's gateway may be contacted. */
  agree(): void;
  /** Tries again what could not be opened. */
  again(): void;
  restoreOwn(entry: SentEntry): void;
  backToOwn(entry: SentEntry): void;
  /** Asks for the state again: something was ordered. */
  refresh(entry: SentEntry): void;
  isRestoring(): boolean;
  /** Gives up what the worker holds for it. */
  close(): void;
}

export interface IndexFlowOptions {
  readonly transfers: Transfers;
  readonly place: IndexPlace | undefined;
  readonly line: FoundIndexLine;
  readonly isOwnMail: boolean;
  /** Brings the owner keys of the mailbox here; never rejects. */
  readonly roamKeys: () => Promise<void>;
  /** Gateways of other companies that were agreed to. */
  readonly agreed: Set<string>;
}

const byCode = (code: string) => (transfer: SentTransfer) =>
  transfer.indexFile.trim().endsWith(code);

async function stateOf(transfers: Transfers, transfer: SentTransfer): Promise<SentEntry> {
  const state = await transfers.readSent(transfer.id).catch(() => "unknown" as const);
  return { transfer, state };
}

/** What this mailbox sent; undefined for what others did. */
async function findOwn(options: IndexFlowOptions): Promise<SentEntry | undefined> {
  const { transfers, line, isOwnMail, roamKeys } = options;
  const known = (await transfers.sent()).find(byCode(line.code));
  if (known !== undefined) return stateOf(transfers, known);
  if (!isOwnMail) return undefined;
  await roamKeys();
  // Whoever forwards a mail sends an index that is not theirs.
  if (!(await transfers.owns(line))) return undefined;
  return stateOf(transfers, await transfers.adopt(line));
}

/** What is shown, and how it comes to be. */
function createSteps(options: IndexFlowOptions, restore: RestoreFlow) {
  const { transfers, line, agreed } = options;
  const mayAsk = !line.isForeign || agreed.has(line.gateway);
  const view = createViewCell<IndexView>({ step: mayAsk ? "looking" : "foreign" });
  const toRestore = (): IndexView => {
    restore.open(line);
    return { step: "restore" };
  };
  return {
    view,
    look: () => {
      view.show({ step: "looking" });
      view.follow(async () => {
        const entry = await findOwn(options);
        return entry === undefined ? toRestore() : { step: "own", entry };
      }, toRestore);
    },
    refresh: ({ transfer }: SentEntry) => {
      view.follow(
        async () => ({ step: "own", entry: await stateOf(transfers, transfer) }),
        () => view.current,
      );
    },
  };
}

export function createIndexFlow(options: IndexFlowOptions): IndexFlow {
  const { transfers, place, line, isOwnMail, agreed } = options;
  const restore = createRestoreFlow(transfers);
  const { view, look, refresh } = createSteps(options, restore);
  let isStarted = false;
  return {
    ...{ place, line, isOwnMail, view, restore, refresh },
    start() {
      if (isStarted || view.current.step === "foreign") return;
      isStarted = true;
      look();
    },
    agree() {
      agreed.add(line.gateway);
      isStarted = true;
      look();
    },
    again() {
      restore.open(line);
    },
    restoreOwn(entry) {
      if (restore.view.current.step === "start") restore.open(line);
      view.show({ step: "restore", own: entry });
    },
    backToOwn(entry) {
      view.show({ step: "own", entry });
      refresh(entry);
    },
    isRestoring: () => restore.view.current.step === "running",
    close() {
      restore.startOver();
    },
  };
}
