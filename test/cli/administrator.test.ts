/** Whoever holds the stores' keys removes a transfer without its owner. */
import { mkdirSync, readdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { createHome, eventsOf, type Home } from "../fakes/cli";
import { patternBytes } from "../fakes/memory-tree";

const STORES = ["store-1", "store-2", "store-3", "store-4"];
const storeOf = (home: Home, store: string): string => join(home.folder, "data", store);

/** What a store holds of all transfers. */
const heldAt = (home: Home, store: string): string[] =>
  readdirSync(storeOf(home, store), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .map(({ name }) => name);

/** A home from which something was sent, and the name of the transfer. */
async function afterSend(): Promise<{ home: Home; transfer: string }> {
  const home = createHome();
  home.write("plan.bin", patternBytes(300_000));
  expect(await home.run(["send", "plan.bin", "--out", "t.txt"])).toMatchObject({ code: 0 });
  const [transfer = ""] = readdirSync(storeOf(home, "store-1")).filter(
    (name) => !name.startsWith("."),
  );
  return { home, transfer };
}

const recall = (home: Home, ...args: string[]) =>
  home.run(["recall", ...args], { env: { XDG_CONFIG_HOME: join(home.folder, "administrator") } });

it("by the transfer's name alone, and a second time it finds nothing left", async () => {
  const { home, transfer } = await afterSend();
  const first = await recall(home, transfer, "--as-administrator", "--json");
  expect(first.code).toBe(0);
  const events = eventsOf(first);
  const removedAt = events.filter(({ event }) => event === "removed-at");
  expect(removedAt.map(({ storeId }) => storeId)).toEqual(STORES);
  expect(removedAt.every(({ removed }) => Number(removed) > 0)).toBe(true);
  expect(events.at(-1)).toMatchObject({ event: "removed", isFinal: true });
  for (const store of STORES) expect(heldAt(home, store)).toEqual([]);
  const restored = await home.run(["restore", "t.txt", "--to", "out"]);
  expect([restored.code, restored.stderr.includes("does not have this transfer")]).toEqual([
    4,
    true,
  ]);
  const second = await recall(home, transfer, "--as-administrator");
  expect(second).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("store-1: 0 objects") as string,
  });
});

it("by a name that looks like an option", async () => {
  const { home, transfer } = await afterSend();
  const named = `-${transfer.slice(1)}`;
  for (const store of STORES) {
    renameSync(join(storeOf(home, store), transfer), join(storeOf(home, store), named));
  }
  expect(await recall(home, named, "--as-administrator")).toMatchObject({ code: 0 });
  for (const store of STORES) expect(heldAt(home, store)).toEqual([]);
});

it("by its index, while a store is away, and by the same command later", async () => {
  const { home } = await afterSend();
  const away = join(home.folder, "away");
  renameSync(storeOf(home, "store-2"), away);
  const pending = await recall(home, "t.txt", "--as-administrator");
  expect([pending.code, pending.stderr.includes("store-2")]).toEqual([4, true]);
  expect(pending.stdout).toContain("Nothing can be restored any more");
  expect(heldAt(home, "store-1")).toEqual([]);
  mkdirSync(join(home.folder, "data"), { recursive: true });
  renameSync(away, storeOf(home, "store-2"));
  expect(await recall(home, "t.txt", "--as-administrator")).toMatchObject({ code: 0 });
  expect(heldAt(home, "store-2")).toEqual([]);
});

it("the mark of the sender's own recall stays", async () => {
  const { home, transfer } = await afterSend();
  expect(await home.run(["recall", "t.txt"])).toMatchObject({ code: 0 });
  expect(await recall(home, transfer, "--as-administrator")).toMatchObject({ code: 0 });
  for (const store of STORES) expect(heldAt(home, store)).toEqual(["state-recalled"]);
});

it.each([
  [["t.txt"], 5, "owner key"],
  [["t.txt", "--as-administrator", "--gateway", "localhost:1"], 2, "--gateway"],
  [["t.txt", "--as-administrator", "--reason", "x"], 2, "--reason"],
  [["t.txt", "--route", "0"], 2, "--as-administrator"],
])("recall %j says what is missing", async (args, code, text) => {
  const { home } = await afterSend();
  const refused = await recall(home, ...args);
  expect([refused.code, refused.stderr.includes(text)]).toEqual([code, true]);
  expect(heldAt(home, "store-1").length).toBeGreaterThan(1);
});

it("a route that is not there is said to be that, and nothing is touched", async () => {
  const { home, transfer } = await afterSend();
  const refused = await recall(home, transfer, "--as-administrator", "--route", "9");
  expect(refused.code).not.toBe(0);
  expect(heldAt(home, "store-1").length).toBeGreaterThan(1);
});
