/** Goes on with an unfinished send, or discards it. */
import type { FilePorts } from "../file-ports";
import type { SendFlow } from "../flows/send-flow";
import type { UnfinishedSend } from "../../platform/browser/transfers";
import { useLive } from "../hooks/use-live";
import { useStrings } from "../strings-context";
import { GoOnDialog, useGoOn } from "./go-on-dialog";
import { namesOf, UnfinishedList } from "./unfinished-list";

export interface UnfinishedSendsProps {
  readonly flow: SendFlow;
  readonly files: Pick<FilePorts, "pickFiles" | "pickFolder">;
}

export function UnfinishedSends({ flow, files }: UnfinishedSendsProps) {
  const { common } = useStrings().pages;
  const sends = useLive(flow.unfinished);
  const asking = useGoOn<UnfinishedSend>({
    needsOf: ({ needsPick, hasPassphrase }) => ({ files: needsPick, passphrase: hasPassphrase }),
    onGoOn: (send, given) => {
      flow.goOn(send, given);
    },
    onDiscard: ({ id }) => {
      flow.discard(id);
    },
  });
  return (
    <>
      <UnfinishedList onDiscard={asking.discard} onGoOn={asking.goOn} sends={sends} />
      <GoOnDialog
        asking={asking}
        files={files}
        namesOf={({ summary }) => namesOf(summary.roots, common.listSeparator, common.and)}
      />
    </>
  );
}
