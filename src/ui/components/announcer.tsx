/** What a screen reader says without the focus moving. */
import { makeStyles } from "@fluentui/react-components";

const useStyles = makeStyles({
  hidden: {
    position: "absolute",
    width: "1px",
    height: "1px",
    margin: "-1px",
    padding: 0,
    overflow: "hidden",
    clipPath: "inset(50%)",
    whiteSpace: "nowrap",
    border: 0,
  },
});

/** Speaks `text` whenever it changes. */
export function Announcer({ text }: { readonly text: string }) {
  const styles = useStyles();
  return (
    <div aria-live="polite" className={styles.hidden} role="status">
      {text}
    </div>
  );
}
