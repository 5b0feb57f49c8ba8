/** The page in a sign-in window: goes to the identity provider and comes back with a token. */
import type { AuthenticationResult } from "@azure/msal-browser";
import type { EntraSignIn } from "./user-session";
import { SIGN_IN_PATH, type WindowAnswer } from "./window-answer";

const textIn = (value: unknown, name: "errorCode" | "name"): string => {
  const text: unknown = typeof value === "object" && value !== null && Reflect.get(value, name);
  return typeof text === "string" ? text : "";
};

const answerOf = ({ account, accessToken, expiresOn }: AuthenticationResult): WindowAnswer => ({
  user: account.username,
  token: accessToken,
  expiresMs: expiresOn?.getTime() ?? 0,
});

/**
 * Resolves with what to say to the pane when the person is back; undefined when the window has just left for
 * the provider. What the library keeps goes with the window.
 */
export async function signInHere(signIn: EntraSignIn): Promise<WindowAnswer | undefined> {
  const { clientId, authority, scope } = signIn;
  const { host } = new URL(authority);
  try {
    const { PublicClientApplication } = await import("@azure/msal-browser");
    const client = new PublicClientApplication({
      auth: {
        ...{ clientId, authority, knownAuthorities: [host] },
        ...{ redirectUri: location.origin + SIGN_IN_PATH, navigateToLoginRequestUrl: false },
      },
      cache: { cacheLocation: "sessionStorage" },
    });
    await client.initialize();
    const result = await client.handleRedirectPromise();
    if (result !== null) {
      await client.clearCache();
      return answerOf(result);
    }
    await client.acquireTokenRedirect({ scopes: [scope], prompt: "select_account" });
    return undefined;
  } catch (error) {
    return { errorCode: textIn(error, "errorCode"), name: textIn(error, "name"), host };
  }
}
