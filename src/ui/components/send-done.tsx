/** What is left to do once everything is stored: attach the index file, put in the text. */
import { Button, Link, makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import { useState } from "react";
import type { SendRequest, SendResult } from "../../platform/browser/transfers";
import type { FilePorts } from "../file-ports";
import { indexFileName, type MailLanguage } from "../mail-blocks";
import type { NameStore } from "../store-names";
import { useStrings } from "../strings-context";
import { DoneHead } from "./done-head";
import { DoneStep, DoneSteps, SaveIndex } from "./done-steps";
import { MailBlock } from "./mail-block";
import { Panel } from "./panel";
import { ProblemBar } from "./problem-bar";

const useStyles = makeStyles({
  hint: { ...typographyStyles.body1, margin: 0, color: tokens.colorNeutralForeground2 },
  buttons: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    gap: tokens.spacingHorizontalM,
  },
});

export interface SendDoneProps {
  readonly result: SendResult;
  readonly from: SendRequest["from"];
  /** Of the restore page, as the gateway's administrator set it. */
  readonly address: string;
  readonly nameStore: NameStore;
  readonly files: Pick<FilePorts, "saveText">;
  readonly transfersHref: string;
  readonly onAgain: () => void;
}

export function SendDone(props: SendDoneProps) {
  const { result, from, address, nameStore, files, transfersHref, onAgain } = props;
  const styles = useStyles();
  const { storeReasons, pages } = useStrings();
  const { common, send } = pages;
  const { done } = send;
  const { summary, expirySeconds, hasPassphrase, missing } = result;
  const { roots: items, fileCount, totalBytes } = summary;
  const [language, setLanguage] = useState<MailLanguage>(common.language === "ja" ? "ja" : "en");
  const until = common.moment(expirySeconds);
  const lines = missing.map(({ storeId, reason }) =>
    done.missing(nameStore(storeId), storeReasons[reason] ?? reason),
  );
  const facts = { items, fileCount, totalBytes, expirySeconds, address, hasPassphrase };
  return (
    <Panel>
      <DoneHead>{done.summary(common.files(fileCount), common.size(totalBytes), until)}</DoneHead>
      {lines.length > 0 && <ProblemBar intent="info">{lines.join("\n")}</ProblemBar>}
      <DoneSteps>
        <DoneStep hint={done.step1Hint} number={1} title={done.step1}>
          <SaveIndex files={files} indexFile={result.indexFile} name={indexFileName(language)} />
        </DoneStep>
        <DoneStep hint={done.step2Hint} number={2} title={done.step2}>
          <MailBlock
            facts={{ ...facts, ...(from !== undefined && { from }) }}
            language={language}
            onLanguage={setLanguage}
          />
        </DoneStep>
        {hasPassphrase && <DoneStep hint={done.step3Hint} number={3} title={done.step3} />}
      </DoneSteps>
      <div className={styles.buttons}>
        <Button onClick={onAgain}>{done.again}</Button>
        <Link href={transfersHref}>{done.toTransfers}</Link>
      </div>
      <p className={styles.hint}>{done.keyHint}</p>
    </Panel>
  );
}
