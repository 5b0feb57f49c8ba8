/** A mail from large attachments to its index, on a fake mail: also with each of its calls failing in turn. */
import { AppError, type ErrorCode } from "../../src/core/errors";
import { readSends } from "../../src/outlook/kept-sends";
import { parseSendingNote, SENDING_NOTE } from "../../src/outlook/shared-notes";
import { NOTHING_PICKED } from "../../src/platform/browser/picked";
import type { SendJob, SendRequest, SendResult } from "../../src/platform/browser/transfers";
import { ComposeFlow } from "../../src/ui/flows/compose-flow";
import type { ComposeOrder } from "../../src/ui/flows/compose-view";
import { chooseLarge } from "../../src/outlook/choose-attachments";
import { asComposed, newFakeMail, type FakeMail } from "../fakes/fake-mail";
import { sendResult, update } from "./gallery/samples";
import { scriptTransfers, stillSend } from "./gallery/scripted-transfers";

const FILES = [
  { name: "small.txt", bytes: new Uint8Array(10) },
  { name: "a.zip", bytes: new Uint8Array(80).fill(1) },
  { name: "b.zip", bytes: new Uint8Array(180).fill(2) },
];
const THRESHOLD = { fileBytes: 50, totalBytes: 100 };
const INDEX = "Restore attachments.porter.txt";

const settled = async (): Promise<void> => {
  for (let i = 0; i < 20; i += 1) await new Promise((resolve) => setImmediate(resolve));
};

const resultOf = (request: SendRequest): SendResult => ({
  ...sendResult,
  id: `transfer of ${request.id ?? ""}`,
  indexFile: "porter.example/#code\n",
  expirySeconds: request.expirySeconds,
  missing: [],
});

/** As the browser remembers it. */
const known = (request: SendRequest) => ({
  ...resultOf(request),
  ...{ route: 0, sentAt: new Date(0) },
});

interface Pane {
  readonly flow: ComposeFlow;
  readonly sent: SendRequest[];
  readonly recalled: string[];
}

/** A pane on the mail. `job` answers a send; stored at once by default. */
function openPane(
  mail: FakeMail,
  job: (request: SendRequest) => Partial<SendJob> = (request) => ({
    result: Promise.resolve(resultOf(request)),
  }),
): Pane {
  const sent: SendRequest[] = [];
  const recalled: string[] = [];
  const transfers = scriptTransfers({
    send(request) {
      sent.push(request);
      return { ...stillSend(update), ...job(request) };
    },
    recall(id) {
      recalled.push(id);
      return Promise.resolve({ isFinal: true, stores: [] });
    },
    discard: () => Promise.resolve([]),
    sent: () => Promise.resolve(sent.map((request) => ({ ...known(request) }))),
  });
  const flow = new ComposeFlow(asComposed(mail), {
    ...{ transfers, address: "https://porter.example", nowMs: () => 1_000 },
    prepared: Promise.resolve(),
  });
  return { flow, sent, recalled };
}

function orderFor({ flow }: Pane, passphrase?: string): ComposeOrder {
  return {
    chosen: chooseLarge(flow.state.current.attachments, THRESHOLD),
    ...{ extras: NOTHING_PICKED, extraNames: [] },
    request: { route: 0, expirySeconds: 9, ...(passphrase !== undefined && { passphrase }) },
    text: { language: "en", hidesNames: false },
  };
}

async function begun(mail: FakeMail, job?: (request: SendRequest) => Partial<SendJob>) {
  const pane = openPane(mail, job);
  pane.flow.read();
  await settled();
  pane.flow.send(orderFor(pane));
  await settled();
  return pane;
}

const names = (mail: FakeMail): string[] => mail.held.map(({ name }) => name).sort();
const start = (): FakeMail => newFakeMail({ attachments: FILES });

