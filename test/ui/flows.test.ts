/** What the screens show, step by step, without a browser. */
import { AppError } from "../../src/core/errors";
import { createRestoreFlow } from "../../src/ui/flows/restore-flow";
import { createSendFlow } from "../../src/ui/flows/send-flow";
import { createSignInFlow } from "../../src/ui/flows/sign-in-flow";
import type { sendResult } from "./gallery/samples";
import { card, update } from "./gallery/samples";
import { scriptTransfers, stillRestore, stillSend } from "./gallery/scripted-transfers";

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const index = { code: "A", gateway: "https://elsewhere.example", isForeign: true };
const download = { to: { kind: "download" } } as const;

it("another company's gateway is not contacted before the person agrees", async () => {
  const open = jest.fn(() => Promise.resolve(card));
  const flow = createRestoreFlow(
    scriptTransfers({ readIndex: () => Promise.resolve(index), open }),
  );
  flow.read("line");
  await settled();
  expect(flow.view.current).toEqual({ step: "foreign", index });
  expect(open).not.toHaveBeenCalled();
  flow.open(index);
  await settled();
  expect(flow.view.current).toEqual({ step: "card", card });
});

it("a wrong passphrase is asked for again", async () => {
  const codes = ["passphrase-needed", "passphrase-wrong"] as const;
  let asked = 0;
  const flow = createRestoreFlow(
    scriptTransfers({
      open() {
        const code = codes[asked];
        asked += 1;
        return code === undefined ? Promise.resolve(card) : Promise.reject(new AppError(code));
      },
    }),
  );
  flow.read("line");
  await settled();
  expect(flow.view.current).toMatchObject({ step: "passphrase", isWrong: false });
  flow.open(index, "one");
  await settled();
  expect(flow.view.current).toMatchObject({ step: "passphrase", isWrong: true });
  flow.open(index, "two");
  await settled();
  expect(flow.view.current.step).toBe("card");
});

it("an answer that comes late takes nothing away", async () => {
  let answer: (found: typeof card) => void = () => undefined;
  const flow = createRestoreFlow(
    scriptTransfers({ open: () => new Promise((resolve) => (answer = resolve)) }),
  );
  flow.read("line");
  await settled();
  flow.startOver();
  answer(card);
  await settled();
  expect(flow.view.current).toEqual({ step: "start" });
});

it("a restore that fails comes back to the card, with what had been asked for", async () => {
  const problem = new AppError("target-exists", { subject: "a.txt" });
  const job = { ...stillRestore(update), result: Promise.reject(problem) };
  const flow = createRestoreFlow(scriptTransfers({ restore: () => job }));
  flow.restore(card, download);
  expect(flow.view.current.step).toBe("running");
  await settled();
  expect(flow.view.current).toEqual({ step: "card", card, failure: { problem, order: download } });
});

it("a cancelled send says where fragments are left", async () => {
  let fail: (error: AppError) => void = () => undefined;
  const job = {
    ...stillSend(update),
    result: new Promise<typeof sendResult>((_, reject) => (fail = reject)),
    cancel() {
      fail(new AppError("cancelled"));
      return Promise.resolve([
        { storeId: "a", done: true },
        { storeId: "b", done: false },
      ]);
    },
  };
  const flow = createSendFlow(scriptTransfers({ send: () => job }));
  flow.send({ picked: { files: [], dirs: [], handles: [] }, route: 0, expirySeconds: 1 });
  flow.cancel(job);
  await settled();
  expect(flow.view.current).toEqual({ step: "compose", leftAt: ["b"] });
});

it("signing in: the button is ready, says what went wrong, and who it is", async () => {
  const blocked = new AppError("sign-in-needed", { details: { reason: "popup-blocked" } });
  const signIn = jest.fn(() => Promise.resolve("taro@a.example"));
  signIn.mockRejectedValueOnce(blocked);
  const flow = createSignInFlow({ prepare: () => Promise.resolve(undefined), signIn });
  flow.prepare();
  await settled();
  expect(flow.view.current).toEqual({ step: "signed-out" });
  flow.signIn();
  expect(flow.view.current).toEqual({ step: "signing-in" });
  await settled();
  expect(flow.view.current).toEqual({ step: "signed-out", problem: blocked });
  flow.signIn();
  flow.prepare();
  await settled();
  expect(flow.view.current).toEqual({ step: "signed-in", user: "taro@a.example" });
});

it("what needed a sign-in is opened after it: the address bar has the index no more", async () => {
  let isSignedIn = false;
  const readIndex = jest.fn(() => Promise.resolve({ ...index, isForeign: false }));
  const flow = createRestoreFlow(
    scriptTransfers({
      readIndex,
      open: () =>
        isSignedIn ? Promise.resolve(card) : Promise.reject(new AppError("sign-in-needed")),
    }),
  );
  flow.read("line");
  await settled();
  expect(flow.view.current).toMatchObject({ step: "start", problem: { code: "sign-in-needed" } });
  isSignedIn = true;
  flow.goOnSignedIn();
  await settled();
  expect(flow.view.current).toEqual({ step: "card", card });
  expect(readIndex).toHaveBeenCalledTimes(2);
  flow.startOver();
  flow.goOnSignedIn();
  expect(flow.view.current).toEqual({ step: "start" });
});
