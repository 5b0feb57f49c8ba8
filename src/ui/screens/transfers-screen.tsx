/** Sent transfers: what this browser sent, and what its sender can still do with it. */
import { Button, Link, makeStyles, Spinner } from "@fluentui/react-components";
import { ArrowClockwiseRegular } from "@fluentui/react-icons/svg/arrow-clockwise";
import { HistoryRegular } from "@fluentui/react-icons/svg/history";
import { useEffect, useState } from "react";
import type { PublicConfig } from "../../core/gateway-api";
import type { SentTransfer, Transfers } from "../../platform/browser/transfers";
import { AdoptPanel } from "../components/adopt-panel";
import { ConfirmDialog } from "../components/confirm-dialog";
import { Notice } from "../components/notice";
import { OwnerDialog } from "../components/owner-dialog";
import { OwnerKeyPanel } from "../components/owner-key-panel";
import { Panel } from "../components/panel";
import { ProblemBar } from "../components/problem-bar";
import { Screen } from "../components/screen";
import { SentRow, type SentAction } from "../components/sent-row";
import { StoragePanel } from "../components/storage-panel";
import { namesOf } from "../components/unfinished-list";
import type { FilePorts } from "../file-ports";
import type { SentFlow, SentView } from "../flows/sent-flow";
import { useLive } from "../hooks/use-live";
import { useSentence } from "../hooks/use-sentence";
import type { NameStore } from "../store-names";
import { useStrings } from "../strings-context";

const useStyles = makeStyles({ list: { margin: 0, padding: 0, listStyleType: "none" } });

export interface TransfersScreenProps {
  readonly flow: SentFlow;
  readonly transfers: Transfers;
  readonly config: PublicConfig;
  readonly files: Pick<FilePorts, "saveText">;
  readonly nameStore: NameStore;
  /** Where something can be sent. */
  readonly sendHref: string;
  readonly nowMs: () => number;
}

interface Question {
  readonly action: Exclude<SentAction, "save">;
  readonly transfer: SentTransfer;
}

function useName(transfer: SentTransfer): string {
  const { common } = useStrings().pages;
  return namesOf(transfer.summary.roots, common.listSeparator, common.and);
}

type DialogProps = TransfersScreenProps & Question & { readonly onClose: () => void };

function QuestionDialog(props: DialogProps) {
  const { action, transfer, flow, transfers, config, nameStore, nowMs, onClose } = props;
  const words = useStrings().pages.transfers;
  const name = useName(transfer);
  const { id } = transfer;
  if (action !== "forget") {
    return <OwnerDialog {...{ action, transfer, transfers, config, nameStore, nowMs, onClose }} />;
  }
  return (
    <ConfirmDialog
      confirm={words.forget}
      onConfirm={() => {
        flow.forget(id);
        onClose();
      }}
      onDismiss={onClose}
      title={words.forgetTitle}
    >
      <b>
        <bdi>{name}</bdi>
      </b>
      <span>{words.forgetText}</span>
    </ConfirmDialog>
  );
}

interface SentListProps extends Pick<TransfersScreenProps, "flow" | "sendHref" | "nowMs"> {
  readonly view: SentView;
  readonly onAction: (action: SentAction, transfer: SentTransfer) => void;
}

function SentList({ view, flow, sendHref, nowMs, onAction }: SentListProps) {
  const styles = useStyles();
  const { common, transfers: words } = useStrings().pages;
  const [openedMs] = useState(nowMs);
  if (!view.isLoaded) return <Spinner label={common.loading} />;
  if (view.entries.length === 0) {
    return (
      <Notice
        icon={<HistoryRegular />}
        level={2}
        texts={[words.empty.text]}
        title={words.empty.title}
      >
        <Link href={sendHref}>{words.empty.send}</Link>
      </Notice>
    );
  }
  const refresh = (
    <Button
      appearance="subtle"
      icon={<ArrowClockwiseRegular />}
      onClick={() => {
        flow.refresh();
      }}
      size="small"
    >
      {words.refresh}
    </Button>
  );
  return (
    <Panel aside={refresh} heading={common.items(view.entries.length)}>
      <ul className={styles.list}>
        {view.entries.map((entry) => (
          <SentRow
            entry={entry}
            key={entry.transfer.id}
            nowMs={openedMs}
            onAction={(action) => {
              onAction(action, entry.transfer);
            }}
          />
        ))}
      </ul>
    </Panel>
  );
}

export function TransfersScreen(props: TransfersScreenProps) {
  const { flow, transfers, files, nameStore, sendHref, nowMs } = props;
  const { mail, transfers: words } = useStrings().pages;
  const view = useLive(flow.view);
  const sentence = useSentence(nameStore);
  const [question, setQuestion] = useState<Question>();
  useEffect(() => {
    flow.refresh();
  }, [flow]);
  const refresh = (): void => {
    flow.refresh();
  };
  const act = (action: SentAction, transfer: SentTransfer): void => {
    if (action === "save") files.saveText(mail.indexFileName, transfer.indexFile);
    else setQuestion({ action, transfer });
  };
  return (
    <Screen lead={words.lead} step="list" title={words.title}>
      {view.problem !== undefined && (
        <ProblemBar intent="error">{sentence(view.problem)}</ProblemBar>
      )}
      <SentList {...{ view, flow, sendHref, nowMs }} onAction={act} />
      <OwnerKeyPanel files={files} onImported={refresh} transfers={transfers} />
      <AdoptPanel nameStore={nameStore} onAdopted={refresh} transfers={transfers} />
      <StoragePanel transfers={transfers} />
      {question !== undefined && (
        <QuestionDialog
          {...props}
          {...question}
          onClose={() => {
            setQuestion(undefined);
            if (question.action !== "forget") refresh();
          }}
        />
      )}
    </Screen>
  );
}
