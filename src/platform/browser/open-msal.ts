/** Microsoft's sign-in library, loaded only where the gateway asks for sign-in with Entra ID. */
import type { EntraSignIn, MsalClient } from "./user-session";

/** Where the identity provider sends the window of a sign-in: a page of ours that runs nothing. */
export const SIGNED_IN_PATH = "/signed-in";

/** Tokens are kept by this tab alone and go with it. */
export async function openMsal({ clientId, authority }: EntraSignIn): Promise<MsalClient> {
  const { PublicClientApplication } = await import("@azure/msal-browser");
  const client = new PublicClientApplication({
    auth: {
      clientId,
      authority,
      // The gateway's administrator vouches for it: nobody else is asked whether it is one.
      knownAuthorities: [new URL(authority).host],
      redirectUri: location.origin + SIGNED_IN_PATH,
    },
    cache: { cacheLocation: "sessionStorage" },
  });
  await client.initialize();
  return client;
}
