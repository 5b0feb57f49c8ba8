/** The entry of the coordinator worker: one for a page. It owns the engine, the stores and the permits. */
import type { OpenedTransfer } from "../../../core/transfer/open-transfer";
import type { PickedFile } from "../picked";
import {
  decodeFailure,
  encodeFailure,
  type Answer,
  type PageMessage,
  type WorkerMessage,
} from "../protocol";
import { createAnswers, type Answers } from "./answers";
import { createContext } from "./context";
import { Jobs } from "./jobs";
import { createSendRecords } from "./send-records";
import { removeOldLeftovers } from "./staging-folders";

interface GrowingPick {
  readonly files: PickedFile[];
  readonly dirs: string[];
  readonly handles: FileSystemHandle[];
}

interface Ready {
  readonly answers: Answers;
  readonly jobs: Jobs;
}

const picks = new Map<number, GrowingPick>();
const tokens = new Map<number, (answer: Answer) => void>();
let lastToken = 0;
let ready: Promise<Ready> | undefined;

const post = (message: WorkerMessage): void => {
  postMessage(message);
};

/** The page alone can ask the user to sign in. */
async function askForToken(): Promise<string | undefined> {
  lastToken += 1;
  const id = lastToken;
  const answer = await new Promise<Answer>((resolve) => {
    tokens.set(id, resolve);
    post({ kind: "need-token", id });
  });
  tokens.delete(id);
  if (!answer.ok) throw decodeFailure(answer.failure);
  return typeof answer.value === "string" ? answer.value : undefined;
}

async function getReady({
  gateway,
  hasToken,
}: Extract<PageMessage, { kind: "hello" }>): Promise<Ready> {
  const context = await createContext({ gateway, token: hasToken ? askForToken : undefined });
  const records = createSendRecords(context.database);
  const cards = new Map<number, OpenedTransfer>();
  const jobs = new Jobs({
    ...{ context, records, cards, picks },
    onUpdate: (job, update) => {
      post({ kind: "update", job, update });
    },
  });
  void removeOldLeftovers(context.engine.env.nowMs());
  return { jobs, answers: createAnswers({ context, records, jobs, cards, picks }) };
}

/** Calls come from our own page, whose types have bound name and arguments together. */
async function answerCall({ name, args }: Extract<PageMessage, { kind: "call" }>): Promise<Answer> {
  try {
    const { answers } = (await ready) ?? {};
    const call = answers?.[name] as ((...args: readonly unknown[]) => Promise<unknown>) | undefined;
    return { ok: true, value: await call?.(...args) };
  } catch (error) {
    return { ok: false, failure: encodeFailure(error) };
  }
}

async function runJob({ job, order }: Extract<PageMessage, { kind: "job" }>): Promise<void> {
  try {
    const { jobs } = (await ready) ?? {};
    const result = await jobs?.run(job, order);
    if (result !== undefined) post({ kind: "ended", job, result });
  } catch (error) {
    post({ kind: "failed", job, failure: encodeFailure(error) });
  }
}

function growPick({ pick, files, dirs, handles }: Extract<PageMessage, { kind: "picked" }>): void {
  const growing = picks.get(pick) ?? { files: [], dirs: [], handles: [] };
  picks.set(pick, growing);
  growing.files.push(...files);
  growing.dirs.push(...dirs);
  growing.handles.push(...handles);
}

function take(message: PageMessage): void {
  switch (message.kind) {
    case "hello":
      ready = getReady(message);
      return;
    case "picked":
      growPick(message);
      return;
    case "unpick":
      picks.delete(message.pick);
      return;
    case "call":
      void answerCall(message).then((answer) => {
        post({ kind: "answer", id: message.id, answer });
      });
      return;
    case "job":
      void runJob(message);
      return;
    case "command":
      void ready?.then(({ jobs }) => {
        jobs.command(message.job, message.command);
      });
      return;
    case "token":
      tokens.get(message.id)?.(message.answer);
  }
}

addEventListener("message", ({ data }: MessageEvent<PageMessage>) => {
  take(data);
});
