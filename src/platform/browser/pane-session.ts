/** Who is signed in at the gateway of a pane: through Outlook itself where it can, else through a window. */
import type { PublicConfig } from "../../core/gateway-api";
import {
  createUserSession,
  type EntraSignIn,
  type MsalClient,
  type UserSession,
} from "./user-session";
import { createWindowSession } from "./window-session";

export interface PaneSessionOptions {
  readonly config: () => Promise<Pick<PublicConfig, "signIn">>;
  readonly isNested: boolean;
  /** Undefined when the mail program cannot do it after all. */
  readonly openNestedMsal: (signIn: EntraSignIn) => Promise<MsalClient | undefined>;
  readonly askInWindow: (path: string) => Promise<string>;
  readonly nowMs: () => number;
}

async function choose(options: PaneSessionOptions): Promise<UserSession> {
  const { config, isNested, openNestedMsal } = options;
  const { signIn } = await config();
  const inWindow = createWindowSession(options);
  if (signIn.mode === "none" || !isNested) return inWindow;
  // Without what the library is made of, the window will say what is missing.
  const client = await openNestedMsal(signIn).catch(() => undefined);
  if (client === undefined) return inWindow;
  return createUserSession({ config, openMsal: () => Promise.resolve(client) });
}

export function createPaneSession(options: PaneSessionOptions): UserSession {
  let chosen: UserSession | undefined;
  let choosing: Promise<UserSession> | undefined;
  const session = (): Promise<UserSession> =>
    (choosing ??= choose(options).then(
      (found) => (chosen = found),
      (error: unknown) => {
        choosing = undefined;
        throw error;
      },
    ));
  return {
    prepare: async () => (await session()).prepare(),
    // Nothing is waited for between the click and the window when `prepare` has been called.
    signIn: async () => (chosen ?? (await session())).signIn(),
    token: async () => (await session()).token(),
  };
}
