/** The frame of a screen: its title, what it is for, and its panels below each other. */
import { makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import { useEffect, useRef, type ReactNode } from "react";

const useStyles = makeStyles({
  screen: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalXL, minWidth: 0 },
  head: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalS },
  title: {
    ...typographyStyles.title2,
    margin: 0,
    outlineStyle: "none",
    overflowWrap: "anywhere",
    // Japanese lines break between phrases where the browser can tell them apart.
    wordBreak: "auto-phrase",
    "@media (max-width: 480px)": {
      fontSize: tokens.fontSizeBase600,
      lineHeight: tokens.lineHeightBase600,
    },
  },
  lead: {
    ...typographyStyles.body1,
    margin: 0,
    color: tokens.colorNeutralForeground2,
    maxWidth: "72ch",
    textWrap: "pretty",
    lineHeight: "1.6",
  },
});

export interface ScreenProps {
  readonly title: string;
  readonly lead?: string;
  /** Changes when another step of the screen begins: then its title takes the focus and is read out. */
  readonly step: string;
  readonly children: ReactNode;
}

export function Screen({ title, lead, step, children }: ScreenProps) {
  const styles = useStyles();
  const titleRef = useRef<HTMLHeadingElement>(null);
  const shownStep = useRef(step);
  useEffect(() => {
    if (shownStep.current === step) return;
    shownStep.current = step;
    titleRef.current?.focus({ preventScroll: true });
    titleRef.current?.scrollIntoView({ block: "nearest" });
  }, [step]);
  return (
    <div className={styles.screen}>
      <div className={styles.head}>
        <h1 className={styles.title} ref={titleRef} tabIndex={-1}>
          {title}
        </h1>
        {lead !== undefined && <p className={styles.lead}>{lead}</p>}
      </div>
      {children}
    </div>
  );
}
