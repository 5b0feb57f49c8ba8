/** Whether a screen may go on, as far as sign-in is concerned. */
import { useSyncExternalStore } from "react";
import type { SignInFlow } from "../flows/sign-in-flow";

/** True where no sign-in is asked for. */
export function useSignedIn(flow: SignInFlow | undefined): boolean {
  return useSyncExternalStore(
    (onChange) => flow?.view.subscribe(onChange) ?? (() => undefined),
    () => flow === undefined || flow.view.current.step === "signed-in",
  );
}
