/** How the last send ended, if it did not end well. */
import type { AppError } from "../../core/errors";
import { useSentence } from "../hooks/use-sentence";
import type { NameStore } from "../store-names";
import { useStrings } from "../strings-context";
import { ProblemBar } from "./problem-bar";

export interface SendEndedProps {
  readonly problem?: AppError | undefined;
  /** After a cancel: the storage locations at which fragments are left. */
  readonly leftAt?: readonly string[] | undefined;
  readonly nameStore: NameStore;
}

export function SendEnded({ problem, leftAt, nameStore }: SendEndedProps) {
  const { common, send } = useStrings().pages;
  const sentence = useSentence(nameStore);
  if (problem !== undefined) return <ProblemBar intent="error">{sentence(problem)}</ProblemBar>;
  if (leftAt === undefined) return null;
  const names = leftAt.map(nameStore).join(common.listSeparator);
  return (
    <ProblemBar intent="info">
      {leftAt.length === 0 ? send.running.cancelled : send.running.cancelledLeft(names)}
    </ProblemBar>
  );
}
