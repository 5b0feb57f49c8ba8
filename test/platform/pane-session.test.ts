/** Signing in from a pane: which way is taken, and how long a token from a window is used. */
import type { SignIn } from "../../src/core/gateway-api";
import { createPaneSession } from "../../src/platform/browser/pane-session";
import { parseWindowAnswer } from "../../src/platform/browser/window-answer";
import { outcome } from "../fakes/world";

const ENTRA: SignIn = {
  mode: "entra",
  clientId: "app",
  authority: "https://login.example/tenant",
  scope: "api://app/Transfers.Send",
};
const HOUR_MS = 3_600_000;

function createWorld(signIn: SignIn, answer: object, isNested = false) {
  let now = 0;
  const askInWindow = jest.fn(() => Promise.resolve(JSON.stringify(answer)));
  const openNestedMsal = jest.fn(() => Promise.reject(new Error("no script")));
  const session = createPaneSession({
    ...{ isNested, openNestedMsal, askInWindow },
    config: () => Promise.resolve({ signIn }),
    nowMs: () => now,
  });
  const advance = (ms: number): void => {
    now += ms;
  };
  return { session, askInWindow, openNestedMsal, advance };
}
const ANSWER = { user: "taro@a.example", token: "t0ken", expiresMs: HOUR_MS };

it("where no sign-in is asked for, nothing is loaded, nothing opens, no token is sent", async () => {
  const { session, askInWindow, openNestedMsal } = createWorld({ mode: "none" }, ANSWER, true);
  expect(await session.prepare()).toBeUndefined();
  expect(await session.token()).toBeUndefined();
  expect(askInWindow).not.toHaveBeenCalled();
  expect(openNestedMsal).not.toHaveBeenCalled();
});

it("a token of a window serves until shortly before its end", async () => {
  const { session, askInWindow, advance } = createWorld(ENTRA, ANSWER);
  expect((await outcome(session.token())).error).toMatchObject({ code: "sign-in-needed" });
  expect(askInWindow).not.toHaveBeenCalled();
  expect(await session.signIn()).toBe("taro@a.example");
  expect(askInWindow).toHaveBeenCalledWith("/sign-in");
  advance(HOUR_MS - 61_000);
  expect(await session.token()).toBe("t0ken");
  expect(await session.prepare()).toBe("taro@a.example");
  advance(2_000);
  expect((await outcome(session.token())).error).toMatchObject({ code: "sign-in-needed" });
  expect(await session.prepare()).toBeUndefined();
});

it("what the provider said in the window is said in the pane", async () => {
  const problem = { errorCode: "access_denied", name: "ServerError", host: "login.example" };
  const { session } = createWorld(ENTRA, problem);
  expect((await outcome(session.signIn())).error).toMatchObject({
    code: "sign-in-refused",
    details: { reason: "access_denied" },
  });
});

it("an Outlook whose way does not work gets the window", async () => {
  const { session, openNestedMsal } = createWorld(ENTRA, ANSWER, true);
  expect(await session.signIn()).toBe("taro@a.example");
  expect(openNestedMsal).toHaveBeenCalledTimes(1);
});

it.each(["", "{", "null", "7", "{}", '{"user":"a","token":1,"expiresMs":2}', '{"errorCode":"x"}'])(
  "%j is no answer of the window",
  (text) => {
    const read = (): unknown => parseWindowAnswer(text);
    expect(read).toThrow("this needs a user who is signed in");
  },
);
