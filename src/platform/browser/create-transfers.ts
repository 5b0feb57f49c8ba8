/** The transfers of a page: everything is done by one worker, which is started here. */
import { AppError } from "../../core/errors";
import { createKeepGoing, type KeepGoing } from "./keep-going";
import type { Picked } from "./picked";
import { createPicks } from "./picks";
import type { JobOrder, JobResult } from "./protocol";
import { saveFile } from "./save-file";
import type {
  Job,
  RestoreJob,
  RestoreResult,
  SendJob,
  Transfers,
  TransfersOptions,
} from "./transfers";
import { reopenHandles } from "./walk-handles";
import { WorkerLink, type LinkedJob } from "./worker-link";

function jobOf<Result>(
  link: WorkerLink,
  { number, update, result }: LinkedJob,
  read: (result: JobResult) => Result,
): Job<Result> {
  const settled = result.then(read);
  settled.catch(() => undefined);
  return {
    update,
    result: settled,
    pause: () => {
      link.command(number, { kind: "pause" });
    },
    resume: () => {
      link.command(number, { kind: "resume" });
    },
  };
}

const mixedUp = (): AppError => new AppError("internal", { details: { what: "another result" } });

function sendJobOf(link: WorkerLink, linked: LinkedJob): SendJob {
  const job = jobOf(link, linked, (result) => {
    if (result.kind !== "sent") throw mixedUp();
    return result.result;
  });
  return {
    ...job,
    continueWith: (minStores) => {
      link.command(linked.number, { kind: "continue-with", minStores });
    },
    cancel: () => link.call("cancel", linked.number),
  };
}

function restored(result: JobResult): RestoreResult {
  if (result.kind !== "restored") throw mixedUp();
  const { download, ...rest } = result.result;
  if (download === undefined) return rest;
  const { name, file } = download;
  const save = (): void => {
    saveFile(name, file);
  };
  save();
  return { ...rest, download: { name, sizeBytes: file.size, save } };
}

function restoreJobOf(link: WorkerLink, linked: LinkedJob): RestoreJob {
  return {
    ...jobOf(link, linked, restored),
    cancel: async () => {
      await link.call("cancel", linked.number);
    },
  };
}

/** Keeps the page going until the job has ended, whatever becomes of it. */
function started(link: WorkerLink, keepGoing: KeepGoing, order: Promise<JobOrder>): LinkedJob {
  const job = link.start(order);
  keepGoing.begin();
  const end = (): void => {
    keepGoing.end();
  };
  job.result.then(end, end);
  return job;
}

type Sending = Pick<
  Transfers,
  "inspect" | "send" | "unfinished" | "keepable" | "takeKept" | "goOn" | "discard"
>;

function createSending(link: WorkerLink, keepGoing: KeepGoing): Sending {
  const picks = createPicks(link);
  let inspected: Picked | undefined;
  /** `give` resolves with the pick that the job takes. */
  const sendJob = (give: () => Promise<Picked>, orderFor: (pick: number) => JobOrder): SendJob => {
    let taken: Picked | undefined;
    const order = async (): Promise<JobOrder> => {
      taken = await give();
      return orderFor(await picks.give(taken));
    };
    const linked = started(link, keepGoing, order());
    const end = (): void => {
      if (taken !== undefined) picks.forget(taken);
    };
    linked.result.then(end, end);
    return sendJobOf(link, linked);
  };
  return {
    async inspect(picked) {
      if (inspected !== undefined && inspected !== picked) picks.forget(inspected);
      inspected = picked;
      return link.call("inspect", await picks.give(picked));
    },
    send: ({ picked, ...request }) =>
      sendJob(
        () => Promise.resolve(picked),
        (pick) => ({ kind: "send", request: { ...request, pick } }),
      ),
    unfinished: () => link.call("unfinished"),
    keepable: (id) => link.call("keepable", id),
    takeKept: async (text) => {
      await link.call("takeKept", text);
    },
    goOn: ({ picked, ...request }) =>
      sendJob(
        async () => picked ?? reopenHandles(await link.call("handlesOf", request.id)),
        (pick) => ({ kind: "go-on", request: { ...request, pick } }),
      ),
    discard: (id) => link.call("discard", id),
  };
}

type Restoring = Pick<Transfers, "readIndex" | "open" | "close" | "restore">;

function createRestoring(link: WorkerLink, keepGoing: KeepGoing): Restoring {
  return {
    readIndex: (source) => link.call("readIndex", source),
    open: (request) => link.call("open", request),
    close: ({ handle }) => {
      link.call("close", handle).catch(() => undefined);
    },
    restore({ card, ...request }) {
      const order: JobOrder = { kind: "restore", request: { ...request, handle: card.handle } };
      return restoreJobOf(link, started(link, keepGoing, Promise.resolve(order)));
    },
  };
}

export function createTransfers(options: TransfersOptions): Transfers {
  const worker = new Worker(new URL("./worker/coordinator.ts", import.meta.url), {
    name: "coordinator",
  });
  const link = new WorkerLink(worker, options);
  const keepGoing = createKeepGoing();
  return {
    config: () => link.call("config"),
    ...createSending(link, keepGoing),
    ...createRestoring(link, keepGoing),
    sent: () => link.call("sent"),
    readSent: (id) => link.call("readSent", id),
    extend: (id, expirySeconds) => link.call("extend", id, expirySeconds),
    recall: (id, reason) => link.call("recall", id, reason),
    owns: (index) => link.call("owns", index),
    adopt: (index) => link.call("adopt", index),
    forget: (id) => link.call("forget", id),
    ownerKeys: () => link.call("ownerKeys"),
    exportOwnerKey: () => link.call("exportOwnerKey"),
    importOwnerKey: (text) => link.call("importOwnerKey", text),
    storage: () => link.call("storage"),
    cleanUp: () => link.call("cleanUp"),
    stop: () => {
      link.stop();
    },
  };
}
