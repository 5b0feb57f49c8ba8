/** Azure without the account's key: a managed identity asks for tokens, and Azure gives it a key that signs. */
import { join } from "node:path";
import tls, { type ConnectionOptions } from "node:tls";
import type { Cloud } from "../../src/clouds/cloud";
import { encodeBase64Url } from "../../src/core/bytes";
import { patternBytes } from "../fakes/memory-tree";
import { AZURITE_KEY, startAzurite, type Azurite } from "./azurite";
import { startDouble, type Answer, type CloudDouble } from "./doubles/server";
import type { SeenRequest } from "./doubles/signatures";
import { never, signPut, transfer } from "./one-order";
import { openTestCloud } from "./open";

const file = (name: string): string => join(__dirname, "../fakes/certificates", name);

/** A token as Azurite reads it: form, times, audience; who signed it is not looked at. */
function tokenFor(resource: string): string {
  const nowSeconds = Math.floor(Date.now() / 1000);
  const part = (value: object): string => encodeBase64Url(Buffer.from(JSON.stringify(value)));
  const tenant = "00000000-0000-0000-0000-000000000001";
  const claims = {
    ...{ aud: resource, iss: `https://sts.windows.net/${tenant}/`, tid: tenant, oid: tenant },
    ...{ iat: nowSeconds - 10, nbf: nowSeconds - 10, exp: nowSeconds + 3_600 },
  };
  return `${part({ alg: "RS256", typ: "JWT" })}.${part(claims)}.${encodeBase64Url(patternBytes(256))}`;
}

/** What App Service and Container Apps offer to the identity of what runs there. */
const identity = { isRefused: false };
const resourceOf = ({ query }: SeenRequest): string => new Map(query).get("resource") ?? "";
function answerTokens(request: SeenRequest): Answer {
  const headers = { "content-type": "application/json" };
  if (identity.isRefused) {
    return { status: 400, headers, body: JSON.stringify({ error: "invalid_request" }) };
  }
  const expires_on = Math.floor(Date.now() / 1000) + 86_400;
  const access_token = tokenFor(resourceOf(request));
  const body = JSON.stringify({ access_token, expires_on, token_type: "Bearer" });
  return { status: 200, headers, body };
}

let tokens: CloudDouble;
let azurite: Azurite;
let cloud: Cloud;
beforeAll(async () => {
  // The certificate is for another name, and jest's environment does not reach Node's own switch.
  const { connect } = tls;
  jest
    .spyOn(tls, "connect")
    .mockImplementation(((options: ConnectionOptions, ready?: () => void) =>
      connect({ ...options, rejectUnauthorized: false }, ready)) as typeof connect);
  tokens = await startDouble(answerTokens);
  // Jest gives each file an environment of its own.
  process.env["IDENTITY_ENDPOINT"] = `${tokens.origin}/msi/token`;
  process.env["IDENTITY_HEADER"] = "of this app";
  azurite = await startAzurite({ cert: file("porter.test.pem"), key: file("porter.test.key") });
  await azurite.service.createContainer("container");
});
beforeEach(async () => {
  tokens.requests.length = 0;
  identity.isRefused = false;
  cloud = await openTestCloud({
    ...{ cloud: "azure", account: AZURITE_KEY.keyId, container: "container" },
    endpoint: azurite.endpoint,
  });
});
afterAll(async () => {
  jest.restoreAllMocks();
  azurite.stop();
  await tokens.stop();
});

// First: the SDK keeps a token for the whole process.
it("an identity that is refused is an error of the store's keys", async () => {
  identity.isRefused = true;
  for (const asked of [signPut(cloud), cloud.states(transfer).list(never)]) {
    await expect(asked).rejects.toMatchObject({ name: "AppError", code: "store-credentials" });
  }
});

it("states and signed requests work by the identity alone, which is asked once", async () => {
  const states = cloud.states(transfer);
  await states.write("state-opened", patternBytes(20), never);
  expect(await states.list(never)).toEqual(["state-opened"]);
  const { url, headers } = await signPut(cloud);
  const { searchParams } = new URL(url);
  // Delegated (skoid), and bound to the size (srh), by a version of signatures that Azurite cannot check yet.
  expect([searchParams.has("skoid"), searchParams.get("sp"), searchParams.get("srh")]).toEqual([
    ...[true, "c", "content-length"],
  ]);
  expect(headers["if-none-match"]).toBe("*");
  await signPut(cloud, "another_name-0000000");
  expect(
    tokens.requests.map((asked) => [asked.headers["x-identity-header"], resourceOf(asked)]),
  ).toEqual([["of this app", "https://storage.azure.com"]]);
});
