/** Why a restore stopped, and the way on. */
import { Button } from "@fluentui/react-components";
import type { ReactNode } from "react";
import type { AppError } from "../../core/errors";
import type { RestoreOrder } from "../flows/restore-flow";
import { useSentence } from "../hooks/use-sentence";
import type { NameStore } from "../store-names";
import { useStrings } from "../strings-context";
import { ProblemBar } from "./problem-bar";

export interface RestoreFailureProps {
  readonly problem: AppError;
  readonly order: RestoreOrder;
  readonly nameStore: NameStore;
  /** The same again, with files that are there replaced or not. */
  readonly onRestore: (order: RestoreOrder) => void;
  readonly onOtherFolder: () => void;
  /** Another way, beside trying again. */
  readonly otherWay?: ReactNode;
}

export function RestoreFailure(props: RestoreFailureProps) {
  const { problem, order, nameStore, onRestore, onOtherFolder, otherWay } = props;
  const { common, restore } = useStrings().pages;
  const sentence = useSentence(nameStore);
  const { exists } = restore;
  const { to } = order;
  if (problem.code === "cancelled") {
    return <ProblemBar intent="info">{restore.running.cancelled}</ProblemBar>;
  }
  if (problem.code === "target-exists" && to.kind === "folder") {
    const others = Math.max(0, Number(problem.details["count"] ?? 1) - 1);
    const overwrite = (): void => {
      onRestore({ ...order, to: { ...to, overwrite: true } });
    };
    return (
      <ProblemBar
        actions={
          <>
            <Button onClick={overwrite}>{exists.overwrite}</Button>
            <Button onClick={onOtherFolder}>{exists.otherFolder}</Button>
          </>
        }
        intent="warning"
        title={exists.title}
      >
        {exists.text(problem.subject ?? "", others)}
      </ProblemBar>
    );
  }
  const again = (): void => {
    onRestore(order);
  };
  return (
    <ProblemBar
      actions={
        <>
          <Button onClick={again}>{common.tryAgain}</Button>
          {otherWay}
        </>
      }
      intent="error"
      title={restore.problem.other}
    >
      {sentence(problem)}
    </ProblemBar>
  );
}
