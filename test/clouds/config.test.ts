/** A configuration is right, or one sentence says where it is not. */
import { DEFAULT_CONFIG, defaultThreshold, parseConfig } from "../../src/clouds/config";
import { findRoute, openDirectRoute } from "../../src/clouds/direct-route";
import { isAppError, type AppError } from "../../src/core/errors";
import { nodePrimitives } from "../../src/platform/node/primitives";
import { tempFolder } from "../fakes/temp";
import { createVirtualEnv } from "../fakes/virtual-env";
import { existsSync } from "node:fs";
import { join } from "node:path";

const local = (folder: string) => ({ cloud: "local", folder });
const entra = { mode: "entra", tenants: ["t"], audience: "api://porter", scope: "send" };
const stores = { a: local("a"), b: local("b"), c: local("/c") };
const valid = { stores, routes: [{ id: 0, stores: ["a", "b", "c"] }] };

function refusal(value: unknown): AppError {
  try {
    parseConfig(value);
  } catch (error) {
    if (isAppError(error)) return error;
    throw error;
  }
  throw new Error("was not refused");
}

it("the default is four folders of which three restore", () => {
  expect(Object.keys(DEFAULT_CONFIG.stores)).toEqual(["store-1", "store-2", "store-3", "store-4"]);
  expect(DEFAULT_CONFIG.routes).toEqual([
    {
      ...{ id: 0, stores: ["store-1", "store-2", "store-3", "store-4"], k: 3, suite: 1 },
      ...{ closed: false, label: { en: "This computer", ja: "このコンピューター" } },
    },
  ]);
  expect(DEFAULT_CONFIG.expiryDays).toEqual({ default: 14, max: 30 });
});

it("k is n - 1 from three stores on, n for two and for one", () => {
  expect([1, 2, 3, 4, 6, 16].map(defaultThreshold)).toEqual([1, 2, 2, 3, 5, 15]);
  expect(parseConfig(valid).routes[0]?.k).toBe(2);
});

it.each([
  ["nothing", undefined, "(top level)"],
  ["a list", [], "(top level)"],
  ["no stores", { routes: valid.routes }, "stores"],
  ["no routes", { stores }, "routes"],
  ["an empty list of routes", { stores, routes: [] }, "routes"],
  ["an unknown field", { ...valid, stroes: {} }, "(top level)"],
  ["an unknown cloud", { ...valid, stores: { a: { cloud: "ftp" } } }, "stores.a.cloud"],
  ["a store without folder", { ...valid, stores: { a: { cloud: "local" } } }, "stores.a.folder"],
  ["a store id in capitals", { ...valid, stores: { A: local("a") } }, "stores.A"],
  [
    "a store that is not there",
    { stores, routes: [{ id: 0, stores: ["a", "x"] }] },
    "routes[0].stores[1]",
  ],
  ["a store twice", { stores, routes: [{ id: 0, stores: ["a", "a"] }] }, "routes[0].stores[1]"],
  ["k above n", { stores, routes: [{ id: 0, stores: ["a", "b"], k: 3 }] }, "routes[0].k"],
  ["k of zero", { stores, routes: [{ id: 0, stores: ["a"], k: 0 }] }, "routes.0.k"],
  ["a route of no store", { stores, routes: [{ id: 0, stores: [] }] }, "routes.0.stores"],
  ["a route number above 255", { stores, routes: [{ id: 256, stores: ["a"] }] }, "routes.0.id"],
  [
    "cipher-free with k = 1",
    { stores, routes: [{ id: 0, stores: ["a", "b"], k: 1, suite: "cipher-free" }] },
    "routes[0].k",
  ],
  [
    "a number twice",
    { stores, routes: [...valid.routes, { id: 0, stores: ["a"] }] },
    "routes[1].id",
  ],
  [
    "a default expiry above max",
    { ...valid, policy: { expiryDays: { default: 9, max: 8 } } },
    "policy.expiryDays.default",
  ],
  ["an origin with a path", { ...valid, origin: "https://a.example/x" }, "origin"],
  ["an origin of another scheme", { ...valid, origin: "ftp://a.example" }, "origin"],
  [
    "a public address with a path",
    { ...valid, stores: { ...stores, a: { ...local("a"), publicUrl: "https://a.example/x" } } },
    "stores.a.publicUrl",
  ],
  [
    "a port twice",
    {
      ...valid,
      stores: { ...stores, a: { ...local("a"), listen: 5 }, b: { ...local("b"), listen: 5 } },
    },
    "stores.b.listen",
  ],
  [
    "restore for the signed in, without sign-in",
    { ...valid, policy: { restore: "signed-in" } },
    "policy.restore",
  ],
  ["no application to sign in with", { ...valid, auth: entra }, "auth.clientId"],
  [
    "an issuer without keys",
    { ...valid, auth: { ...entra, clientId: "c", issuer: "https://issuer.example" } },
    "auth.jwksUri",
  ],
  ["no tenant", { ...valid, auth: { ...entra, tenants: [] } }, "auth.tenants"],
  [
    "half a request a second",
    { ...valid, limits: { requestsPerSecond: 0.5 } },
    "limits.requestsPerSecond",
  ],
])("%s is refused at its place", (_, value, subject) => {
  const { code, subject: where, details } = refusal(value);
  expect(code).toBe("config-invalid");
  expect(where?.replace(/\[(\d+)\]/g, ".$1")).toBe(subject.replace(/\[(\d+)\]/g, ".$1"));
  expect(details["reason"]).toEqual(expect.any(String));
});

