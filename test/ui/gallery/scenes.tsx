/** Every screen in every state, each by its name: what axe looks at and what the screenshots show. */
import type { ReactNode } from "react";
import { AppError } from "../../../src/core/errors";
import type { PageStrings } from "../../../src/strings/pages/en";
import type { Transfers } from "../../../src/platform/browser/transfers";
import { ExtendDialog } from "../../../src/ui/components/extend-dialog";
import { ImportKeyDialog } from "../../../src/ui/components/import-key-dialog";
import { InsecureNotice, UnreachableNotice } from "../../../src/ui/components/page-notices";
import { PickAgain } from "../../../src/ui/components/pick-again";
import { RecallDialog } from "../../../src/ui/components/recall-dialog";
import type { FilePorts } from "../../../src/ui/file-ports";
import { createRestoreFlow } from "../../../src/ui/flows/restore-flow";
import { createSendFlow } from "../../../src/ui/flows/send-flow";
import { createSentFlow } from "../../../src/ui/flows/sent-flow";
import { RestoreScreen } from "../../../src/ui/screens/restore-screen";
import { SendScreen } from "../../../src/ui/screens/send-screen";
import { TransfersScreen } from "../../../src/ui/screens/transfers-screen";
import { createStoreNames } from "../../../src/ui/store-names";
import type { PageName } from "../../../src/web/page-shell";
import {
  card,
  config,
  EXPIRY_SECONDS,
  NOW_MS,
  picked,
  sendResult,
  sentTransfers,
  summary,
  update,
} from "./samples";
import { scriptTransfers, stillRestore, stillSend } from "./scripted-transfers";

export interface Scene {
  readonly page: PageName | "pane";
  readonly render: (strings: PageStrings) => ReactNode;
  /** What a person does then. */
  readonly act?: () => void;
}

const nowMs = (): number => NOW_MS;
const nothing = (): void => undefined;
const files: FilePorts = {
  readDrop: () => Promise.resolve(picked),
  pickFiles: () => Promise.resolve(undefined),
  pickFolder: () => Promise.resolve(undefined),
  pickTarget: () => Promise.resolve(undefined),
  saveText: nothing,
};

const namesIn = (strings: PageStrings) => createStoreNames(config.routes, strings);

/** The restore screen after an index was read, with `open` answering as the scene says. */
function restoring(
  script: Partial<Transfers>,
  after: (flow: ReturnType<typeof createRestoreFlow>) => void = (flow) => {
    flow.read("index");
  },
  ports: Pick<FilePorts, "pickTarget"> = files,
): Scene {
  const flow = createRestoreFlow(scriptTransfers(script));
  let isStarted = false;
  return {
    page: "restore",
    render: (strings) => {
      if (!isStarted) after(flow);
      isStarted = true;
      return <RestoreScreen files={ports} flow={flow} nameStore={namesIn(strings)} />;
    },
  };
}

const opened: Partial<Transfers> = { open: () => Promise.resolve(card) };
const failing = (error: AppError): Partial<Transfers> => ({ open: () => Promise.reject(error) });

function restoreOf(job: Transfers["restore"]): Scene {
  const download = { kind: "download" } as const;
  return restoring({ ...opened, restore: job }, (flow) => {
    flow.restore(card, { to: download });
  });
}

function sending(script: Partial<Transfers>, start: boolean): Scene {
  const transfers = scriptTransfers(script);
  const flow = createSendFlow(transfers);
  let isStarted = !start;
  return {
    page: "send",
    render: (strings) => {
      const from = { name: "Taro Yamada", contact: "+81-3-1234-5678" };
      if (!isStarted) flow.send({ picked, route: 0, expirySeconds: EXPIRY_SECONDS, from });
      isStarted = true;
      return (
        <SendScreen
          {...{ config, flow, nowMs, transfers }}
          files={files}
          nameStore={namesIn(strings)}
          transfersHref="/transfers"
        />
      );
    },
  };
}

function sent(script: Partial<Transfers>, extra?: (strings: PageStrings) => ReactNode): Scene {
  const transfers = scriptTransfers(script);
  const flow = createSentFlow(transfers);
  return {
    page: "transfers",
    render: (strings) => (
      <>
        <TransfersScreen
          {...{ config, files, flow, nowMs, transfers }}
          nameStore={namesIn(strings)}
          sendHref="/send"
        />
        {extra?.(strings)}
      </>
    ),
  };
}

const states: Partial<Transfers> = {
  sent: () => Promise.resolve(sentTransfers),
  readSent: (id) =>
    Promise.resolve({
      recalledAtSeconds: id === "sent-2" ? NOW_MS / 1000 - 7_200 : undefined,
      note: id === "sent-2" ? "Wrong recipient" : undefined,
      expirySeconds: sentTransfers.find((each) => each.id === id)?.expirySeconds,
    }),
};

const atSeconds = NOW_MS / 1000 - 7_200;
const manyFiles = Array.from({ length: 5_000 }, (_, i) => ({
  path: `Site photos/Day ${String((i % 40) + 1)}/IMG_${String(i).padStart(5, "0")}.jpg`,
  size: 3_100_000 + i,
}));
const tooFew = new AppError("too-few-stores", {
  details: {
    needed: 4,
    left: 3,
    dead: ["oss-sh: store-unavailable"],
  },
});
const waitingUpdate = {
  ...update,
  state: "waiting" as const,
  bytesPerSecond: 0,
  remainingSeconds: undefined,
  problem: tooFew,
  stores: update.stores.map((store) =>
    store.storeId === "oss-sh"
      ? { ...store, phase: "lost" as const, reason: "store-unavailable", isStalled: false }
      : { ...store, bytesPerSecond: 0 },
  ),
};

