/** A restore under way. */
import { useState } from "react";
import type { RestoreJob } from "../../platform/browser/transfers";
import { useLive } from "../hooks/use-live";
import { useSentence } from "../hooks/use-sentence";
import type { NameStore } from "../store-names";
import { useStrings } from "../strings-context";
import { ConfirmDialog } from "./confirm-dialog";
import { Panel } from "./panel";
import { ProblemBar } from "./problem-bar";
import { TransferProgress } from "./transfer-progress";

export interface RestoreRunningProps {
  readonly job: RestoreJob;
  readonly k: number;
  readonly nameStore: NameStore;
}

export function RestoreRunning({ job, k, nameStore }: RestoreRunningProps) {
  const { running } = useStrings().pages.restore;
  const update = useLive(job.update);
  const sentence = useSentence(nameStore);
  const [isAsking, setAsking] = useState(false);
  const { state, problem } = update;
  const cancel = (): void => {
    setAsking(false);
    // What becomes of it is the job's result, which the flow follows.
    job.cancel().catch(() => undefined);
  };
  return (
    <Panel>
      {state === "waiting" && (
        <ProblemBar intent="warning">
          {[...(problem === undefined ? [] : [sentence(problem)]), running.waiting].join("\n")}
        </ProblemBar>
      )}
      <TransferProgress
        cancelLabel={running.cancelConfirm}
        k={k}
        nameStore={nameStore}
        onCancel={() => {
          setAsking(true);
        }}
        onPause={() => {
          job.pause();
        }}
        onResume={() => {
          job.resume();
        }}
        update={update}
      />
      {isAsking && (
        <ConfirmDialog
          confirm={running.cancelConfirm}
          dismiss={running.goOn}
          onConfirm={cancel}
          onDismiss={() => {
            setAsking(false);
          }}
          title={running.cancelTitle}
        >
          {running.cancelText}
        </ConfirmDialog>
      )}
    </Panel>
  );
}
