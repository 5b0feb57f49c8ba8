/** What is left to do by hand, step by step. */
import { Button, makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import { DocumentArrowDownRegular } from "@fluentui/react-icons/svg/document-arrow-down";
import { useState, type ReactNode } from "react";
import type { FilePorts } from "../file-ports";
import { useStrings } from "../strings-context";

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
  texts: { display: "flex", flexDirection: "column", overflowWrap: "anywhere" },
  buttons: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    gap: tokens.spacingHorizontalM,
  },
});

export function DoneSteps({ children }: { readonly children: ReactNode }) {
  return <ol className={useStyles().steps}>{children}</ol>;
}

export interface DoneStepProps {
  readonly number: number;
  readonly title: string;
  readonly hint: string;
  readonly children?: ReactNode;
}

export function DoneStep({ number, title, hint, children }: DoneStepProps) {
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

export interface SaveIndexProps {
  readonly name: string;
  readonly indexFile: string;
  readonly files: Pick<FilePorts, "saveText">;
}

/** Has the index file saved, and says so. */
export function SaveIndex({ name, indexFile, files }: SaveIndexProps) {
  const styles = useStyles();
  const { done } = useStrings().pages.send;
  const [isSaved, setSaved] = useState(false);
  return (
    <div className={styles.buttons}>
      <Button
        appearance="primary"
        icon={<DocumentArrowDownRegular />}
        onClick={() => {
          files.saveText(name, indexFile);
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
  );
}