const submitDialog = (): void => {
  document.querySelector<HTMLButtonElement>("dialog button[type=submit]")?.click();
};

/** As if files had been copied in the system's file manager. */
const pasteFiles = (): void => {
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File(["x"], "x.txt"));
  document.dispatchEvent(new ClipboardEvent("paste", { clipboardData }));
};

const inspecting: Partial<Transfers> = {
  inspect: () =>
    Promise.resolve({ summary, renamed: [{ from: "plan: final?.dwg", to: "plan_ final_.dwg" }] }),
};

const recalling: Scene = sent(states, (strings) => (
  <RecallDialog
    isReasonReadable={false}
    k={3}
    name="Offer_2026.pdf"
    nameStore={namesIn(strings)}
    nowMs={nowMs}
    onClose={nothing}
    recall={() =>
      Promise.resolve({
        isFinal: true,
        stores: [
          { storeId: "azure-jp", done: true, removed: 102, emptiedAt: NOW_MS / 1000 },
          { storeId: "s3-us", done: true, removed: 102, emptiedAt: NOW_MS / 1000 },
          { storeId: "gcs-eu", done: true, removed: 102, emptiedAt: NOW_MS / 1000 },
          { storeId: "oss-sh", done: false, reason: "store-unavailable" },
        ],
      })
    }
  />
));

const importingKey: Scene = sent(states, () => (
  <ImportKeyDialog
    importKey={() => Promise.reject(new AppError("owner-key-invalid"))}
    onDismiss={nothing}
    onDone={nothing}
  />
));

export const SCENES: Readonly<Record<string, Scene>> = {
  restore: restoring({}, nothing),
  "restore-opening": restoring({ open: () => new Promise(nothing) }),
  "restore-card": restoring(opened),
  "restore-card-no-folder": restoring(opened, undefined, {}),
  "restore-card-many": restoring({
    open: () => Promise.resolve({ ...card, files: manyFiles, dirs: [], totalBytes: 1.6e10 }),
  }),
  "restore-passphrase": restoring(failing(new AppError("passphrase-wrong"))),
  "restore-foreign": restoring({
    readIndex: () =>
      Promise.resolve({ code: "A", gateway: "https://files.example.com", isForeign: true }),
  }),
  "restore-not-an-index": restoring({
    readIndex: () =>
      Promise.reject(new AppError("index-invalid", { details: { reason: "length" } })),
  }),
  "restore-recalled": restoring(
    failing(new AppError("recalled", { details: { atSeconds }, subject: "Wrong recipient" })),
  ),
  "restore-expired": restoring(failing(new AppError("expired", { details: { atSeconds } }))),
  "restore-unreachable": restoring(
    failing(
      new AppError("too-few-stores", {
        details: {
          needed: 3,
          left: 2,
          dead: ["oss-sh: store-unavailable", "s3-us: unreachable"],
        },
      }),
    ),
  ),
  "restore-running": restoreOf(() => stillRestore(update)),
  "restore-exists": restoreOf(() => ({
    ...stillRestore(update),
    result: Promise.reject(
      new AppError("target-exists", { details: { count: 3 }, subject: "見積書_2026.pdf" }),
    ),
  })),
  "restore-done": restoreOf(() => ({
    ...stillRestore(update),
    result: Promise.resolve({
      fileCount: 6,
      totalBytes: card.totalBytes,
      renamed: [{ from: "a:b.txt", to: "a_b.txt" }],
      stores: card.stores,
      download: {
        name: "山田 太郎 2026-11-20.zip",
        sizeBytes: card.totalBytes,
        save: nothing,
      },
    }),
  })),
  send: sending({}, false),
  "send-picked": { ...sending(inspecting, false), act: pasteFiles },
  "send-unfinished": sending(
    {
      unfinished: () =>
        Promise.resolve([
          {
            id: "u1",
            summary,
            startedAt: new Date(NOW_MS - 5_400_000),
            expirySeconds: EXPIRY_SECONDS,
            route: 0,
            hasPassphrase: false,
            needsPick: true,
            isRunning: false,
          },
        ]),
    },
    false,
  ),
  "send-pick-again": {
    page: "send",
    render: (strings) => (
      <PickAgain
        files={files}
        onDismiss={nothing}
        onPicked={nothing}
        text={strings.pages.send.unfinished.pickText("Offer_2026.pdf")}
      />
    ),
  },
  "send-running": sending({ send: () => stillSend(update) }, true),
  "send-paused": sending(
    {
      send: () =>
        stillSend({ ...update, state: "paused", bytesPerSecond: 0, remainingSeconds: undefined }),
    },
    true,
  ),
  "send-redundancy": sending({ send: () => stillSend(waitingUpdate) }, true),
  "send-done": sending(
    { send: () => ({ ...stillSend(update), result: Promise.resolve(sendResult) }) },
    true,
  ),
  transfers: sent(states),
  "transfers-empty": sent({}),
  "transfers-extend": sent(states, (strings) => (
    <ExtendDialog
      {...{ config, nowMs }}
      extend={() => new Promise(nothing)}
      name="Offer_2026.pdf"
      nameStore={namesIn(strings)}
      onClose={nothing}
    />
  )),
  "transfers-recall": recalling,
  "transfers-recalled": { ...recalling, act: submitDialog },
  "transfers-import-key": importingKey,
  "transfers-import-key-wrong": { ...importingKey, act: submitDialog },
  "transfers-storage": sent({
    storage: () =>
      Promise.resolve({ usedBytes: 1e9, quotaBytes: 1e10, leftoverBytes: 1.2e9, canKeep: false }),
  }),
  insecure: { page: "restore", render: () => <InsecureNotice /> },
  unreachable: { page: "send", render: () => <UnreachableNotice onRetry={nothing} /> },
};
