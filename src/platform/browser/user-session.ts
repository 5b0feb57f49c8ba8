/**
 * Who is signed in at the gateway of a page. A token leaves this module for the worker's calls only; where
 * the gateway asks for no sign-in, nothing of this is loaded.
 */
import type { CacheLookupPolicy, IPublicClientApplication } from "@azure/msal-browser";
import { AppError } from "../../core/errors";
import type { PublicConfig, SignIn } from "../../core/gateway-api";
import { signInError } from "./sign-in-error";

export type EntraSignIn = Extract<SignIn, { readonly mode: "entra" }>;

/** What is used of MSAL. The active account is that of this tab. */
export type MsalClient = Pick<
  IPublicClientApplication,
  "getActiveAccount" | "setActiveAccount" | "acquireTokenSilent" | "acquireTokenPopup"
>;

export interface UserSession {
  /**
   * Loads what signing in needs, so that `signIn` can open its window at once. Resolves with who is signed
   * in, undefined for nobody. Rejects with `gateway-unavailable`.
   */
  prepare(): Promise<string | undefined>;
  /**
   * To be called in a click, after `prepare`: browsers open a window only then. Resolves with who is signed
   * in. Rejects with `sign-in-needed` (details.reason: popup-blocked, closed, in-progress, failed),
   * `sign-in-refused`, `gateway-unavailable` (subject: the host that does not answer).
   */
  signIn(): Promise<string>;
  /**
   * An access token that is valid now; undefined where none is asked for. Never opens a window. Rejects
   * with `sign-in-needed` when the person has to sign in again.
   */
  token(): Promise<string | undefined>;
}

export interface UserSessionOptions {
  readonly config: () => Promise<Pick<PublicConfig, "signIn">>;
  readonly openMsal: (signIn: EntraSignIn) => Promise<MsalClient>;
}

interface Opened {
  readonly client: MsalClient;
  readonly scopes: string[];
  readonly host: string;
}

/**
 * AccessTokenAndRefreshToken. The other policies end in a hidden frame of the identity provider, which the
 * pages' Content-Security-Policy forbids and browsers that block foreign cookies defeat.
 */
const WITHOUT_FRAMES: CacheLookupPolicy = 2;

export function createUserSession({ config, openMsal }: UserSessionOptions): UserSession {
  let opened: Opened | undefined;
  let opening: Promise<Opened | undefined> | undefined;
  const load = async (): Promise<Opened | undefined> => {
    const { signIn } = await config();
    if (signIn.mode === "none") return undefined;
    const { host } = new URL(signIn.authority);
    try {
      opened = { client: await openMsal(signIn), scopes: [signIn.scope], host };
    } catch (error) {
      throw signInError(error, host);
    }
    return opened;
  };
  const open = (): Promise<Opened | undefined> =>
    (opening ??= load().catch((error: unknown) => {
      opening = undefined;
      throw error;
    }));
  return {
    async prepare() {
      const account = (await open())?.client.getActiveAccount();
      return account?.username;
    },
    async signIn() {
      // Nothing is waited for between the click and the window when `prepare` has been called.
      const found = opened ?? (await open());
      if (found === undefined) throw new AppError("sign-in-needed");
      const { client, scopes, host } = found;
      try {
        const { account } = await client.acquireTokenPopup({ scopes, prompt: "select_account" });
        client.setActiveAccount(account);
        return account.username;
      } catch (error) {
        throw signInError(error, host);
      }
    },
    async token() {
      const found = await open();
      return found === undefined ? undefined : silentToken(found);
    },
  };
}

async function silentToken({ client, scopes, host }: Opened): Promise<string> {
  const account = client.getActiveAccount();
  if (account === null) throw new AppError("sign-in-needed");
  const request = { account, scopes, cacheLookupPolicy: WITHOUT_FRAMES };
  try {
    return (await client.acquireTokenSilent(request)).accessToken;
  } catch (error) {
    const problem = signInError(error, host);
    if (problem.code === "sign-in-needed") client.setActiveAccount(null);
    throw problem;
  }
}
