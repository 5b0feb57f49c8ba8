/** Restore attachments: the received or sent mail beside the pane. */
import { Button, makeStyles, Spinner, tokens } from "@fluentui/react-components";
import { ChevronLeftRegular } from "@fluentui/react-icons/svg/chevron-left";
import { useState } from "react";
import type { PublicConfig } from "../../core/gateway-api";
import type { Mailbox } from "../../outlook/mailbox";
import type { Transfers } from "../../platform/browser/transfers";
import type { ReadStrings } from "../../strings/pages/read-en";
import type { RestoreStrings } from "../../strings/pages/restore-en";
import { ForeignQuestion } from "../components/foreign-question";
import { NoMailNotice } from "../components/pane-notices";
import { Panel } from "../components/panel";
import { ProblemBar } from "../components/problem-bar";
import { ReadList } from "../components/read-list";
import {
  ByHand,
  FailedBar,
  Looking,
  NothingFound,
  UnreadBar,
  type ReadNoticeProps,
} from "../components/read-notices";
import { ReadOwn } from "../components/read-own";
import { ReadRestore } from "../components/read-restore";
import { Screen } from "../components/screen";
import { SignInPanel } from "../components/sign-in-panel";
import type { FilePorts } from "../file-ports";
import type { IndexFlow, IndexView } from "../flows/index-flow";
import type { MailIndexesFlow, MailIndexesView } from "../flows/mail-indexes-flow";
import type { ReadFlow } from "../flows/read-flow";
import { hasEnded } from "../flows/sent-flow";
import type { RestoreView } from "../flows/restore-flow";
import type { SignInFlow } from "../flows/sign-in-flow";
import { useLive } from "../hooks/use-live";
import { useRestorePlace, type RestorePlace } from "../hooks/use-restore-place";
import type { NameStore } from "../store-names";
import { useStrings } from "../strings-context";

const useStyles = makeStyles({
  all: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalXL, minWidth: 0 },
});

export interface ReadScreenProps {
  readonly flow: ReadFlow;
  readonly mailbox: Pick<Mailbox, "canDownload" | "openInBrowser">;
  readonly transfers: Transfers;
  readonly files: Pick<FilePorts, "pickTarget">;
  readonly config: PublicConfig;
  readonly nameStore: NameStore;
  readonly nowMs: () => number;
  /** Where whoever restores has to sign in. */
  readonly signIn?: SignInFlow | undefined;
}

interface OneIndexProps extends ReadScreenProps {
  readonly index: IndexFlow;
  readonly place: RestorePlace;
  /** Where the mail holds others. */
  readonly onBack: (() => void) | undefined;
}

interface Head {
  readonly step: string;
  readonly title: string;
  readonly lead?: string;
}

/** What a screen reader hears when a step begins. */
function headOf(view: IndexView, restoring: RestoreView, words: Words, nowMs: number): Head {
  const { restore, read, title } = words;
  if (view.step === "own") {
    const { title: ownTitle, lead, leadEnded } = read.own;
    return { step: "own", title: ownTitle, lead: hasEnded(view.entry, nowMs) ? leadEnded : lead };
  }
  if (view.step !== "restore") return { step: "start", title };
  if (restoring.step === "running") {
    return { step: "running", title: restore.running.title, lead: read.running.keepOpen };
  }
  if (restoring.step === "done") return { step: "done", title: restore.done.title };
  return { step: restoring.step === "card" ? "card" : "start", title };
}

interface Words {
  readonly restore: RestoreStrings;
  readonly read: ReadStrings;
  readonly title: string;
}

function IndexStep({ index, view, ...props }: OneIndexProps & { readonly view: IndexView }) {
  const { read } = useStrings().pages;
  const { files, mailbox, nameStore, place, signIn } = props;
  switch (view.step) {
    case "foreign":
      return (
        <ForeignQuestion
          index={index.line}
          onConfirm={() => {
            index.agree();
          }}
        />
      );
    case "looking":
      return (
        <Panel>
          <Spinner label={read.several.opening} labelPosition="below" />
        </Panel>
      );
    case "own":
      return <ReadOwn {...props} entry={view.entry} index={index} />;
    case "restore":
      return (
        <>
          {index.isOwnMail && view.own === undefined && (
            <ProblemBar intent="info">{read.own.noKey}</ProblemBar>
          )}
          {signIn !== undefined && <SignIn flow={signIn} nameStore={nameStore} />}
          <ReadRestore {...{ files, index, mailbox, nameStore, place }} />
        </>
      );
  }
}

