/** A mail in which nothing was found, or not everything could be read. */
import { Button, makeStyles, Spinner, tokens, typographyStyles } from "@fluentui/react-components";
import { MailAttachRegular } from "@fluentui/react-icons/svg/mail-attach";
import { useEffect, useState } from "react";
import type { AppError } from "../../core/errors";
import type { UnreadAttachment } from "../../outlook/find-index";
import type { Mailbox } from "../../outlook/mailbox";
import type { MailIndexesFlow } from "../flows/mail-indexes-flow";
import { useReadSentence } from "../hooks/use-read-sentence";
import type { NameStore } from "../store-names";
import { useStrings } from "../strings-context";
import { Notice } from "./notice";
import { OpenPage } from "./open-page";
import { Panel } from "./panel";
import { ProblemBar } from "./problem-bar";
import { RetryBar } from "./retry-bar";
import { RestoreStart } from "./restore-start";

const useStyles = makeStyles({
  text: { ...typographyStyles.body1, margin: 0, color: tokens.colorNeutralForeground2 },
  busy: { paddingBlock: tokens.spacingVerticalXXL },
});

export interface ReadNoticeProps {
  readonly flow: MailIndexesFlow;
  readonly mailbox: Pick<Mailbox, "openInBrowser">;
  readonly nameStore: NameStore;
  /** The restore page, without an index. */
  readonly pageUrl: string;
}

/** Outlook may take two minutes for a large attachment, and sometimes never answers. */
const SLOW_MS = 8_000;

export function Looking(props: ReadNoticeProps) {
  const styles = useStyles();
  const { read } = useStrings().pages;
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(setSlow, SLOW_MS, true);
    return () => {
      clearTimeout(timer);
    };
  }, []);
  return (
    <>
      <Panel>
        <Spinner className={styles.busy} label={read.looking} labelPosition="below" size="large" />
        {isSlow && <ProblemBar intent="info">{read.slow}</ProblemBar>}
      </Panel>
      {isSlow && <ByHand {...props} />}
    </>
  );
}

export function NothingFound({ flow }: Pick<ReadNoticeProps, "flow">) {
  const { none } = useStrings().pages.read;
  return (
    <Notice icon={<MailAttachRegular />} level={2} texts={[none.text]} title={none.title}>
      <Button
        onClick={() => {
          flow.lookAgain();
        }}
      >
        {none.again}
      </Button>
    </Notice>
  );
}

interface UnreadBarProps extends Pick<ReadNoticeProps, "flow" | "nameStore"> {
  readonly unread: readonly UnreadAttachment[];
}

/** The attachments that Outlook did not hand over, each with the reason. */
export function UnreadBar({ flow, unread, nameStore }: UnreadBarProps) {
  const { read } = useStrings().pages;
  const sentence = useReadSentence(nameStore);
  if (unread.length === 0) return null;
  const lines = unread.map(({ attachment, problem }) =>
    read.unread.one(attachment.name, sentence(problem)),
  );
  return (
    <RetryBar
      intent="warning"
      onRetry={() => {
        flow.lookAgain();
      }}
      title={read.unread.title}
    >
      {lines.join("\n")}
    </RetryBar>
  );
}

/** Why the attachments of the mail could not be read at all. */
export function FailedBar(
  props: Pick<ReadNoticeProps, "flow" | "nameStore"> & { readonly problem: AppError },
) {
  const { flow, nameStore, problem } = props;
  const { read } = useStrings().pages;
  const sentence = useReadSentence(nameStore);
  return (
    <RetryBar
      intent="error"
      onRetry={() => {
        flow.lookAgain();
      }}
      title={read.failed.title}
    >
      {sentence(problem)}
    </RetryBar>
  );
}

/** What a person can do where Outlook does not: the index file that was saved, opened here or on the page. */
export function ByHand({ flow, mailbox, pageUrl }: ReadNoticeProps) {
  const styles = useStyles();
  const { byHand } = useStrings().pages.read;
  return (
    <>
      <Panel heading={byHand.title} isQuiet>
        <p className={styles.text}>{byHand.text}</p>
        <OpenPage mailbox={mailbox} url={pageUrl} />
      </Panel>
      <RestoreStart
        isOpening={false}
        onSource={(source) => {
          flow.take(source);
        }}
      />
    </>
  );
}
