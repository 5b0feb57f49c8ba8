/** A place to drop things on, that says so, with the buttons that do the same beside it. */
import { makeStyles, mergeClasses, tokens, typographyStyles } from "@fluentui/react-components";
import type { ReactNode } from "react";

const useStyles = makeStyles({
  zone: {
    display: "flex",
    flexDirection: "column",
    alignItems: "center",
    textAlign: "center",
    gap: tokens.spacingVerticalM,
    padding: "clamp(20px, 6vw, 40px) clamp(12px, 4vw, 32px)",
    border: `2px dashed ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground2,
    transitionProperty: "background-color, border-color",
    transitionDuration: tokens.durationFast,
    "@media (prefers-reduced-motion: reduce)": { transitionDuration: "0.01ms" },
  },
  over: {
    border: `2px solid ${tokens.colorBrandStroke1}`,
    backgroundColor: tokens.colorBrandBackground2,
  },
  compact: { padding: tokens.spacingVerticalL },
  icon: { fontSize: "40px", lineHeight: "1", color: tokens.colorBrandForeground1 },
  smallIcon: { fontSize: "28px" },
  texts: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalXS },
  title: { ...typographyStyles.subtitle1, margin: 0 },
  smallTitle: { ...typographyStyles.subtitle2 },
  hint: { ...typographyStyles.body1, margin: 0, color: tokens.colorNeutralForeground2 },
  buttons: {
    display: "flex",
    flexWrap: "wrap",
    justifyContent: "center",
    gap: tokens.spacingHorizontalS,
  },
});

export interface DropZoneProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly hint: string;
  /** Instead of the hint while something is held over the page. */
  readonly overHint: string;
  readonly isOver: boolean;
  readonly isCompact?: boolean;
  /** Buttons that do by keyboard what a drop does by mouse. */
  readonly children: ReactNode;
}

export function DropZone(props: DropZoneProps) {
  const { icon, title, hint, overHint, isOver, isCompact = false, children } = props;
  const styles = useStyles();
  return (
    <div className={mergeClasses(styles.zone, isCompact && styles.compact, isOver && styles.over)}>
      <div aria-hidden="true" className={mergeClasses(styles.icon, isCompact && styles.smallIcon)}>
        {icon}
      </div>
      <div className={styles.texts}>
        <p className={mergeClasses(styles.title, isCompact && styles.smallTitle)}>{title}</p>
        <p className={styles.hint}>{isOver ? overHint : hint}</p>
      </div>
      <div className={styles.buttons}>{children}</div>
    </div>
  );
}