it("large attachments leave, small ones stay, the text and one index come", async () => {
  const mail = start();
  const { flow, sent } = await begun(mail);
  expect(flow.view.current).toMatchObject({ step: "ready", left: [], canUndo: true });
  expect(names(mail)).toEqual([INDEX, "small.txt"]);
  expect(mail.body).toContain("Offer_2026.pdf");
  expect(sent).toHaveLength(1);
  const { files } = sent[0]!.picked;
  expect(files.map(({ path, file }) => [path, file.size, file.lastModified])).toEqual([
    ["a.zip", 80, 1_000],
    ["b.zip", 180, 1_000],
  ]);
  expect(parseSendingNote(mail.notes.get(SENDING_NOTE))).toEqual({
    state: "ready",
    indexNames: [INDEX],
  });
});

it("undo: the originals come back, the index goes, the transfer is recalled", async () => {
  const mail = start();
  const body = mail.body;
  const { flow, recalled } = await begun(mail);
  const { current } = flow.view;
  if (current.step !== "ready") throw new Error(current.step);
  flow.undo(current.send);
  await settled();
  expect(flow.view.current).toEqual({ step: "draft", isUndone: true });
  expect(names(mail)).toEqual(["a.zip", "b.zip", "small.txt"]);
  expect(mail.held.find(({ name }) => name === "b.zip")?.bytes).toEqual(FILES[2]?.bytes);
  expect(mail.body).toBe(body);
  expect(recalled).toHaveLength(1);
  expect(await readSends(asComposed(mail))).toEqual([]);
  expect(mail.notes.has(SENDING_NOTE)).toBe(false);
});

const CODES: readonly ErrorCode[] = ["mail-timeout", "mail-refused"];

it.each(CODES.flatMap((code) => [false, true].map((after) => ({ code, after }))))(
  "each call of the mail fails in turn (%j): never an original without an index, and it goes on",
  async (fault) => {
    const rehearsal = start();
    await begun(rehearsal);
    for (let at = 1; at <= rehearsal.calls.length; at += 1) {
      const mail = start();
      let calls = 0;
      mail.fault = () => {
        if (names(mail).filter((name) => name.endsWith(".zip")).length < 2) {
          expect(names(mail)).toContain(INDEX);
        }
        calls += 1;
        return calls === at ? fault : undefined;
      };
      const pane = openPane(mail);
      pane.flow.read();
      await settled();
      if (pane.flow.view.current.step === "unreadable") {
        pane.flow.read();
        await settled();
      }
      pane.flow.send(orderFor(pane));
      await settled();
      // What a person does next, in the same pane or in one that is opened anew.
      mail.fault = undefined;
      const { current } = pane.flow.view;
      if (current.step === "draft") pane.flow.send(orderFor(pane));
      if (current.step === "unplaced") pane.flow.place(current.send);
      await settled();
      expect(pane.flow.view.current.step).toBe("ready");
      const { left } = pane.flow.view.current as { left: readonly unknown[] };
      const zips = names(mail).filter((name) => name.endsWith(".zip"));
      expect(zips).toHaveLength(left.length);
      expect(names(mail)).toContain(INDEX);
      expect(names(mail)).toContain("small.txt");
      expect(names(mail).filter((name) => name.endsWith(".porter.txt"))).toHaveLength(1);
    }
  },
);

it("another mail comes to the front while it is stored: it is placed when its mail is back", async () => {
  const mail = start();
  let finish: (result: SendResult) => void = () => undefined;
  const pane = await begun(mail, () => ({ result: new Promise((done) => (finish = done)) }));
  expect(pane.flow.view.current).toMatchObject({ step: "running", isKept: true });
  mail.isInFront = false;
  finish(resultOf(pane.sent[0]!));
  await settled();
  expect(names(mail)).toEqual(["a.zip", "b.zip", "small.txt"]);
  mail.isInFront = true;
  pane.flow.mail.comeBack(asComposed(mail));
  await settled();
  expect(pane.flow.view.current).toMatchObject({ step: "ready" });
  expect(names(mail)).toEqual([INDEX, "small.txt"]);
});

