/** Signing in at the gateway of a page, against a script in MSAL's place. */
import type { AccountInfo, AuthenticationResult } from "@azure/msal-browser";
import type { SignIn } from "../../src/core/gateway-api";
import { createUserSession, type MsalClient } from "../../src/platform/browser/user-session";
import { outcome } from "../fakes/world";

const entra: SignIn = {
  mode: "entra",
  clientId: "app",
  authority: "https://login.example/tenant",
  scope: "api://app/Transfers.Send",
};
const account = (username: string): AccountInfo => ({
  ...{ username, homeAccountId: username, localAccountId: username },
  ...{ environment: "login.example", tenantId: "tenant" },
});
const resultFor = (name: string, accessToken: string): AuthenticationResult => ({
  ...{ accessToken, account: account(name), authority: "", uniqueId: "", tenantId: "tenant" },
  ...{ scopes: [], idToken: "id", idTokenClaims: {}, fromCache: false, expiresOn: null },
  ...{ tokenType: "Bearer", correlationId: "" },
});
/** As MSAL's errors look. */
const msalError = (errorCode: string, name = "BrowserAuthError"): Error =>
  Object.assign(new Error("of MSAL"), { name, errorCode });

function createWorld(signIn: SignIn = entra, first: AccountInfo | null = null) {
  let active = first;
  const msal = {
    getActiveAccount: jest.fn(() => active),
    setActiveAccount: jest.fn((next: AccountInfo | null) => {
      active = next;
    }),
    acquireTokenSilent: jest.fn<
      ReturnType<MsalClient["acquireTokenSilent"]>,
      Parameters<MsalClient["acquireTokenSilent"]>
    >(() => Promise.resolve(resultFor("taro@a.example", "t0ken"))),
    acquireTokenPopup: jest.fn<
      ReturnType<MsalClient["acquireTokenPopup"]>,
      Parameters<MsalClient["acquireTokenPopup"]>
    >(() => Promise.resolve(resultFor("taro@a.example", "t0ken"))),
  };
  const openMsal = jest.fn(() => Promise.resolve<MsalClient>(msal));
  const session = createUserSession({ config: () => Promise.resolve({ signIn }), openMsal });
  return { msal, openMsal, session };
}

it("where no sign-in is asked for, nothing is loaded and no token is sent", async () => {
  const { session, openMsal } = createWorld({ mode: "none" });
  expect(await session.token()).toBeUndefined();
  expect(await session.prepare()).toBeUndefined();
  expect(openMsal).not.toHaveBeenCalled();
});

it("nobody is signed in at first: a token is refused and no window opens", async () => {
  const { session, msal } = createWorld();
  expect(await session.prepare()).toBeUndefined();
  expect((await outcome(session.token())).error).toMatchObject({ code: "sign-in-needed" });
  expect(msal.acquireTokenPopup).not.toHaveBeenCalled();
});

it("the window opens in the click itself, for the gateway's scope; then tokens come silently", async () => {
  const { session, msal, openMsal } = createWorld();
  await session.prepare();
  const signedIn = session.signIn();
  expect(msal.acquireTokenPopup).toHaveBeenCalledTimes(1);
  expect(msal.acquireTokenPopup.mock.calls[0]?.[0]).toMatchObject({ scopes: [entra.scope] });
  expect(await signedIn).toBe("taro@a.example");
  expect(await session.token()).toBe("t0ken");
  expect(msal.acquireTokenSilent.mock.calls[0]?.[0]).toMatchObject({
    scopes: [entra.scope],
    account: { username: "taro@a.example" },
    // No hidden frames: the policy of the pages forbids them.
    cacheLookupPolicy: 2,
  });
  expect(await session.prepare()).toBe("taro@a.example");
  expect(openMsal).toHaveBeenCalledTimes(1);
});

it("a tab that was signed in before still is", async () => {
  const { session } = createWorld(entra, account("hana@a.example"));
  expect(await session.token()).toBe("t0ken");
  expect(await session.prepare()).toBe("hana@a.example");
});

it.each([
  ["popup_window_error", "sign-in-needed", "popup-blocked"],
  ["empty_window_error", "sign-in-needed", "popup-blocked"],
  ["user_cancelled", "sign-in-needed", "closed"],
  ["interaction_in_progress", "sign-in-needed", "in-progress"],
  ["a_code_with <strange> text", "sign-in-needed", "failed"],
  ["access_denied", "sign-in-refused", "access_denied"],
  ["unauthorized_client", "sign-in-refused", "unauthorized_client"],
  ["no_network_connectivity", "gateway-unavailable", "sign-in"],
])("%s in the window is told as %s, %s", async (errorCode, code, reason) => {
  const { session, msal } = createWorld();
  await session.prepare();
  msal.acquireTokenPopup.mockRejectedValueOnce(msalError(errorCode));
  const { error } = await outcome(session.signIn());
  expect(error).toMatchObject({ code, details: { reason } });
  expect(msal.setActiveAccount).not.toHaveBeenCalled();
});

it("when the provider wants to see the person again, nobody is signed in any more", async () => {
  const { session, msal } = createWorld(entra, account("taro@a.example"));
  msal.acquireTokenSilent.mockRejectedValueOnce(
    msalError("refresh_token_expired", "InteractionRequiredAuthError"),
  );
  const { error } = await outcome(session.token());
  expect(error).toMatchObject({ code: "sign-in-needed", details: {} });
  expect(await session.prepare()).toBeUndefined();
});

it("a network that is away for a moment signs nobody out", async () => {
  const { session, msal } = createWorld(entra, account("taro@a.example"));
  msal.acquireTokenSilent.mockRejectedValueOnce(msalError("post_request_failed"));
  const { error } = await outcome(session.token());
  expect(error).toMatchObject({ code: "gateway-unavailable", retry: "yes" });
  expect(await session.token()).toBe("t0ken");
});

it("a library that could not be loaded is loaded again at the next try", async () => {
  const { session, openMsal } = createWorld();
  openMsal.mockRejectedValueOnce(Object.assign(new Error("x"), { name: "ChunkLoadError" }));
  expect((await outcome(session.prepare())).error).toMatchObject({ code: "gateway-unavailable" });
  expect(await session.prepare()).toBeUndefined();
  expect(openMsal).toHaveBeenCalledTimes(2);
});
