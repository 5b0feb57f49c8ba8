/** Which mail's indexes the read pane shows, when Outlook errs and when mails change. */
import { formatIndexFile, parseIndex } from "../../src/core/format/index-file";
import { findIndexes } from "../../src/outlook/find-index";
import type { ReceivedMail } from "../../src/outlook/mail-item";
import type { ErrorCode } from "../../src/core/errors";
import type {
  FoundIndexLine,
  OpenedCard,
  RestoreJob,
  SentTransfer,
  Transfers,
} from "../../src/platform/browser/transfers";
import { nodePrimitives as prims } from "../../src/platform/node/primitives";
import type { FindIndexes } from "../../src/ui/flows/mail-indexes-flow";
import { createReadFlow } from "../../src/ui/flows/read-flow";
import { asReceived, newFakeMail, type FakeMail } from "../fakes/fake-mail";
import { card, sentTransfers, update } from "./gallery/samples";
import { scriptTransfers, stillRestore } from "./gallery/scripted-transfers";

const bytes = (text: string) => new TextEncoder().encode(text);

async function lineOf(seed: number): Promise<string> {
  const [secret, id] = [new Uint8Array(24).fill(seed), new Uint8Array(24).fill(seed + 1)];
  return formatIndexFile(prims, { route: 0, secret, id }, "porter.example.test");
}

async function mailWith(id: string, seeds: readonly number[], more: { isOwn?: boolean } = {}) {
  const attachments = await Promise.all(
    seeds.map(async (seed) => ({
      name: `${String(seed)}.porter.txt`,
      bytes: bytes(await lineOf(seed)),
    })),
  );
  const state = newFakeMail({ attachments });
  return { state, mail: asReceived(state, { id, ...more }) };
}

const lineAt = (code: string): FoundIndexLine => ({
  ...{ code, gateway: "https://porter.example.test", isForeign: false },
});

