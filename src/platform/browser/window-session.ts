/** Signing in through a window of the mail program: the page in it hands one access token over. */
import { AppError } from "../../core/errors";
import type { PublicConfig } from "../../core/gateway-api";
import { signInError } from "./sign-in-error";
import type { UserSession } from "./user-session";
import { parseWindowAnswer, SIGN_IN_PATH } from "./window-answer";

export interface WindowSessionOptions {
  readonly config: () => Promise<Pick<PublicConfig, "signIn">>;
  /** Shows a page of this origin and resolves with the text that it sends back. */
  readonly askInWindow: (path: string) => Promise<string>;
  readonly nowMs: () => number;
}

/** A token that is about to end is not handed out: the call that carries it takes its time. */
const MARGIN_MS = 60_000;

interface SignedIn {
  readonly user: string;
  readonly token: string;
  readonly expiresMs: number;
}

/** The token is kept in memory and goes with the pane. */
export function createWindowSession(options: WindowSessionOptions): UserSession {
  const { config, askInWindow, nowMs } = options;
  let signedIn: SignedIn | undefined;
  const valid = (): SignedIn | undefined =>
    signedIn !== undefined && signedIn.expiresMs - MARGIN_MS > nowMs() ? signedIn : undefined;
  return {
    async prepare() {
      const { signIn } = await config();
      return signIn.mode === "none" ? undefined : valid()?.user;
    },
    async signIn() {
      const answer = parseWindowAnswer(await askInWindow(SIGN_IN_PATH));
      if ("errorCode" in answer) throw signInError(answer, answer.host);
      signedIn = answer;
      return answer.user;
    },
    async token() {
      if (valid() === undefined && (await config()).signIn.mode === "none") return undefined;
      const found = valid();
      if (found === undefined) throw new AppError("sign-in-needed");
      return found.token;
    },
  };
}
