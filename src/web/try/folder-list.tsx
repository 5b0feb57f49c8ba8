/** The folders of one person, with the mails in them. */
import { Button, makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import { MailAddRegular } from "@fluentui/react-icons/svg/mail-add";
import { useStrings } from "../../ui/strings-context";
import type { Box, Folder, Letter } from "./post-office";

const useStyles = makeStyles({
  folders: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalS, minWidth: 0 },
  heading: {
    ...typographyStyles.body1Strong,
    margin: `${tokens.spacingVerticalS} 0 0`,
  },
  empty: { margin: 0, color: tokens.colorNeutralForeground2 },
  list: { listStyleType: "none", margin: 0, padding: 0 },
  letter: { width: "100%", justifyContent: "start", textAlign: "start", overflowWrap: "anywhere" },
  unread: { fontWeight: tokens.fontWeightBold },
});

const FOLDERS: readonly Folder[] = ["inbox", "drafts", "sent"];

function LetterButton({ box, letter }: { readonly box: Box; readonly letter: Letter }) {
  const styles = useStyles();
  const { try: words } = useStrings().pages;
  const { from, to, folder, subject, isRead } = letter;
  const who = folder === "inbox" ? from.name : to.name;
  return (
    <Button
      appearance="subtle"
      aria-current={box.front === letter}
      className={styles.letter}
      onClick={() => {
        box.open(letter);
      }}
    >
      <span className={isRead ? undefined : styles.unread}>
        {who}: {subject === "" ? words.noSubject : subject}
        {!isRead && ` (${words.unread})`}
      </span>
    </Button>
  );
}

export function FolderList({ box }: { readonly box: Box }) {
  const styles = useStyles();
  const { try: words } = useStrings().pages;
  return (
    <nav aria-label={words.asPerson(box.owner.name)} className={styles.folders}>
      <Button
        appearance="primary"
        icon={<MailAddRegular />}
        onClick={() => {
          box.write();
        }}
      >
        {words.write}
      </Button>
      {FOLDERS.map((folder) => {
        const letters = box.letters.filter((letter) => letter.folder === folder);
        return (
          <section key={folder}>
            <h2 className={styles.heading}>{words[folder]}</h2>
            {letters.length === 0 && <p className={styles.empty}>{words.empty}</p>}
            <ul className={styles.list}>
              {letters.map((letter) => (
                <li key={letter.id}>
                  <LetterButton box={box} letter={letter} />
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </nav>
  );
}
