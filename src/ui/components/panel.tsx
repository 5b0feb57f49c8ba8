/** A surface that holds one matter, with or without a heading. */
import { makeStyles, mergeClasses, tokens, typographyStyles } from "@fluentui/react-components";
import { useId, type ReactNode } from "react";

const useStyles = makeStyles({
  panel: {
    boxSizing: "border-box",
    backgroundColor: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusXLarge,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    boxShadow: tokens.shadow4,
    padding: "clamp(16px, 4vw, 28px)",
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalL,
    minWidth: 0,
  },
  quiet: { boxShadow: "none", backgroundColor: tokens.colorNeutralBackground2 },
  heading: {
    ...typographyStyles.subtitle2,
    margin: 0,
    display: "flex",
    alignItems: "center",
    gap: tokens.spacingHorizontalS,
  },
  head: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    justifyContent: "space-between",
    gap: tokens.spacingHorizontalM,
  },
});

export interface PanelProps {
  readonly heading?: string;
  readonly headingIcon?: ReactNode;
  /** Stands at the other end of the heading's line. */
  readonly aside?: ReactNode;
  /** Less weight, for what stands beside the matter of the page. */
  readonly isQuiet?: boolean;
  readonly children: ReactNode;
}

export function Panel(props: PanelProps) {
  const { heading, headingIcon, aside, isQuiet = false, children } = props;
  const styles = useStyles();
  const headingId = useId();
  const className = mergeClasses(styles.panel, isQuiet && styles.quiet);
  if (heading === undefined) return <div className={className}>{children}</div>;
  return (
    <section aria-labelledby={headingId} className={className}>
      <div className={styles.head}>
        <h2 className={styles.heading} id={headingId}>
          {headingIcon}
          {heading}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
