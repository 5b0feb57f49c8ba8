/** Something that a person asks for and that takes a while. */
import { useState } from "react";
import { toAppError, type AppError } from "../../core/errors";

export type ActionState<Result> =
  | { readonly step: "idle" }
  | { readonly step: "running" }
  | { readonly step: "failed"; readonly problem: AppError }
  | { readonly step: "done"; readonly result: Result };

export interface Action<Result> {
  readonly state: ActionState<Result>;
  /** Does nothing while it runs. */
  readonly run: (work: () => Promise<Result>) => void;
}

export function useAction<Result>(): Action<Result> {
  const [state, setState] = useState<ActionState<Result>>({ step: "idle" });
  const run = (work: () => Promise<Result>): void => {
    if (state.step === "running") return;
    setState({ step: "running" });
    work().then(
      (result) => {
        setState({ step: "done", result });
      },
      (error: unknown) => {
        setState({ step: "failed", problem: toAppError(error) });
      },
    );
  };
  return { state, run };
}