it("a pane that is opened again offers what is stored, and puts it into the mail", async () => {
  const mail = start();
  mail.fault = (call) => (call.startsWith("attach") ? { code: "mail-refused" } : undefined);
  const first = await begun(mail);
  expect(first.flow.view.current.step).toBe("unplaced");
  mail.fault = undefined;
  const second = openPane(mail);
  second.flow.read();
  await settled();
  const [send] = second.flow.state.current.sends;
  if (send?.step !== "stored") throw new Error("nothing is offered");
  second.flow.place({ ...send, missing: [] });
  await settled();
  expect(second.flow.view.current).toMatchObject({ step: "ready", canUndo: false });
  expect(names(mail)).toEqual([INDEX, "small.txt"]);
});

it("a send that was broken off goes on with the same files; an index that came last is not lost", async () => {
  const mail = start();
  const first = await begun(mail, () => ({ result: new Promise(() => undefined) }));
  const id = first.sent[0]!.id!;
  const unfinished = {
    ...{ id, summary: sendResult.summary, startedAt: new Date(0), expirySeconds: 9, route: 0 },
    ...{ hasPassphrase: false, needsPick: true, isRunning: false },
  };
  const goOn = jest.fn(() => ({
    ...stillSend(update),
    result: Promise.resolve(resultOf(first.sent[0]!)),
  }));
  const options = { address: "https://porter.example", nowMs: () => 2_000 };
  const second = new ComposeFlow(asComposed(mail), {
    ...{ ...options, prepared: Promise.resolve() },
    transfers: scriptTransfers({ unfinished: () => Promise.resolve([unfinished]), goOn }),
  });
  second.read();
  await settled();
  const [send] = second.state.current.sends;
  if (send?.step !== "broken") throw new Error("nothing is offered");
  second.goOn(send, {});
  await settled();
  expect(goOn).toHaveBeenCalledWith(
    expect.objectContaining({
      id,
      picked: expect.objectContaining({
        files: [
          expect.objectContaining({ path: "a.zip" }),
          expect.objectContaining({ path: "b.zip" }),
        ],
      }) as unknown,
    }),
  );
  expect(second.view.current.step).toBe("ready");

  const other = start();
  const lost = await begun(other, () => ({ result: new Promise(() => undefined) }));
  const known = { ...resultOf(lost.sent[0]!), sentAt: new Date(0), route: 0 };
  const third = new ComposeFlow(asComposed(other), {
    ...{ ...options, prepared: Promise.resolve() },
    transfers: scriptTransfers({
      sent: () => Promise.resolve([{ ...known, send: lost.sent[0]!.id! }]),
    }),
  });
  third.read();
  await settled();
  expect(third.state.current.sends).toMatchObject([{ step: "stored" }]);
});

it("a send that fails leaves the mail as it was, and says why", async () => {
  const mail = start();
  const { flow } = await begun(mail, () => ({
    result: Promise.reject(new AppError("gateway-unavailable")),
  }));
  expect(flow.view.current).toMatchObject({
    step: "draft",
    problem: { code: "gateway-unavailable" },
  });
  expect(names(mail)).toEqual(["a.zip", "b.zip", "small.txt"]);
  expect(await readSends(asComposed(mail))).toEqual([]);
  expect(mail.notes.has(SENDING_NOTE)).toBe(false);
});

it("a passphrase that stands in the mail is refused before anything leaves", async () => {
  const mail = newFakeMail({ attachments: FILES, body: "<html><body>pass: sesame</body></html>" });
  const pane = openPane(mail);
  pane.flow.read();
  await settled();
  pane.flow.send(orderFor(pane, "sesame"));
  await settled();
  expect(pane.flow.view.current).toMatchObject({
    step: "draft",
    problem: { code: "passphrase-invalid", details: { reason: "in-mail" } },
  });
  expect(pane.sent).toEqual([]);
});

