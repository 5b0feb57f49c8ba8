/** One message: what happened and what to do about it. */
import {
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  tokens,
} from "@fluentui/react-components";
import type { ReactNode } from "react";

const useStyles = makeStyles({
  bar: { paddingBlock: tokens.spacingVerticalS, alignItems: "start" },
  title: { display: "block" },
  body: { whiteSpace: "pre-line", overflowWrap: "anywhere", minWidth: 0 },
});

export interface ProblemBarProps {
  readonly intent: "info" | "success" | "warning" | "error";
  readonly title?: string;
  readonly children: ReactNode;
  /** Buttons below the text. */
  readonly actions?: ReactNode;
}

export function ProblemBar({ intent, title, children, actions }: ProblemBarProps) {
  const styles = useStyles();
  return (
    <MessageBar
      className={styles.bar}
      intent={intent}
      layout="multiline"
      politeness={intent === "error" ? "assertive" : "polite"}
    >
      <MessageBarBody className={styles.body}>
        {title !== undefined && <MessageBarTitle className={styles.title}>{title}</MessageBarTitle>}
        {children}
      </MessageBarBody>
      {actions !== undefined && <MessageBarActions>{actions}</MessageBarActions>}
    </MessageBar>
  );
}
