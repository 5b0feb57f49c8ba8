/** What is left to do once everything is stored: attach the index file, put in the text. */
import { Button, Link, makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import { DocumentArrowDownRegular } from "@fluentui/react-icons/svg/document-arrow-down";
import { useState, type ReactNode } from "react";
import type { SendRequest, SendResult } from "../../platform/browser/transfers";
import type { FilePorts } from "../file-ports";
import { indexFileName, type MailLanguage } from "../mail-blocks";
import type { NameStore } from "../store-names";
import { useStrings } from "../strings-context";
import { DoneHead } from "./done-head";
import { MailBlock } from "./mail-block";
import { Panel } from "./panel";
import { ProblemBar } from "./problem-bar";

const useStyles = makeStyles({
  steps: {
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalXXL,
    margin: 0,
    padding: 0,
  },
  step: {
    listStyleType: "none",
    display: "grid",
    gridTemplateColumns: "auto minmax(0, 1fr)",
    columnGap: tokens.spacingHorizontalM,
    "@media (max-width: 480px)": { gridTemplateColumns: "minmax(0, 1fr)" },
  },
  number: {
    ...typographyStyles.body1Strong,
    display: "flex",
    alignItems: "center",
    justifyContent: "center",
    width: "28px",
    height: "28px",
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorBrandForeground2,
    "@media (max-width: 480px)": { display: "none" },
  },
  body: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalM, minWidth: 0 },
  title: { ...typographyStyles.subtitle2, margin: 0, lineHeight: "28px" },
  hint: { ...typographyStyles.body1, margin: 0, color: tokens.colorNeutralForeground2 },
  texts: { display: "flex", flexDirection: "column" },
  buttons: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    gap: tokens.spacingHorizontalM,
  },
});

interface StepProps {
  readonly number: number;
  readonly title: string;
  readonly hint: string;
  readonly children?: ReactNode;
}

function Step({ number, title, hint, children }: StepProps) {
  const styles = useStyles();
  return (
    <li className={styles.step}>
      <span aria-hidden="true" className={styles.number}>
        {number}
      </span>
      <div className={styles.body}>
        <div className={styles.texts}>
          <h2 className={styles.title}>{title}</h2>
          <p className={styles.hint}>{hint}</p>
        </div>
        {children}
      </div>
    </li>
  );
}

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

function IndexStep({
  result,
  files,
  language,
}: Pick<SendDoneProps, "result" | "files"> & { readonly language: MailLanguage }) {
  const styles = useStyles();
  const { done } = useStrings().pages.send;
  const [isSaved, setSaved] = useState(false);
  const name = indexFileName(language);
  return (
    <Step hint={done.step1Hint} number={1} title={done.step1}>
      <div className={styles.buttons}>
        <Button
          appearance="primary"
          icon={<DocumentArrowDownRegular />}
          onClick={() => {
            files.saveText(name, result.indexFile);
            setSaved(true);
          }}
          size="large"
        >
          {done.saveIndex}
        </Button>
        <span className={styles.hint} role="status">
          {isSaved ? `${done.saved}: ${name}` : name}
        </span>
      </div>
    </Step>
  );
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
      <ol className={styles.steps}>
        <IndexStep files={files} language={language} result={result} />
        <Step hint={done.step2Hint} number={2} title={done.step2}>
          <MailBlock
            facts={{ ...facts, ...(from !== undefined && { from }) }}
            language={language}
            onLanguage={setLanguage}
          />
        </Step>
        {hasPassphrase && <Step hint={done.step3Hint} number={3} title={done.step3} />}
      </ol>
      <div className={styles.buttons}>
        <Button onClick={onAgain}>{done.again}</Button>
        <Link href={transfersHref}>{done.toTransfers}</Link>
      </div>
      <p className={styles.hint}>{done.keyHint}</p>
    </Panel>
  );
}
