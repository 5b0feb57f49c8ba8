/** A gateway starts where it is safe, and says why it does not. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createOrigins } from "../../src/gateway/origins";
import { plainOrigins } from "../../src/gateway/stores";
import { createStateCache } from "../../src/gateway/state-cache";
import { localConfig, runGateway, STORES } from "../fakes/gateway";
import { tempFolder } from "../fakes/temp";
import { createVirtualEnv } from "../fakes/virtual-env";
import { outcome } from "../fakes/world";

const entra = {
  ...{ mode: "entra", tenants: ["t"], audience: "a", scope: "s", clientId: "c" },
};
const publicStores = Object.fromEntries(
  STORES.map((id) => [id, { cloud: "local", folder: id, publicUrl: `https://${id}.example` }]),
);

it.each([
  ["without sign-in, listening for all", { host: "0.0.0.0" }, "auth.mode"],
  ["without sign-in, for a public origin", { origin: "https://p.example" }, "auth.mode"],
  ["for all, without an origin", { host: "0.0.0.0", auth: entra }, "origin"],
  ["for all, at home", { host: "0.0.0.0", auth: entra, origin: "http://localhost:3000" }, "origin"],
  [
    "with stores that nobody reaches",
    { auth: entra, origin: "https://p.example" },
    "stores.store-1.publicUrl",
  ],
  [
    "at an address that is not ours",
    {
      host: "127.0.0.1.example.invalid",
      auth: entra,
      origin: "https://p.example",
      stores: publicStores,
    },
    "host",
  ],
])("%s it does not start", async (_, change, subject) => {
  const { error } = await outcome(runGateway({ config: localConfig(change) }));
  expect(error).toMatchObject({ code: "config-invalid", subject });
});

it("with sign-in and public stores it does, and says who it is", async () => {
  const config = localConfig({ auth: entra, origin: "https://p.example", stores: publicStores });
  const folder = tempFolder("public");
  const { origin, port, stores, stop } = await (async () => {
    const { startGateway } = await import("../../src/gateway/main");
    const { nodePrimitives: prims } = await import("../../src/platform/node/primitives");
    const { systemEnv: env } = await import("../../src/core/env");
    return startGateway({
      ...{ config, prims, env, port: 0, baseFolder: folder, environment: {}, webFolder: folder },
      ...{ nowMs: Date.now, log: { level: "silent", stream: { write: () => undefined } } },
    });
  })();
  expect(origin).toBe("https://p.example");
  expect(stores.map(({ address }) => address)).toEqual(STORES.map((id) => `https://${id}.example`));
  const answer = await fetch(`http://localhost:${String(port)}/healthz`);
  expect(answer.headers.get("strict-transport-security")).toContain("max-age=");
  await stop();
});

it("pages may reach the stores without TLS by name, the others by https", () => {
  const bucket = { cloud: "s3", bucket: "b" };
  const stores = {
    ...{ a: { ...bucket, endpoint: "http://ceph.lan:7480" }, b: bucket },
    c: { ...bucket, endpoint: "https://s3.example" },
  };
  const config = localConfig({ stores, routes: [{ id: 0, stores: ["a"] }] });
  const local = { id: "l", folder: "/l", isNew: false };
  const started = [
    { ...local, address: "http://127.0.0.1:3001" },
    { ...local, address: "https://nas.example" },
  ];
  expect(plainOrigins(config, started)).toEqual([
    ...["http://127.0.0.1:3001", "http://ceph.lan:7480", "http://b.ceph.lan:7480"],
  ]);
});

it("a port that is taken is said, and nothing stays open", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as AddressInfo;
  const taken = { code: "port-taken", details: { port } };
  expect((await outcome(runGateway({ port }))).error).toMatchObject(taken);
  const stores = { ...publicStores, "store-3": { cloud: "local", folder: "3", listen: port } };
  const { error } = await outcome(runGateway({ config: localConfig({ stores }) }));
  expect(error).toMatchObject(taken);
  await new Promise((resolve) => other.close(resolve));
});

it("a store whose folder cannot be made is named; the others serve", async () => {
  const folder = tempFolder("dead");
  writeFileSync(join(folder, "store-2"), "a file in its place");
  const gateway = await runGateway({ folder });
  expect(gateway.stores.map(({ problem }) => problem)).toEqual([
    undefined,
    "EEXIST",
    undefined,
    undefined,
  ]);
  expect((await gateway.call("/readyz")).status).toBe(200);
});

it("is ready while every route has k stores that answer, and alive in any case", async () => {
  const gateway = await runGateway();
  for (const store of ["store-1", "store-2"])
    rmSync(gateway.storeFolder(store), { recursive: true });
  const { status, json } = await gateway.call("/readyz");
  expect(status).toBe(503);
  expect(json).toMatchObject({
    routes: [
      { route: 0, needed: 3, answering: ["store-3", "store-4"], silent: ["store-1", "store-2"] },
    ],
  });
  expect((await gateway.call("/healthz")).json).toEqual({ status: "alive" });
  for (const store of ["store-1", "store-2"]) mkdirSync(gateway.storeFolder(store));
});

it.each([
  [undefined, "http://localhost:3000", ["http://127.0.0.1:3000", "http://[::1]:3000"]],
  [
    "http://localhost:5000",
    "http://localhost:5000",
    ["http://127.0.0.1:5000", "http://127.0.0.1:3000"],
  ],
  ["https://p.example", "https://p.example", []],
])("origins of %s", (configured, origin, aliases) => {
  const origins = createOrigins(configured, { scheme: "http", port: 3_000 });
  expect(origins.public).toBe(origin);
  for (const own of [origin, ...aliases]) expect(origins.isOwn(own)).toBe(true);
  for (const other of [
    "",
    "null",
    "https://evil.example",
    "http://localhost",
    "http://localhost:3001",
    "http://p.example",
  ]) {
    expect(origins.isOwn(other)).toBe(false);
  }
  if (configured === "https://p.example")
    expect(origins.isOwn("http://localhost:3000")).toBe(false);
});

describe("the cache of states", () => {
  const id = new Uint8Array(24);
  const action = {} as never;

  it("asks once in five seconds, and at once after an action", async () => {
    const env = createVirtualEnv();
    const cache = createStateCache(env);
    const read = jest.fn(() => Promise.resolve([action]));
    await Promise.all([cache.get(0, id, read), cache.get(0, id, read)]);
    await env.sleep(4_900);
    await cache.get(0, id, read);
    expect(read).toHaveBeenCalledTimes(1);
    await cache.get(1, id, read);
    expect(read).toHaveBeenCalledTimes(2);
    cache.forget(0, id);
    await cache.get(0, id, read);
    expect(read).toHaveBeenCalledTimes(3);
    await env.sleep(5_000);
    await cache.get(0, id, read);
    expect(read).toHaveBeenCalledTimes(4);
  });

  it("never keeps that a transfer is not there, or an error", async () => {
    const cache = createStateCache(createVirtualEnv());
    expect(await cache.get(0, id, () => Promise.resolve([]))).toEqual([]);
    await expect(cache.get(0, id, () => Promise.reject(new Error("away")))).rejects.toThrow("away");
    expect(await cache.get(0, id, () => Promise.resolve([action]))).toEqual([action]);
  });
});