/** As the worker reads it. */
async function readLine(line: string): Promise<FoundIndexLine> {
  await parseIndex(prims, line);
  return lineAt(line.trim().slice(-68));
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

interface Scene {
  readonly find?: FindIndexes;
  readonly script?: Partial<Transfers>;
  readonly settings?: Readonly<Record<string, string>>;
}

function start({ find, script, settings = {} }: Scene = {}) {
  let front: ReceivedMail | undefined;
  let state: FakeMail | undefined;
  let tell = (): void => undefined;
  let nowMs = 0;
  const opened: string[] = [];
  const transfers = scriptTransfers({
    ownerKeys: () => Promise.resolve([]),
    exportOwnerKey: () => Promise.resolve("B".repeat(43)),
    importOwnerKey: () => Promise.resolve(),
    readIndex: (source) => readLine(source as string),
    open: ({ index }): Promise<OpenedCard> => {
      opened.push(index.code);
      return Promise.resolve({ ...card, handle: opened.length });
    },
    ...script,
  });
  const flow = createReadFlow({
    mailbox: {
      get mail() {
        return front;
      },
      onMailChange: (listener) => {
        tell = listener;
        return () => undefined;
      },
      settings: {
        get: (key) => settings[key],
        set: () => undefined,
        save: () => Promise.resolve(),
      },
    },
    transfers,
    ...(find !== undefined && { find }),
    nowMs: () => nowMs,
  });
  return {
    flow,
    opened,
    /** Brings a mail to the front, as Outlook does: the one before is no longer there. */
    show(next: { readonly state: FakeMail; readonly mail: ReceivedMail } | undefined) {
      if (state !== undefined) state.isInFront = false;
      state = next?.state;
      if (state !== undefined) state.isInFront = true;
      front = next?.mail;
      tell();
    },
    pass(ms: number) {
      nowMs += ms;
    },
    view: () => flow.view.current.front?.view.current,
    chosen: () => flow.view.current.front?.view.current.chosen,
  };
}

test("the only index of a mail is opened, and nothing of it fetched", async () => {
  const pane = start();
  pane.show(await mailWith("a", [1]));
  expect(pane.view()?.isSearching).toBe(true);
  await settled();
  expect(pane.view()).toMatchObject({ isSearching: false, unread: [] });
  expect(pane.chosen()?.restore.view.current.step).toBe("card");
  pane.show(undefined);
  expect(pane.flow.view.current.front).toBeUndefined();
});

test("of several indexes none is looked at before one was chosen", async () => {
  const pane = start();
  pane.show(await mailWith("a", [1, 3]));
  await settled();
  expect(pane.view()?.indexes).toHaveLength(2);
  expect(pane.chosen()).toBeUndefined();
});

test.each<[string, ErrorCode]>([
  ["silence", "mail-timeout"],
  ["an error", "mail-refused"],
  ["a missing right", "mail-permission"],
])("%s at each call: it is said, and found when tried again", async (_name, code) => {
  for (const call of ["list", "readAttachment"]) {
    const pane = start();
    const given = await mailWith("a", [1]);
    given.state.fault = (called) => (called === call ? { code } : undefined);
    pane.show(given);
    await settled();
    const { problem, unread = [], indexes } = pane.view() ?? {};
    expect(indexes).toEqual([]);
    expect(problem?.code ?? unread[0]?.problem.code).toBe(code);
    given.state.fault = undefined;
    pane.flow.view.current.front?.lookAgain();
    await settled();
    expect(pane.view()).toMatchObject({ isSearching: false, unread: [] });
    expect(pane.view()?.problem).toBeUndefined();
    expect(pane.chosen()).toBeDefined();
  }
});

test("an answer that comes when another mail is in front belongs to nobody", async () => {
  const answers: (() => void)[] = [];
  const pane = start({
    find: async (mail, onFound) => {
      await new Promise<void>((resolve) => answers.push(resolve));
      return findIndexes(readLine, mail, onFound);
    },
  });
  const [first, second] = [await mailWith("a", [1]), await mailWith("b", [])];
  pane.show(first);
  pane.show(second);
  answers.forEach((answer) => {
    answer();
  });
  await settled();
  expect(pane.flow.view.current.front?.id).toBe("b");
  expect(pane.view()?.indexes).toEqual([]);
  pane.show(first);
  answers.at(-1)?.();
  await settled();
  expect(pane.chosen()).toBeDefined();
});

test("what was found just before another mail came is looked for again", async () => {
  // Outlook answered for the second mail before it told of it.
  const [first, second] = [await mailWith("a", [1]), await mailWith("b", [3])];
  let isEarly = true;
  const pane = start({
    find: (mail, onFound) =>
      isEarly
        ? findIndexes(readLine, { ...second.mail, id: mail.id }, onFound)
        : findIndexes(readLine, mail, onFound),
  });
  pane.show(first);
  await settled();
  isEarly = false;
  pane.show(second);
  pane.pass(60_000);
  pane.show(first);
  await settled();
  expect(pane.chosen()?.place?.name).toBe("1.porter.txt");
  // Later that is no question any more.
  pane.pass(60_000);
  pane.show(second);
  first.state.calls.length = 0;
  pane.show(first);
  await settled();
  expect(first.state.calls).toEqual([]);
});

test("a restore goes on while other mails are looked at, and is there when its mail comes back", async () => {
  let finish: (result: Awaited<RestoreJob["result"]>) => void = () => undefined;
  const result = new Promise<Awaited<RestoreJob["result"]>>((resolve) => {
    finish = resolve;
  });
  const pane = start({ script: { restore: () => ({ ...stillRestore(update), result }) } });
  const first = await mailWith("a", [1]);
  pane.show(first);
  await settled();
  pane.chosen()?.restore.restore(card, { to: { kind: "download" } });
  pane.pass(60_000);
  for (let i = 0; i < 30; i += 1) {
    pane.show(await mailWith(`other ${String(i)}`, []));
    await settled();
  }
  expect(pane.flow.view.current.elsewhere.map(({ id }) => id)).toEqual(["a"]);
  expect(pane.chosen()).toBeUndefined();
  finish({ fileCount: 1, totalBytes: 1, renamed: [], stores: [] });
  await settled();
  expect(pane.flow.view.current.elsewhere).toEqual([]);
});

const sentOf = async (seed: number): Promise<SentTransfer> => ({
  ...sentTransfers[0]!,
  indexFile: await lineOf(seed),
});

describe("the mail was sent from this mailbox", () => {
  test("with a key that roams it is a control page, and nothing is opened", async () => {
    const adopted = await sentOf(1);
    const imported: string[] = [];
    const pane = start({
      settings: { "pro-porter.owner-keys": "K".repeat(43) },
      script: {
        importOwnerKey: (key) => {
          imported.push(key);
          return Promise.resolve();
        },
        owns: () => Promise.resolve(imported.includes("K".repeat(43))),
        adopt: () => Promise.resolve(adopted),
        readSent: () =>
          Promise.resolve({ recalledAtSeconds: undefined, note: "", expirySeconds: 1 }),
      },
    });
    pane.show(await mailWith("a", [1], { isOwn: true }));
    await settled();
    expect(pane.chosen()?.view.current).toMatchObject({
      step: "own",
      entry: { transfer: adopted },
    });
    expect(pane.opened).toEqual([]);
  });

  test("an index of somebody else is restored, whatever fails on the way", async () => {
    const failing = () => Promise.reject(new Error("no answer"));
    for (const script of [{}, { owns: failing }, { ownerKeys: failing }, { sent: failing }]) {
      const pane = start({ script });
      pane.show(await mailWith("a", [1], { isOwn: true }));
      await settled();
      expect(pane.chosen()?.view.current).toEqual({ step: "restore" });
      expect(pane.chosen()?.restore.view.current.step).toBe("card");
    }
  });

  test("what this browser sent is known without a key, from whatever address", async () => {
    const known = await sentOf(1);
    const pane = start({
      script: { sent: () => Promise.resolve([known]), readSent: () => Promise.reject(new Error()) },
    });
    pane.show(await mailWith("a", [1]));
    await settled();
    expect(pane.chosen()?.view.current).toMatchObject({ step: "own", entry: { state: "unknown" } });
  });
});

test("another company's gateway is asked nothing before it is agreed to, and once is enough", async () => {
  let owned = 0;
  const foreign = "https://files.example.com";
  const pane = start({
    script: {
      readIndex: (source) =>
        Promise.resolve({
          code: (source as string).trim().slice(-68),
          gateway: foreign,
          isForeign: true,
        }),
      owns: () => {
        owned += 1;
        return Promise.resolve(false);
      },
    },
  });
  pane.show(await mailWith("a", [1], { isOwn: true }));
  await settled();
  expect(pane.chosen()?.view.current.step).toBe("foreign");
  expect([pane.opened.length, owned]).toEqual([0, 0]);
  pane.chosen()?.agree();
  await settled();
  expect([pane.opened.length, owned]).toEqual([1, 1]);
  pane.show(await mailWith("b", [3]));
  await settled();
  expect(pane.opened).toHaveLength(2);
});
