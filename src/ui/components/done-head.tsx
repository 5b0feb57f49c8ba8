/** The top of a panel that says that something succeeded. */
import { makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import { CheckmarkCircleFilled } from "@fluentui/react-icons/svg/checkmark-circle";

const useStyles = makeStyles({
  head: { display: "flex", alignItems: "flex-start", gap: tokens.spacingHorizontalM },
  icon: { flexShrink: 0, fontSize: "32px", color: tokens.colorStatusSuccessForeground1 },
  text: { ...typographyStyles.subtitle2, margin: 0, overflowWrap: "anywhere", minWidth: 0 },
});

export function DoneHead({ children }: { readonly children: string }) {
  const styles = useStyles();
  return (
    <div className={styles.head}>
      <CheckmarkCircleFilled className={styles.icon} />
      <p className={styles.text} role="status">
        {children}
      </p>
    </div>
  );
}
