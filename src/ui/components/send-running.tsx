/** A send under way, and the question what to do when a storage location is down. */
import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { SendJob, TransferUpdate } from "../../platform/browser/transfers";
import { useLive } from "../hooks/use-live";
import { useSentence } from "../hooks/use-sentence";
import type { NameStore } from "../store-names";
import { useStrings } from "../strings-context";
import { ConfirmDialog } from "./confirm-dialog";
import { Panel } from "./panel";
import { ProblemBar } from "./problem-bar";
import { TransferProgress } from "./transfer-progress";

export interface SendRunningProps {
  readonly job: SendJob;
  readonly k: number;
  readonly nameStore: NameStore;
  readonly onCancel: () => void;
}

interface RedundancyProps {
  readonly update: TransferUpdate;
  readonly k: number;
  readonly nameStore: NameStore;
  readonly onContinue: (minStores: number) => void;
}

/** Send with less redundancy, or wait? Only the person can weigh that. */
function Redundancy({ update, k, nameStore, onContinue }: RedundancyProps) {
  const { redundancy } = useStrings().pages.send;
  const { storeReasons, pages } = useStrings();
  const sentence = useSentence(nameStore);
  const [isWaiting, setWaiting] = useState(false);
  const { problem, stores } = update;
  const left = Number(problem?.details["left"] ?? 0);
  if (left < k) {
    return (
      <ProblemBar intent="warning">
        {[...(problem === undefined ? [] : [sentence(problem)]), redundancy.tooFew].join("\n")}
      </ProblemBar>
    );
  }
  const down = stores
    .filter(({ phase }) => phase !== "working")
    .map(({ storeId, reason = "store-unavailable" }) =>
      pages.restore.notes.store(nameStore(storeId), storeReasons[reason] ?? reason),
    );
  const actions = (
    <>
      <Button
        onClick={() => {
          onContinue(left);
        }}
      >
        {redundancy.continue}
      </Button>
      {!isWaiting && (
        <Button
          onClick={() => {
            setWaiting(true);
          }}
        >
          {redundancy.wait}
        </Button>
      )}
    </>
  );
  const lines = [...down, isWaiting ? redundancy.waiting : redundancy.consequence(left - k)];
  return (
    <ProblemBar actions={actions} intent="warning" title={redundancy.title}>
      {lines.join("\n")}
    </ProblemBar>
  );
}

export function SendRunning({ job, k, nameStore, onCancel }: SendRunningProps) {
  const { running } = useStrings().pages.send;
  const update = useLive(job.update);
  const [isAsking, setAsking] = useState(false);
  return (
    <Panel>
      {update.state === "waiting" && (
        <Redundancy
          k={k}
          nameStore={nameStore}
          onContinue={(minStores) => {
            job.continueWith(minStores);
          }}
          update={update}
        />
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
          onConfirm={() => {
            setAsking(false);
            onCancel();
          }}
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
