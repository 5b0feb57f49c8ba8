/** Whole transfers through the gateway as it ships: send, restore, recall, extend, expire. */
import { readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeBase64Url } from "../../src/core/bytes";
import { extend, readState, recall } from "../../src/core/transfer/owner";
import { differences, patternBytes } from "../fakes/memory-tree";
import { createOwner } from "../fakes/actions";
import {
  connectTo,
  engine,
  localConfig,
  runGateway,
  STORES,
  type RunningGateway,
} from "../fakes/gateway";
import { never, outcome } from "../fakes/world";

const FILES = [
  { path: "report.txt", bytes: patternBytes(700_000, "report") },
  { path: "figures/a.csv", bytes: patternBytes(10, "a") },
  { path: "figures/empty", bytes: new Uint8Array(0) },
];

const held = (gateway: RunningGateway, store: string, transfer: string): string[] =>
  readdirSync(join(gateway.storeFolder(store), transfer)).sort();

it("what was sent is restored, and every store holds its part", async () => {
  const gateway = await runGateway();
  const person = await connectTo(gateway.origin);
  const { index, missing } = await person.send(FILES);
  expect(missing).toEqual([]);
  expect(differences(await person.restore(index), FILES)).toEqual([]);
  for (const store of STORES) {
    const names = held(gateway, store, encodeBase64Url(index.id));
    expect(names).toContain("state-opened");
    expect(names.length).toBeGreaterThan(3);
  }
});

it("a store that is away costs a restore nothing but its help", async () => {
  const gateway = await runGateway();
  const person = await connectTo(gateway.origin);
  const { index } = await person.send(FILES);
  renameSync(gateway.storeFolder("store-2"), join(gateway.folder, "away"));
  expect(differences(await person.restore(index), FILES)).toEqual([]);
});

it("a recall removes everything but the mark, and says so to whoever restores", async () => {
  const gateway = await runGateway();
  const person = await connectTo(gateway.origin);
  const { index } = await person.send(FILES);
  const { stores, isFinal } = await recall(engine, person.owner(index), "宛先を間違えました");
  expect(isFinal).toBe(true);
  expect(stores.every(({ done, marked, left }) => done && marked === true && left === 0)).toBe(
    true,
  );
  for (const store of STORES) {
    expect(held(gateway, store, encodeBase64Url(index.id))).toEqual(["state-recalled"]);
  }
  const { error } = await outcome(person.restore(index));
  expect(error).toMatchObject({ code: "recalled", subject: "宛先を間違えました" });
  expect((await readState(engine, { ...person.owner(index) })).note).toBe("宛先を間違えました");
});

it("with a store away a recall says what is done, what is not, and from when no restore is possible", async () => {
  const gateway = await runGateway();
  const person = await connectTo(gateway.origin);
  const { index } = await person.send(FILES);
  const away = join(gateway.folder, "away");
  renameSync(gateway.storeFolder("store-3"), away);
  const { stores, isFinal } = await recall(engine, person.owner(index), "");
  expect(isFinal).toBe(true);
  expect(stores.map(({ storeId, done }) => `${storeId} ${String(done)}`)).toEqual([
    ...["store-1 true", "store-2 true", "store-3 false", "store-4 true"],
  ]);
  expect(stores[2]).toMatchObject({ reason: "store-unavailable", marked: false });
  renameSync(away, gateway.storeFolder("store-3"));
  const again = await recall(engine, person.owner(index), "");
  expect(again.stores.every(({ done }) => done)).toBe(true);
}, 120_000);

it("a forged recall at one store stops nothing", async () => {
  const gateway = await runGateway();
  const person = await connectTo(gateway.origin);
  const { index } = await person.send(FILES);
  const stranger = await createOwner();
  const forged = [await stranger.sign(2), patternBytes(400), new Uint8Array(0)];
  for (const bytes of forged) {
    const path = join(gateway.storeFolder("store-1"), encodeBase64Url(index.id), "state-recalled");
    writeFileSync(path, bytes);
    expect(differences(await person.restore(index), FILES)).toEqual([]);
  }
});

it("an expired transfer is not restored; extended in time it is", async () => {
  const gateway = await runGateway();
  const person = await connectTo(gateway.origin);
  const { index } = await person.send(FILES, 4, 3);
  const kept = await person.send(FILES, 4, 60);
  const later = Math.floor(Date.now() / 1000) + 5 * 86_400;
  const extended = await extend(engine, person.owner(kept.index), later);
  expect(extended).toMatchObject({ expirySeconds: later });
  expect(extended.stores.every(({ done }) => done)).toBe(true);
  const wait = (await readState(engine, person.owner(index))).expirySeconds ?? 0;
  await new Promise((resolve) => setTimeout(resolve, wait * 1_000 - Date.now() + 1_000));
  expect((await outcome(person.restore(index))).error).toMatchObject({ code: "expired" });
  expect(differences(await person.restore(kept.index), FILES)).toEqual([]);
});

it("what the policy does not allow is refused with the reason", async () => {
  const config = localConfig({
    policy: { maxTransferBytes: 1_000, expiryDays: { default: 1, max: 2 } },
    routes: [
      { id: 0, stores: STORES, k: 3 },
      { id: 1, stores: STORES, k: 3, closed: true },
    ],
  });
  const gateway = await runGateway({ config });
  const person = await connectTo(gateway.origin);
  const refused = (reason: string) => ({ code: "action-refused", details: { reason } });
  expect((await outcome(person.send(FILES))).error).toMatchObject(refused("size"));
  const small = [{ path: "a", bytes: patternBytes(10) }];
  expect((await outcome(person.send(small, 4, 3 * 86_400))).error).toMatchObject(refused("expiry"));
  expect(readdirSync(gateway.storeFolder("store-1"))).toEqual([]);
  const { index } = await person.send(small);
  const far = Math.floor(Date.now() / 1000) + 3 * 86_400;
  const { error } = await outcome(extend(engine, person.owner(index), far));
  expect(error).toMatchObject(refused("expiry"));
  const owner = await createOwner();
  const open = { route: 1, transfer: owner.id, totalBytes: 1 };
  const action = await owner.sign(1, { origin: gateway.origin });
  const closed = await gateway.call("/api/v1/transfers", { body: { ...open, action } });
  expect([closed.status, closed.error?.details]).toEqual([403, { reason: "closed" }]);
});

it("hears no plaintext, no name and no secret, and logs neither names nor queries", async () => {
  const gateway = await runGateway();
  const person = await connectTo(gateway.origin);
  const { index } = await person.send(FILES);
  await person.restore(index);
  await recall(engine, person.owner(index), "a reason that is sealed");
  const log = gateway.log.join("");
  expect(log).toContain('"route":"/api/v1/transfers/:transfer/read"');
  for (const secret of [encodeBase64Url(index.secret), "report", "signature", "?", "a reason"]) {
    expect(log).not.toContain(secret);
  }
});

it("a gateway that starts anew goes on where the other one ended", async () => {
  const first = await runGateway();
  const { index } = await (await connectTo(first.origin)).send(FILES);
  await first.stop();
  const second = await runGateway({ folder: first.folder });
  const person = await connectTo(second.origin);
  expect(differences(await person.restore(index), FILES)).toEqual([]);
  expect(
    (await readState(engine, { index, route: person.gateway.route(0), signal: never() })).recall,
  ).toBeUndefined();
});
