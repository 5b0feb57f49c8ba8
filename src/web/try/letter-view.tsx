/** A mail that was received or sent. */
import { makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import { useStrings } from "../../ui/strings-context";
import { AttachmentList } from "./attachment-list";
import type { Letter } from "./post-office";

const useStyles = makeStyles({
  letter: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalM, minWidth: 0 },
  subject: { ...typographyStyles.subtitle1, margin: 0, overflowWrap: "anywhere" },
  people: { margin: 0, color: tokens.colorNeutralForeground2, overflowWrap: "anywhere" },
  body: {
    margin: 0,
    whiteSpace: "pre-wrap",
    overflowWrap: "anywhere",
    lineHeight: tokens.lineHeightBase400,
  },
});

export function LetterView({ letter }: { readonly letter: Letter }) {
  const styles = useStyles();
  const { try: words } = useStrings().pages;
  const { from, to, subject, body, attachments } = letter;
  return (
    <article className={styles.letter}>
      <h2 className={styles.subject}>{subject === "" ? words.noSubject : subject}</h2>
      <p className={styles.people}>
        {words.from}: {from.name} &lt;{from.address}&gt;
        <br />
        {words.to}: {to.name} &lt;{to.address}&gt;
      </p>
      <AttachmentList attachments={attachments} />
      <p className={styles.body}>{body}</p>
    </article>
  );
}
