/** The last part of a send, with every step failing in turn: no original is gone without an index. */
import type { Bytes } from "../../src/core/bytes";
import type { ErrorCode } from "../../src/core/errors";
import { placeIndex, undoPlacement, type Placement } from "../../src/outlook/place-index";
import { forgetSend, keepSend, readSends, type KeptSend } from "../../src/outlook/kept-sends";
import { parseSendingNote, SENDING_NOTE } from "../../src/outlook/shared-notes";
import { asComposed, newFakeMail, type FakeMail } from "../fakes/fake-mail";

const bytes = (text: string): Bytes => new TextEncoder().encode(text);
const INDEX = { name: "Restore attachments.porter.txt", text: "porter.example/#code\n" };
const BLOCK = { id: "b1", html: "<p>Attachments, protected</p>", text: "Attachments, protected" };
const FILES = ["small.txt", "a.zip", "b.zip", "a.zip"].map((name, i) => ({
  name,
  bytes: bytes(`${name}${"x".repeat(i)}`),
}));

function start(): FakeMail {
  return newFakeMail({ attachments: FILES });
}

async function placementFor(mail: FakeMail): Promise<Placement> {
  const list = await asComposed(mail).listAttachments();
  const originals = list.filter(({ name }) => name.endsWith(".zip"));
  const others = list.filter(({ name }) => !name.endsWith(".zip"));
  return { indexName: INDEX.name, indexFile: INDEX.text, block: BLOCK, originals, others };
}

const names = (mail: FakeMail): string[] => mail.held.map(({ name }) => name);
const hasIndex = (mail: FakeMail): boolean => names(mail).includes(INDEX.name);
const originalsLeft = (mail: FakeMail): number =>
  names(mail).filter((name) => name.endsWith(".zip")).length;

test("the mail keeps its small files, one index and one text", async () => {
  const mail = start();
  const steps: string[] = [];
  const placed = await placeIndex(asComposed(mail), await placementFor(mail), (step) => {
    steps.push(step);
  });
  expect(names(mail)).toEqual(["small.txt", INDEX.name]);
  expect(steps).toEqual(["attaching", "writing", "removing"]);
  expect(placed).toMatchObject({ removed: [{}, {}, {}], left: [] });
  expect(parseSendingNote(mail.notes.get(SENDING_NOTE))).toEqual({
    state: "ready",
    indexNames: [INDEX.name],
  });
});

const CODES: readonly ErrorCode[] = ["mail-timeout", "mail-refused", "mail-switched"];

test.each(CODES.flatMap((code) => [true, false].map((after) => ({ code, after }))))(
  "each call in turn fails: %j; the index is there before an original goes, and it goes on",
  async (fault) => {
    const rehearsal = start();
    await placeIndex(asComposed(rehearsal), await placementFor(rehearsal));
    const callCount = rehearsal.calls.length;
    for (let at = 1; at < callCount; at += 1) {
      const mail = start();
      const placement = await placementFor(mail);
      let calls = 0;
      mail.fault = () => {
        calls += 1;
        if (originalsLeft(mail) < 3) expect(hasIndex(mail)).toBe(true);
        return calls === at ? fault : undefined;
      };
      const first = await placeIndex(asComposed(mail), placement).catch(() => undefined);
      if (originalsLeft(mail) < 3) expect(hasIndex(mail)).toBe(true);
      if (first?.left.length === 0) expect(originalsLeft(mail)).toBe(0);
      mail.fault = undefined;
      await placeIndex(asComposed(mail), placement);
      expect(names(mail)).toEqual(["small.txt", INDEX.name]);
      expect(mail.body.split("Attachments, protected")).toHaveLength(2);
    }
  },
);

test("an index that was taken out meanwhile stops the removal", async () => {
  const mail = start();
  const placement = await placementFor(mail);
  mail.fault = (call) => {
    if (call === "remove b.zip") mail.held = mail.held.filter(({ name }) => name !== INDEX.name);
    return undefined;
  };
  await expect(placeIndex(asComposed(mail), placement)).rejects.toMatchObject({
    code: "attachment-missing",
  });
  // Put back by the next try.
  mail.fault = undefined;
  await placeIndex(asComposed(mail), placement);
  expect(names(mail)).toEqual(["small.txt", INDEX.name]);
});

