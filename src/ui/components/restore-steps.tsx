/** The steps of a restore once a transfer is open: the same on the restore page and in the pane. */
import type { ReactNode } from "react";
import type { AppError } from "../../core/errors";
import type { RestoreStrings } from "../../strings/pages/restore-en";
import type { FilePorts } from "../file-ports";
import type { RestoreFlow, RestoreView } from "../flows/restore-flow";
import type { NameStore } from "../store-names";
import type { Destination } from "./destination-choice";
import { RestoreCard } from "./restore-card";
import { RestoreDone } from "./restore-done";
import { RestoreFailure } from "./restore-failure";

interface StepProps<Step extends RestoreView["step"]> {
  readonly flow: RestoreFlow;
  readonly view: RestoreView & { readonly step: Step };
  readonly nameStore: NameStore;
  /** Where another index can be opened. */
  readonly onClose?: () => void;
}

export interface CardStepProps extends StepProps<"card"> {
  readonly files: Pick<FilePorts, "pickTarget">;
  /** Another way to the files, offered when a restore failed. */
  readonly otherWay?: ReactNode;
}

export type DoneStepProps = StepProps<"done">;

/** The state of a transfer that cannot be restored, in two or three words. */
export function titleOf({ code }: AppError, { problem }: RestoreStrings): string {
  if (code === "recalled") return problem.recalled;
  if (code === "expired") return problem.expired;
  return code === "too-few-stores" ? problem.unreachable : problem.other;
}

export function CardStep(props: CardStepProps) {
  const { flow, view, files, nameStore, onClose, otherWay } = props;
  const { card, failure } = view;
  const { pickTarget } = files;
  const restore = async (destination: Destination, only: string | undefined): Promise<void> => {
    const order = only === undefined ? {} : { only };
    if (destination === "download" || pickTarget === undefined) {
      flow.restore(card, { ...order, to: { kind: "download" } });
      return;
    }
    const folder = await pickTarget();
    if (folder === undefined) return;
    flow.restore(card, { ...order, to: { kind: "folder", folder, overwrite: false } });
  };
  return (
    <>
      {failure !== undefined && (
        <RestoreFailure
          {...failure}
          nameStore={nameStore}
          otherWay={otherWay}
          onOtherFolder={() => {
            void restore("folder", failure.order.only);
          }}
          onRestore={(order) => {
            flow.restore(card, order);
          }}
        />
      )}
      <RestoreCard
        canWriteFolder={pickTarget !== undefined}
        card={card}
        key={card.handle}
        nameStore={nameStore}
        onClose={onClose}
        onRestore={(destination, only) => {
          void restore(destination, only);
        }}
      />
    </>
  );
}

export function DoneStep({ flow, view, nameStore, onClose }: DoneStepProps) {
  const { card, result, order } = view;
  return (
    <RestoreDone
      nameStore={nameStore}
      onBack={() => {
        flow.backToCard(card);
      }}
      onClose={onClose}
      order={order}
      result={result}
    />
  );
}
