/** Whole transfers through a gateway: HTTP to it, HTTP to the stores, and what becomes of them in trouble. */
jest.mock("../../src/core/format/parameters", () =>
  jest.requireActual<SmallLayout>("../fakes/small-layout").smallParameters(),
);
import type { Bytes } from "../../src/core/bytes";
import { systemEnv } from "../../src/core/env";
import { fetchHttp } from "../../src/core/fetch-http";
import type { Index } from "../../src/core/format/index-file";
import { openGateway, type Gateway } from "../../src/core/gateway-client/gateway-route";
import { openTransfer } from "../../src/core/transfer/open-transfer";
import { extend, readState, recall } from "../../src/core/transfer/owner";
import { restore } from "../../src/core/transfer/restore";
import { send, type Sent } from "../../src/core/transfer/send";
import { nodePrimitives as prims } from "../../src/platform/node/primitives";
import { startGatewayServer, type GatewayServer } from "../fakes/gateway-server";
import { createMemoryCheckpoint } from "../fakes/memory-checkpoint";
import {
  createMemoryDisk,
  createMemorySink,
  createMemorySource,
  differences,
} from "../fakes/memory-tree";
import { FILES, oneFile, SMALL_SCHEMES } from "../fakes/schemes";
import type { SmallLayout } from "../fakes/small-layout";
import { inlineCoders, never, outcome } from "../fakes/world";

const engine = { prims, env: systemEnv, coders: inlineCoders };
const servers: GatewayServer[] = [];
afterAll(() => Promise.all(servers.map((server) => server.stop())));

interface Setting {
  readonly server: GatewayServer;
  readonly gateway: Gateway;
  readonly ownerKey: Bytes;
  readonly send: (files: Parameters<typeof createMemorySource>[0]) => Promise<Sent>;
  readonly restore: (index: Index) => Promise<ReturnType<typeof createMemoryDisk>>;
}

async function setUp(
  scheme = SMALL_SCHEMES[0]!,
  change: (server: GatewayServer) => void = () => undefined,
  token?: () => Promise<string | undefined>,
): Promise<Setting> {
  const server = await startGatewayServer(scheme);
  servers.push(server);
  change(server);
  const { origin } = server;
  const http = fetchHttp(fetch);
  const gateway = await openGateway({
    ...{ origin, http, env: systemEnv, prims, signal: never() },
    ...(token !== undefined && { token }),
  });
  const ownerKey = prims.random(32);
  return {
    ...{ server, gateway, ownerKey },
    send: (files) =>
      send(engine, {
        ...{ source: createMemorySource(files), route: gateway.route(0), ownerKey },
        minStores: scheme.n,
        expirySeconds: Math.floor(Date.now() / 1000) + 86_400,
        ...{ checkpoint: createMemoryCheckpoint(), signal: never() },
      }),
    async restore(index) {
      const disk = createMemoryDisk();
      const route = gateway.route(0);
      const transfer = await openTransfer(engine, { index, route, signal: never() });
      await restore(engine, transfer, createMemorySink(disk), { signal: never() });
      return disk;
    },
  };
}

describe.each(SMALL_SCHEMES)("suite $suite", (scheme) => {
  it("what is sent is restored", async () => {
    const { send: sendFiles, restore: restoreFiles } = await setUp(scheme);
    const { index, missing } = await sendFiles(FILES);
    expect(missing).toEqual([]);
    expect(differences(await restoreFiles(index), FILES)).toEqual([]);
  });
});

it("the gateway sees no byte of a file and no secret", async () => {
  const { server, send: sendFiles, restore: restoreFiles } = await setUp();
  const { index } = await sendFiles(FILES);
  await restoreFiles(index);
  const seen = server.calls.map(({ path, body }) => path + body).join("\n");
  const secret = Buffer.from(index.secret);
  for (const form of ["base64url", "base64", "hex"] as const) {
    expect(seen).not.toContain(secret.toString(form).slice(0, 24));
  }
  expect(seen).not.toMatch(/ümläut|two|empty at/);
});

it.each([-3_600_000, 3_600_000])("a clock that is %d ms off does not matter", async (aheadMs) => {
  const { send: sendFiles, restore: restoreFiles } = await setUp(undefined, (server) => {
    server.aheadMs = aheadMs;
  });
  const { index } = await sendFiles(FILES);
  expect(differences(await restoreFiles(index), FILES)).toEqual([]);
});

it("rights that live a moment only are asked for as often as needed", async () => {
  const { send: sendFiles, restore: restoreFiles } = await setUp(undefined, (server) => {
    server.lifeSeconds = 2;
  });
  const { index } = await sendFiles(FILES);
  expect(differences(await restoreFiles(index), FILES)).toEqual([]);
});

