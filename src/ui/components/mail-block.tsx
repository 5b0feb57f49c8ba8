/** The text for the mail: shown as it will look, and copied as HTML and as plain text at once. */
import {
  Checkbox,
  Field,
  makeStyles,
  Radio,
  RadioGroup,
  tokens,
  typographyStyles,
} from "@fluentui/react-components";
import { useState } from "react";
import { copyMailText } from "../copy-mail-text";
import { mailBlocks, type MailLanguage } from "../mail-blocks";
import { mailHtml, mailPlainText, type MailFacts, type MailLine, type MailRun } from "../mail-text";
import { useStrings } from "../strings-context";
import { CopyButton } from "./copy-button";

const useStyles = makeStyles({
  choices: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "flex-end",
    justifyContent: "space-between",
    columnGap: tokens.spacingHorizontalXL,
    rowGap: tokens.spacingVerticalXS,
  },
  preview: {
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalL,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  block: {
    ...typographyStyles.body1,
    borderLeft: `4px solid ${tokens.colorBrandStroke1}`,
    paddingLeft: tokens.spacingHorizontalM,
    overflowWrap: "anywhere",
    lineHeight: "1.6",
  },
  line: { margin: 0 },
  link: { color: tokens.colorBrandForegroundLink, textDecorationLine: "underline" },
});

const LANG = { en: ["en"], ja: ["ja"], both: ["ja", "en"] } as const;

function Run({ text, style }: MailRun) {
  const styles = useStyles();
  if (style === "strong") return <b>{text}</b>;
  if (style === "emphasis") return <i>{text}</i>;
  return style === "link" ? <span className={styles.link}>{text}</span> : text;
}

interface PreviewProps {
  readonly blocks: readonly (readonly MailLine[])[];
  readonly language: MailLanguage;
}

function Preview({ blocks, language }: PreviewProps) {
  const styles = useStyles();
  const { done } = useStrings().pages.send;
  return (
    <div aria-label={done.preview} className={styles.preview} role="group">
      {blocks.map((lines, at) => (
        <div className={styles.block} key={LANG[language][at]} lang={LANG[language][at]}>
          {lines.map((runs, line) => (
            <p className={styles.line} key={line}>
              {runs.map((run, i) => (
                <Run key={i} {...run} />
              ))}
            </p>
          ))}
        </div>
      ))}
    </div>
  );
}

export interface MailBlockProps {
  readonly facts: Omit<MailFacts, "hidesNames">;
  readonly language: MailLanguage;
  readonly onLanguage: (language: MailLanguage) => void;
}

function readMailLanguage(value: string): MailLanguage {
  return value === "en" || value === "ja" ? value : "both";
}

export function MailLanguageField({ language, onLanguage }: Omit<MailBlockProps, "facts">) {
  const { done } = useStrings().pages.send;
  return (
    <Field label={done.textLanguage}>
      <RadioGroup
        layout="horizontal"
        onChange={(_event, { value }) => {
          onLanguage(readMailLanguage(value));
        }}
        value={language}
      >
        <Radio label="English" value="en" />
        <Radio label="日本語" value="ja" />
        <Radio label={done.both} value="both" />
      </RadioGroup>
    </Field>
  );
}

export function MailBlock({ facts, language, onLanguage }: MailBlockProps) {
  const styles = useStyles();
  const { done } = useStrings().pages.send;
  const [hidesNames, setHidesNames] = useState(false);
  const blocks = mailBlocks({ ...facts, hidesNames }, language);
  return (
    <>
      <div className={styles.choices}>
        <MailLanguageField language={language} onLanguage={onLanguage} />
        <Checkbox
          checked={hidesNames}
          label={done.hideNames}
          onChange={(_event, { checked }) => {
            setHidesNames(checked === true);
          }}
        />
      </div>
      <Preview blocks={blocks} language={language} />
      <CopyButton
        copied={done.copied}
        copy={() => copyMailText(mailHtml(blocks), mailPlainText(blocks))}
        notCopied={done.copyFailed}
      >
        {done.copy}
      </CopyButton>
    </>
  );
}