function SignIn({ flow, nameStore }: { readonly flow: SignInFlow; readonly nameStore: NameStore }) {
  const { restore } = useStrings().pages;
  const { title, text } = restore.signIn;
  return <SignInPanel {...{ flow, nameStore, text, title }} />;
}

function OneIndex(props: OneIndexProps) {
  const { index, onBack, nowMs } = props;
  const [openedMs] = useState(nowMs);
  const { pane, read, restore } = useStrings().pages;
  const view = useLive(index.view);
  const restoring = useLive(index.restore.view);
  const own = view.step === "restore" ? view.own : undefined;
  const back = (label: string, onClick: () => void) => (
    <Button appearance="subtle" icon={<ChevronLeftRegular />} onClick={onClick}>
      {label}
    </Button>
  );
  return (
    <Screen {...headOf(view, restoring, { restore, read, title: pane.title.read }, openedMs)}>
      {(onBack !== undefined || own !== undefined) && (
        <div>
          {onBack !== undefined && back(read.several.back, onBack)}
          {own !== undefined &&
            back(read.own.back, () => {
              index.backToOwn(own);
            })}
        </div>
      )}
      <IndexStep {...props} view={view} />
    </Screen>
  );
}

interface OneMailProps extends ReadScreenProps {
  readonly mail: MailIndexesFlow;
  readonly place: RestorePlace;
}

/** What is found of a mail as long as none of its indexes is looked at. */
function Overview({ mail, view, ...props }: OneMailProps & { readonly view: MailIndexesView }) {
  const { mailbox, nameStore, config } = props;
  const { indexes, isSearching, problem, unread } = view;
  const notice: ReadNoticeProps = {
    ...{ flow: mail, mailbox, nameStore, pageUrl: `${config.origin}/` },
  };
  if (indexes.length > 0) {
    return (
      <ReadList
        indexes={indexes}
        nameStore={nameStore}
        onChoose={(index) => {
          mail.choose(index);
        }}
      />
    );
  }
  if (isSearching) return <Looking {...notice} />;
  if (problem !== undefined || unread.length > 0) return <ByHand {...notice} />;
  return <NothingFound flow={mail} />;
}

function OneMail(props: OneMailProps) {
  const { mail, nameStore } = props;
  const { pane, read } = useStrings().pages;
  const view = useLive(mail.view);
  const { chosen, indexes, isSearching, problem, unread } = view;
  const notes = (
    <>
      {problem !== undefined && <FailedBar {...{ nameStore, problem }} flow={mail} />}
      <UnreadBar {...{ nameStore, unread }} flow={mail} />
      {isSearching && indexes.length > 0 && <Spinner label={read.stillLooking} size="tiny" />}
    </>
  );
  const back = (): void => {
    mail.choose(undefined);
  };
  if (chosen === undefined) {
    return (
      <Screen step="overview" title={pane.title.read}>
        {notes}
        <Overview {...props} view={view} />
      </Screen>
    );
  }
  return (
    <>
      <OneIndex
        {...props}
        index={chosen}
        key={chosen.line.code}
        onBack={indexes.length > 1 ? back : undefined}
      />
      {notes}
    </>
  );
}

/** What goes on for other mails. */
function Elsewhere({ mails }: { readonly mails: readonly MailIndexesFlow[] }) {
  const { running } = useStrings().pages.read;
  return mails.map((mail) => (
    <ProblemBar intent="info" key={mail.id}>
      {running.elsewhere(mail.subject() || running.noSubject)}
    </ProblemBar>
  ));
}

export function ReadScreen(props: ReadScreenProps) {
  const styles = useStyles();
  const { flow, mailbox, transfers } = props;
  const { front, elsewhere } = useLive(flow.view);
  const place = useRestorePlace(mailbox, transfers);
  return (
    <div className={styles.all}>
      {front === undefined && <NoMailNotice pane="read" />}
      {front !== undefined && place !== undefined && (
        <OneMail {...props} key={front.id} mail={front} place={place} />
      )}
      <Elsewhere mails={elsewhere} />
    </div>
  );
}
