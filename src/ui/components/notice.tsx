/** Instead of a screen: why there is nothing to do here, and what to do about it. */
import { makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import type { ReactNode } from "react";
import { Panel } from "./panel";

const useStyles = makeStyles({
  all: {
    display: "flex",
    flexDirection: "column",
    alignItems: "center",
    textAlign: "center",
    gap: tokens.spacingVerticalM,
    paddingBlock: tokens.spacingVerticalXXL,
  },
  icon: { fontSize: "48px", lineHeight: "1", color: tokens.colorBrandForeground1 },
  title: { ...typographyStyles.subtitle1, margin: 0 },
  text: {
    ...typographyStyles.body1,
    margin: 0,
    maxWidth: "52ch",
    color: tokens.colorNeutralForeground2,
    overflowWrap: "anywhere",
  },
});

export interface NoticeProps {
  readonly icon: ReactNode;
  readonly title: string;
  /** Heading level: 1 when the notice is all there is on the page. */
  readonly level: 1 | 2;
  readonly texts: readonly string[];
  readonly children?: ReactNode;
}

export function Notice({ icon, title, level, texts, children }: NoticeProps) {
  const styles = useStyles();
  const Heading = level === 1 ? "h1" : "h2";
  return (
    <Panel>
      <div className={styles.all}>
        <div aria-hidden="true" className={styles.icon}>
          {icon}
        </div>
        <Heading className={styles.title}>{title}</Heading>
        {texts.map((text) => (
          <p className={styles.text} key={text}>
            {text}
          </p>
        ))}
        {children}
      </div>
    </Panel>
  );
}
