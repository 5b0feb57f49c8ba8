/** Signing in, as far as a screen shows it. */
import type { AppError } from "../../core/errors";
import type { Live } from "../../platform/browser/transfers";
import type { UserSession } from "../../platform/browser/user-session";
import { createViewCell } from "./view-cell";

export type SignInView =
  | { readonly step: "preparing" }
  | { readonly step: "signed-out"; readonly problem?: AppError }
  | { readonly step: "signing-in" }
  | {
      readonly step: "signed-in";
      readonly user: string;
      /** Why another account could not be taken. */
      readonly problem?: AppError;
    };

export interface SignInFlow {
  readonly view: Live<SignInView>;
  /** Looks who is signed in, and makes the button ready. */
  prepare(): void;
  /** To be called in a click: the browser opens a window. */
  signIn(): void;
}

export function createSignInFlow(session: Pick<UserSession, "prepare" | "signIn">): SignInFlow {
  const view = createViewCell<SignInView>({ step: "preparing" });
  return {
    view,
    prepare() {
      // Another look must not take the place of a window that is open.
      if (view.current.step === "signing-in") return;
      view.follow(
        async () => {
          const user = await session.prepare();
          return user === undefined ? { step: "signed-out" } : { step: "signed-in", user };
        },
        (problem) => ({ step: "signed-out", problem }),
      );
    },
    signIn() {
      const before = view.current;
      view.show({ step: "signing-in" });
      view.follow(
        async () => ({ step: "signed-in", user: await session.signIn() }),
        (problem) =>
          before.step === "signed-in"
            ? { step: "signed-in", user: before.user, problem }
            : { step: "signed-out", problem },
      );
    },
  };
}
