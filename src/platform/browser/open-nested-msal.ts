/** Microsoft's sign-in library where Outlook signs in for the add-in (nested app authentication). */
import type { EntraSignIn, MsalClient } from "./user-session";

/** The bridge of the mail program may stay silent. */
const BRIDGE_LIMIT_MS = 10_000;

async function inTime<Value>(value: Promise<Value>): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error("the bridge does not answer"));
    }, BRIDGE_LIMIT_MS);
  });
  try {
    return await Promise.race([value, late]);
  } finally {
    clearTimeout(timer);
  }
}

const hasBridge = (): boolean =>
  (window as { readonly nestedAppAuthBridge?: unknown }).nestedAppAuthBridge !== undefined;

/**
 * Who is signed in to Outlook is signed in here, without a window. Undefined when the mail program has no
 * bridge, whatever it says of itself. Tokens are kept in memory.
 */
export async function openNestedMsal(signIn: EntraSignIn): Promise<MsalClient | undefined> {
  const { createNestablePublicClientApplication } = await import("@azure/msal-browser");
  const { clientId, authority, scope } = signIn;
  const knownAuthorities = [new URL(authority).host];
  const opening = createNestablePublicClientApplication({
    auth: { clientId, authority, knownAuthorities },
    cache: { cacheLocation: "memoryStorage" },
  });
  const client = await inTime(opening).catch(() => undefined);
  // Without a bridge MSAL makes a client for windows, which panes cannot rely on.
  if (client === undefined || !hasBridge()) return undefined;
  await inTime(client.acquireTokenSilent({ scopes: [scope] })).then(
    ({ account }) => {
      client.setActiveAccount(account);
    },
    // Consent is missing, perhaps: the button asks for it.
    () => undefined,
  );
  return client;
}
