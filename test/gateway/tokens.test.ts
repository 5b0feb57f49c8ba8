/** Who may send where people sign in: access tokens of our tenants, for us, with our permission, of now. */
import { UnsecuredJWT } from "jose";
import { parseConfig } from "../../src/clouds/config";
import { createTokenCheck } from "../../src/gateway/tokens";
import { createOwner, ACTIONS } from "../fakes/actions";
import { connectTo, localConfig, runGateway } from "../fakes/gateway";
import { startIssuer } from "../fakes/issuer";
import { differences, patternBytes } from "../fakes/memory-tree";
import { outcome } from "../fakes/world";

type Issuer = Awaited<ReturnType<typeof startIssuer>>;
let issuer: Issuer;
beforeAll(async () => {
  issuer = await startIssuer();
});
afterAll(() => issuer.stop());

const ISSUER = "https://login.example/{tenantid}/v2.0";
const authOf = (given = issuer) => ({
  ...{ mode: "entra", tenants: ["tenant-a", "tenant-b"], audience: "api://porter", scope: "send" },
  ...{
    clientId: "pages",
    issuer: ISSUER,
    jwksUri: given.jwksUri,
    authority: "https://login.example",
  },
});
const now = (): number => Math.floor(Date.now() / 1000);
const claims = (change: object = {}) => ({
  ...{ iss: "https://login.example/tenant-a/v2.0", aud: "api://porter", tid: "tenant-a" },
  ...{ scp: "read send", iat: now(), nbf: now(), exp: now() + 600, sub: "someone" },
  ...change,
});

function checkWith(given = issuer) {
  const routes = [{ id: 0, stores: ["a"] }];
  const stores = { a: { cloud: "local", folder: "a" } };
  const { auth } = parseConfig({ auth: authOf(given), routes, stores });
  const check = createTokenCheck(auth, { nowMs: Date.now });
  return async (token: string | undefined): Promise<string> => {
    const { error } = await outcome(check(token === undefined ? undefined : `Bearer ${token}`));
    return error === undefined ? "passes" : (error as { code: string }).code;
  };
}

it("a token of a tenant of ours passes", async () => {
  const check = checkWith();
  expect(await check(await issuer.sign(claims()))).toBe("passes");
  const other = { tid: "tenant-b", iss: "https://login.example/tenant-b/v2.0" };
  expect(await check(await issuer.sign(claims(other)))).toBe("passes");
  expect(await check(await issuer.sign(claims({ aud: ["x", "api://porter"] })))).toBe("passes");
});

it.each([
  ["another audience", { aud: "api://other" }, "sign-in-needed"],
  ["no audience", { aud: undefined }, "sign-in-needed"],
  ["expired", { exp: now() - 120 }, "sign-in-needed"],
  ["without an end", { exp: undefined }, "sign-in-needed"],
  ["not valid yet", { nbf: now() + 300 }, "sign-in-needed"],
  [
    "of another tenant",
    { tid: "tenant-c", iss: "https://login.example/tenant-c/v2.0" },
    "sign-in-refused",
  ],
  ["of one tenant, issued by another", { tid: "tenant-b" }, "sign-in-refused"],
  ["without tenant", { tid: undefined }, "sign-in-refused"],
  ["of another issuer", { iss: "https://evil.example/tenant-a/v2.0" }, "sign-in-refused"],
  ["without issuer", { iss: undefined }, "sign-in-needed"],
  ["without our permission", { scp: "read" }, "sign-in-refused"],
  ["with one that begins like ours", { scp: "sender" }, "sign-in-refused"],
  ["an ID token, which has none", { scp: undefined }, "sign-in-refused"],
])("a token that is %s does not", async (_, change, code) => {
  expect(await checkWith()(await issuer.sign(claims(change)))).toBe(code);
});

it("a token that another key signed, or none, or changed, does not", async () => {
  const check = checkWith();
  const good = await issuer.sign(claims());
  const sameName = await issuer.makeKey("one");
  const unknown = await issuer.makeKey("unknown");
  const [header = "", payload = "", mac = ""] = good.split(".");
  const changed = Buffer.from(payload, "base64url").toString().replace("someone", "anyone_");
  const tokens = [
    await issuer.sign(claims(), sameName),
    await issuer.sign(claims(), unknown),
    new UnsecuredJWT(claims()).encode(),
    [header, Buffer.from(changed).toString("base64url"), mac].join("."),
    `${header}.${payload}.`,
    "x.y.z",
    "garbage",
    undefined,
  ];
  for (const token of tokens) expect(await check(token)).toBe("sign-in-needed");
});

it("the keys are asked for once, again for a new one, and kept when the issuer is away", async () => {
  const own = await startIssuer();
  const check = checkWith(own);
  for (let i = 0; i < 5; i += 1) expect(await check(await own.sign(claims()))).toBe("passes");
  expect(own.asked()).toBe(1);
  own.setDown(true);
  expect(await check(await own.sign(claims()))).toBe("passes");
  const fresh = checkWith(own);
  expect(await fresh(await own.sign(claims()))).toBe("gateway-unavailable");
  own.setDown(false);
  expect(await fresh(await own.sign(claims()))).toBe("passes");
  await own.stop();
});

describe("the gateway", () => {
  const FILES = [{ path: "a", bytes: patternBytes(5_000) }];

  it("asks senders to sign in, and nobody who restores", async () => {
    const gateway = await runGateway({ config: localConfig({ auth: authOf() }) });
    const stranger = await connectTo(gateway.origin);
    expect(stranger.gateway.config.signIn).toEqual({
      ...{ mode: "entra", clientId: "pages", authority: "https://login.example" },
      scope: "api://porter/send",
    });
    expect((await outcome(stranger.send(FILES))).error).toMatchObject({ code: "sign-in-needed" });
    const bad = await connectTo(gateway.origin, await issuer.sign(claims({ tid: "tenant-x" })));
    expect((await outcome(bad.send(FILES))).error).toMatchObject({ code: "sign-in-refused" });
    const sender = await connectTo(gateway.origin, await issuer.sign(claims()));
    const { index } = await sender.send(FILES);
    expect(differences(await stranger.restore(index), FILES)).toEqual([]);
    const owner = await createOwner();
    const body = { route: 0, action: await owner.sign(ACTIONS.write), items: [] };
    const write = await gateway.call(`/api/v1/transfers/${owner.transfer}/write`, { body });
    expect([write.status, write.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
    expect(gateway.log.join("")).not.toMatch(/eyJ|someone|tenant-/);
  });

  it("asks those who restore as well, by policy", async () => {
    const policy = { restore: "signed-in" };
    const gateway = await runGateway({ config: localConfig({ auth: authOf(), policy }) });
    const sender = await connectTo(gateway.origin, await issuer.sign(claims()));
    const { index } = await sender.send(FILES);
    expect(differences(await sender.restore(index), FILES)).toEqual([]);
    const stranger = await connectTo(gateway.origin);
    expect((await outcome(stranger.restore(index))).value).toBeUndefined();
  });
});
