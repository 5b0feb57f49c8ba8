/** The frame of a pane: narrow, and without what Outlook shows around it already. */
import { makeStyles, tokens } from "@fluentui/react-components";
import type { ReactNode } from "react";

const useStyles = makeStyles({
  main: {
    boxSizing: "border-box",
    minHeight: "100dvh",
    padding: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalM} ${tokens.spacingVerticalXXL}`,
  },
});

export function PaneShell({ children }: { readonly children: ReactNode }) {
  const styles = useStyles();
  return <main className={styles.main}>{children}</main>;
}