it("fills in Microsoft's addresses", () => {
  const id = "11111111-2222-3333-4444-555555555555";
  const auth = (tenants: string[]) =>
    parseConfig({ ...valid, auth: { ...entra, tenants, audience: `api://${id}` } }).auth;
  expect(auth(["t"])).toMatchObject({
    ...{ clientId: id, authority: "https://login.microsoftonline.com/t" },
    issuer: "https://login.microsoftonline.com/{tenantid}/v2.0",
  });
  expect(auth(["t", "u"])).toMatchObject({
    authority: "https://login.microsoftonline.com/organizations",
  });
});

it("an origin is its canonical form", () => {
  expect(parseConfig({ ...valid, origin: "https://A.Example:443/" }).origin).toBe(
    "https://a.example",
  );
});

describe("a direct route", () => {
  const environment: Record<string, string> = {};
  const context = (baseFolder: string, value: unknown = valid) => ({
    ...{ config: parseConfig(value), baseFolder, prims: nodePrimitives, env: createVirtualEnv() },
    ...{ http: () => Promise.reject(new Error("no network")), environment },
  });

  it("knows k, suite and the stores in their order", () => {
    const routes = [{ id: 7, stores: ["c", "a"], k: 2, suite: "cipher-free" }];
    const route = openDirectRoute(context("/base", { stores, routes }), 7);
    expect(route).toMatchObject({ number: 7, suite: 2, k: 2, storeIds: ["c", "a"] });
  });

  it("makes folders that are missing, once, relative to the configuration", () => {
    const base = tempFolder("route");
    const relative = {
      stores: { a: local("x/a"), b: local("x/b") },
      routes: [{ id: 0, stores: ["a", "b"] }],
    };
    const route = openDirectRoute(context(base, relative), 0);
    expect(route.prepare()).toEqual([join(base, "x/a"), join(base, "x/b")]);
    expect(existsSync(join(base, "x/b"))).toBe(true);
    expect(route.prepare()).toEqual([]);
  });

  it("a route number that is not there names those that are", () => {
    expect(() => findRoute(parseConfig(valid), 3)).toThrow(
      expect.objectContaining({ code: "config-invalid" }) as Error,
    );
  });

  it("half a key of a cloud is said", () => {
    const s3 = { stores: { a: { cloud: "s3", bucket: "b" } }, routes: [{ id: 0, stores: ["a"] }] };
    expect(openDirectRoute(context("/base", s3), 0).storeIds).toEqual(["a"]);
    environment["PRO_PORTER_A_KEY_ID"] = "id";
    expect(() => openDirectRoute(context("/base", s3), 0)).toThrow(
      expect.objectContaining({ code: "config-invalid", subject: "PRO_PORTER_A_SECRET" }) as Error,
    );
  });
});
