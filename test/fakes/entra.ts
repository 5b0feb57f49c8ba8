/** An identity provider that a browser takes for Entra ID: whoever is asked agrees at once. */
import type { BrowserContext } from "playwright-core";
import type { startIssuer } from "./issuer";

const PROVIDER = "https://login.example";
const TENANT = "11111111-2222-3333-4444-555555555555";
const AUTHORITY = `${PROVIDER}/${TENANT}`;
const CLIENT = "66666666-7777-8888-9999-000000000000";
const ISSUER = `${AUTHORITY}/v2.0`;
const PERSON = { oid: "o", sub: "s", tid: TENANT, preferred_username: "taro@a.example" };

type Issuer = Awaited<ReturnType<typeof startIssuer>>;

/** `auth` of a gateway's configuration. */
export const entraAuth = ({ jwksUri }: Issuer) => ({
  ...{ mode: "entra", tenants: [TENANT], audience: CLIENT, clientId: CLIENT },
  ...{ scope: "Transfers.Send", authority: AUTHORITY },
  ...{ issuer: `${PROVIDER}/{tenantid}/v2.0`, jwksUri },
});

/** Tokens for the person; the id token carries the nonce of the request. */
export async function makeTokens(issuer: Issuer, nonce = "") {
  const now = Math.floor(Date.now() / 1000);
  const claims = { ...PERSON, iat: now, exp: now + 3600, iss: ISSUER, aud: CLIENT, nonce };
  const [accessToken, idToken] = await Promise.all([
    issuer.sign({ ...claims, scp: "Transfers.Send" }),
    issuer.sign(claims),
  ]);
  return { accessToken, idToken, scope: `api://${CLIENT}/Transfers.Send openid profile` };
}

export const ACCOUNT = {
  ...{ homeAccountId: `o.${TENANT}`, environment: "login.example", tenantId: TENANT },
  ...{ username: PERSON.preferred_username, localAccountId: "o" },
};

/** How the provider ends what it is asked. */
type Ending = "agreed" | "denied";

export interface Provider {
  ending: Ending;
  /** The access tokens that were given out. */
  readonly given: string[];
}

/** Answers the provider's addresses in the pages of `context`. */
export async function addProvider(context: BrowserContext, issuer: Issuer): Promise<Provider> {
  const provider: Provider = { ending: "agreed", given: [] };
  let nonce = "";
  const cors = { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*" };
  await context.route(`${PROVIDER}/**`, async (route) => {
    const url = new URL(route.request().url());
    if (url.pathname.endsWith("/openid-configuration")) {
      const json = {
        ...{ issuer: ISSUER, jwks_uri: `${AUTHORITY}/keys` },
        ...{ authorization_endpoint: `${AUTHORITY}/authorize` },
        ...{ token_endpoint: `${AUTHORITY}/token`, end_session_endpoint: `${AUTHORITY}/end` },
      };
      await route.fulfill({ json, headers: cors });
    } else if (url.pathname.endsWith("/authorize")) {
      nonce = url.searchParams.get("nonce") ?? "";
      const outcome = provider.ending === "agreed" ? "code=c0de" : "error=access_denied";
      const back = `${url.searchParams.get("redirect_uri") ?? ""}#${outcome}&state=`;
      const address = back + encodeURIComponent(url.searchParams.get("state") ?? "");
      const body = `<script>location.replace(${JSON.stringify(address)})</script>`;
      await route.fulfill({ body, contentType: "text/html" });
    } else {
      const { accessToken, idToken, scope } = await makeTokens(issuer, nonce);
      provider.given.push(accessToken);
      const info = Buffer.from(JSON.stringify({ uid: "o", utid: TENANT })).toString("base64url");
      const json = {
        ...{ token_type: "Bearer", expires_in: 3600, refresh_token: "r3fresh", client_info: info },
        ...{ scope, access_token: accessToken, id_token: idToken },
      };
      await route.fulfill({ json, headers: cors });
    }
  });
  return provider;
}