test("what does not go is named, and the rest goes", async () => {
  const mail = start();
  const placement = await placementFor(mail);
  mail.fault = (call) => (call === "remove b.zip" ? { code: "attachment-stays" } : undefined);
  const { left } = await placeIndex(asComposed(mail), placement);
  expect(left).toMatchObject([
    { attachment: { name: "b.zip" }, problem: { code: "attachment-stays" } },
  ]);
  expect(names(mail)).toEqual(["small.txt", "b.zip", INDEX.name]);
});

test("an original that looks like one that stays is left for the sender to remove", async () => {
  const twins = ["one", "two"].map((text) => ({ name: "a.zip", bytes: bytes(text) }));
  const mail = newFakeMail({ attachments: twins });
  const [original, other] = await asComposed(mail).listAttachments();
  const placement = { ...(await placementFor(mail)), originals: [original!], others: [other!] };
  for (let run = 0; run < 2; run += 1) {
    const { left } = await placeIndex(asComposed(mail), placement);
    expect(left).toMatchObject([{ problem: { code: "attachment-stays" } }]);
  }
  expect(names(mail)).toEqual(["a.zip", "a.zip", INDEX.name]);
});

test("undo: the originals come back before the index goes", async () => {
  const mail = start();
  const before = mail.body;
  const placement = await placementFor(mail);
  await placeIndex(asComposed(mail), placement);
  const originals = FILES.filter(({ name }) => name.endsWith(".zip"));
  mail.fault = (call) => (call === "attach b.zip" ? { code: "attachment-too-large" } : undefined);
  await expect(undoPlacement(asComposed(mail), placement, originals)).rejects.toMatchObject({
    code: "attachment-too-large",
  });
  expect(hasIndex(mail)).toBe(true);
  mail.fault = undefined;
  await undoPlacement(asComposed(mail), placement, originals);
  expect(names(mail).sort()).toEqual(["a.zip", "a.zip", "b.zip", "small.txt"]);
  expect(mail.body).toBe(before);
  expect(mail.notes.has(SENDING_NOTE)).toBe(false);
});

test("a pane that was closed goes on with what the mail kept", async () => {
  const mail = start();
  const placement = await placementFor(mail);
  const send: KeptSend = {
    ...{ id: "s1", startedMs: 1, expirySeconds: 2, originals: placement.originals, extras: ["x"] },
    text: { language: "ja", hidesNames: true, name: "Taro" },
    stored: {
      ...{ transferId: "t1", fileCount: 3, totalBytes: 9, hasPassphrase: false, isPlaced: false },
      placement,
    },
  };
  expect(await keepSend(asComposed(mail), send)).toBe(true);
  expect(await keepSend(asComposed(mail), { ...send, id: "s2" })).toBe(true);
  expect(await readSends(asComposed(mail))).toEqual([send, { ...send, id: "s2" }]);
  await forgetSend(asComposed(mail), "s2");
  expect(await readSends(asComposed(mail))).toEqual([send]);
  for (const damaged of ["{", "null", "[7]", JSON.stringify([{ ...send, originals: [{}] }])]) {
    mail.notes.set("pro-porter.sends", damaged);
    expect(await readSends(asComposed(mail))).toEqual([]);
  }
});

test("a second send of the same mail leaves the first index alone", async () => {
  const mail = start();
  const placement = await placementFor(mail);
  const [first, second] = [placement.originals.slice(0, 1), placement.originals.slice(1)];
  await placeIndex(asComposed(mail), { ...placement, originals: first });
  const other = {
    indexName: "Restore attachments (2).porter.txt",
    indexFile: "porter.example/#other\n",
  };
  const block = { ...BLOCK, id: "b2", text: "Second" };
  await placeIndex(asComposed(mail), { ...placement, ...other, block, originals: second });
  expect(names(mail)).toEqual(["small.txt", INDEX.name, other.indexName]);
  await undoPlacement(asComposed(mail), { ...placement, ...other, block, originals: second }, []);
  expect(names(mail)).toEqual(["small.txt", INDEX.name]);
  expect(parseSendingNote(mail.notes.get(SENDING_NOTE))?.indexNames).toEqual([INDEX.name]);
});