it("a cancelled send is forgotten by the mail", async () => {
  const mail = start();
  let fail: (error: AppError) => void = () => undefined;
  const { flow } = await begun(mail, () => ({
    result: new Promise((_, reject) => (fail = reject)),
    cancel() {
      fail(new AppError("cancelled"));
      return Promise.resolve([{ storeId: "b", done: false }]);
    },
  }));
  const { current } = flow.view;
  if (current.step !== "running") throw new Error(current.step);
  flow.cancel(current);
  await settled();
  expect(flow.view.current).toEqual({ step: "draft", leftAt: ["b"] });
  expect(names(mail)).toEqual(["a.zip", "b.zip", "small.txt"]);
  expect(mail.notes.size).toBe(0);
});

it("done by hand counts as done", async () => {
  const mail = start();
  mail.fault = (call) => (call.startsWith("attach") ? { code: "mail-refused" } : undefined);
  const { flow } = await begun(mail);
  const { current } = flow.view;
  if (current.step !== "unplaced") throw new Error(current.step);
  flow.placeByHand(current.send);
  await settled();
  expect(flow.view.current).toMatchObject({ step: "ready", canUndo: false });
});

it("where the browser keeps nothing, the mail holds what is needed until all is stored", async () => {
  const mail = start();
  const texts = ["one", "two"];
  const storage = { usedBytes: 0, quotaBytes: 0, leftoverBytes: 0, canKeep: false };
  let finish: (result: SendResult) => void = () => undefined;
  const sent: SendRequest[] = [];
  const flow = new ComposeFlow(asComposed(mail), {
    transfers: scriptTransfers({
      send(request) {
        sent.push(request);
        return { ...stillSend(update), result: new Promise((done) => (finish = done)) };
      },
      storage: () => Promise.resolve(storage),
      keepable: () => Promise.resolve(texts.shift()),
    }),
    ...{ address: "https://porter.example", nowMs: () => 1, prepared: Promise.resolve() },
  });
  flow.read();
  await settled();
  flow.send(orderFor({ flow, sent, recalled: [] }));
  await settled();
  expect(flow.view.current).toMatchObject({ step: "running", isKept: true });
  expect(mail.notes.get("pro-porter.checkpoint")).toBe("one");

  const takeKept = jest.fn(() => Promise.resolve());
  const again = new ComposeFlow(asComposed(mail), {
    transfers: scriptTransfers({ takeKept }),
    ...{ address: "https://porter.example", nowMs: () => 1, prepared: Promise.resolve() },
  });
  again.read();
  await settled();
  expect(takeKept).toHaveBeenCalledWith("one");

  finish(resultOf(sent[0]!));
  await settled();
  expect(flow.view.current.step).toBe("ready");
  expect(mail.notes.has("pro-porter.checkpoint")).toBe(false);
});

it("a cancel shows its end, also when the mail keeps something of the send meanwhile", async () => {
  const mail = start();
  let text: (found: string) => void = () => undefined;
  let fail: (error: AppError) => void = () => undefined;
  const storage = { usedBytes: 0, quotaBytes: 0, leftoverBytes: 0, canKeep: false };
  const job = {
    ...stillSend(update),
    result: new Promise<SendResult>((_, reject) => (fail = reject)),
    async cancel() {
      text("late");
      await settled();
      fail(new AppError("cancelled"));
      return [{ storeId: "b", done: false }];
    },
  };
  const flow = new ComposeFlow(asComposed(mail), {
    transfers: scriptTransfers({
      send: () => job,
      storage: () => Promise.resolve(storage),
      keepable: () => new Promise((found) => (text = found)),
    }),
    ...{ address: "https://porter.example", nowMs: () => 1, prepared: Promise.resolve() },
  });
  flow.read();
  await settled();
  flow.send(orderFor({ flow, sent: [], recalled: [] }));
  await settled();
  const { current } = flow.view;
  if (current.step !== "running") throw new Error(current.step);
  flow.cancel(current);
  await settled();
  await settled();
  await settled();
  expect(flow.view.current).toEqual({ step: "draft", leftAt: ["b"] });
  expect(mail.notes.size).toBe(0);
});