describe("a gateway that dies in the middle and comes back a second later", () => {
  const files = oneFile(40_000);
  /** Kills it at the next request that reaches the first store. */
  function killSoon({ server }: Setting, at: number): Promise<void> {
    return new Promise((done) => {
      const store = server.stores[0]!;
      const from = store.requests.length;
      store.misbehave = ({ number }) => {
        if (number !== from + at) return undefined;
        store.misbehave = undefined;
        void server
          .kill()
          .then(() => systemEnv.sleep(1_000))
          .then(() => server.start())
          .then(done);
        return undefined;
      };
    });
  }

  it("a send goes on", async () => {
    const setting = await setUp(undefined, (server) => {
      server.lifeSeconds = 20;
    });
    const back = killSoon(setting, 10);
    const { index, missing } = await setting.send(files);
    await back;
    expect(missing).toEqual([]);
    expect(differences(await setting.restore(index), files)).toEqual([]);
  });

  it("a restore goes on", async () => {
    const setting = await setUp(undefined, (server) => {
      server.lifeSeconds = 20;
    });
    const { index } = await setting.send(files);
    const back = killSoon(setting, 10);
    const disk = await setting.restore(index);
    await back;
    expect(differences(disk, files)).toEqual([]);
  });
});

describe("orders of the owner", () => {
  it("a recall takes the fragments away, and a restore says when and why", async () => {
    const { gateway, server, ownerKey, send: sendFiles, restore: restoreFiles } = await setUp();
    const { index } = await sendFiles(FILES);
    const request = { index, route: gateway.route(0), ownerKeys: [ownerKey], signal: never() };
    const { stores, isFinal } = await recall(engine, request, "wrong recipient");
    expect(isFinal).toBe(true);
    expect(stores.map(({ done }) => done)).toEqual([true, true, true]);
    const id = Buffer.from(index.id).toString("base64url");
    expect(server.stores.map((store) => store.objects(id).size)).toEqual([0, 0, 0]);
    const { error } = await outcome(restoreFiles(index));
    expect(error).toMatchObject({ code: "recalled", subject: "wrong recipient" });
    expect((await readState(engine, request)).note).toBe("wrong recipient");
  });

  it("after a recall no store is blamed for what the gateway does not sign", async () => {
    const { gateway, ownerKey, send: sendFiles } = await setUp();
    const { index } = await sendFiles(FILES);
    const request = { index, route: gateway.route(0), ownerKeys: [ownerKey], signal: never() };
    await recall(engine, request, "");
    const connection = gateway
      .route(0)
      .connect(index.id, () => Promise.reject(new Error("unused")));
    const reading = connection.stores[0]!.get("x".repeat(20), undefined, { signal: never() });
    await expect(reading).rejects.toMatchObject({ code: "recalled" });
  });

  it("an extend moves the expiry", async () => {
    const { gateway, ownerKey, send: sendFiles } = await setUp();
    const { index, expirySeconds } = await sendFiles(FILES);
    const route = gateway.route(0);
    const request = { index, route, ownerKeys: [ownerKey], signal: never() };
    await extend(engine, request, expirySeconds + 9);
    const state = await readState(engine, { index, route, signal: never() });
    expect(state.expirySeconds).toBe(expirySeconds + 9);
  });
});

describe("signing in", () => {
  const wantToken = (server: GatewayServer): void => {
    server.token = "t0ken";
  };

  it("the sender says who it is, the recipient does not", async () => {
    const { server, ...setting } = await setUp(undefined, wantToken, () =>
      Promise.resolve("t0ken"),
    );
    const { index } = await setting.send(FILES);
    const carrying = server.calls.filter(({ authorization }) => authorization !== undefined);
    expect(carrying.map(({ path }) => /transfers$|write$/.test(path))).not.toContain(false);
    server.calls.length = 0;
    expect(differences(await setting.restore(index), FILES)).toEqual([]);
    expect(server.calls.filter(({ authorization }) => authorization !== undefined)).toEqual([]);
  });

  it("a send without, or with one that ran out in the middle, ends with sign-in-needed", async () => {
    const without = await setUp(undefined, wantToken);
    expect((await outcome(without.send(FILES))).error).toMatchObject({ code: "sign-in-needed" });
    let isGood = true;
    const token = (): Promise<string> => Promise.resolve(isGood ? "t0ken" : "old");
    const ending = await setUp(undefined, wantToken, token);
    ending.server.stores[0]!.misbehave = () => {
      isGood = false;
      return undefined;
    };
    ending.server.lifeSeconds = 20;
    expect((await outcome(ending.send(FILES))).error).toMatchObject({ code: "sign-in-needed" });
  });
});

it("a route that the gateway does not have is said", async () => {
  const { gateway } = await setUp();
  expect(() => gateway.route(7)).toThrow("this is not an index of Pro-Porter");
});

it("whoever has no owner key may not write", async () => {
  const { gateway } = await setUp();
  const { stores } = gateway.route(0).connect(prims.random(24));
  const putting = stores[0]!.put("x".repeat(20), new Uint8Array(1), { signal: never() });
  await expect(putting).rejects.toMatchObject({ code: "action-refused" });
});
