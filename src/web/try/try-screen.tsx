/** Two mailboxes with the panes beside their mails: the whole story without Outlook. */
import {
  Button,
  makeStyles,
  ToggleButton,
  tokens,
  typographyStyles,
} from "@fluentui/react-components";
import { PersonRegular } from "@fluentui/react-icons/svg/person";
import { useState, useSyncExternalStore, type ReactNode } from "react";
import type { PublicConfig } from "../../core/gateway-api";
import { ProblemBar } from "../../ui/components/problem-bar";
import { useStrings } from "../../ui/strings-context";
import { Composer } from "./composer";
import { FolderList } from "./folder-list";
import { LetterView } from "./letter-view";
import { otherThan, PEOPLE, type Box, type Letter, type Person } from "./post-office";

const useStyles = makeStyles({
  screen: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalL, minWidth: 0 },
  title: { ...typographyStyles.title2, margin: 0 },
  lead: {
    ...typographyStyles.body1,
    margin: 0,
    maxWidth: "90ch",
    color: tokens.colorNeutralForeground2,
    textWrap: "pretty",
  },
  mailbox: {
    display: "grid",
    gridTemplateColumns: "minmax(180px, 220px) minmax(0, 1fr) minmax(320px, 380px)",
    alignItems: "start",
    gap: tokens.spacingHorizontalXL,
    marginBlockStart: tokens.spacingVerticalM,
    "@media (max-width: 1080px)": { gridTemplateColumns: "minmax(0, 1fr) minmax(0, 1fr)" },
    "@media (max-width: 760px)": { gridTemplateColumns: "minmax(0, 1fr)" },
  },
  folders: { "@media (max-width: 1080px)": { gridColumn: "1 / -1" } },
  middle: {
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalM,
    minWidth: 0,
    padding: tokens.spacingHorizontalL,
    backgroundColor: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusLarge,
    boxShadow: tokens.shadow4,
  },
  pane: { minWidth: 0 },
  people: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalS },
  hint: { margin: 0, color: tokens.colorNeutralForeground2 },
});

export interface TryPanes {
  /** The pane beside a mail that is being written. */
  readonly compose: ReactNode;
  /** The pane beside a mail that was received or sent. */
  readonly read: ReactNode;
}

export interface TryScreenProps {
  readonly boxes: Readonly<Record<Person["id"], Box>>;
  readonly panes: Readonly<Record<Person["id"], TryPanes>>;
  readonly policy: PublicConfig["policy"];
}

interface PersonMailboxProps {
  readonly box: Box;
  readonly other: Box;
  readonly panes: TryPanes;
  readonly policy: PublicConfig["policy"];
  readonly onLookAsOther: () => void;
}

/** Both panes stay, so that what runs in one goes on while the other is looked at. */
function Panes({ front, panes }: { readonly front: Letter | undefined; readonly panes: TryPanes }) {
  const { try: words } = useStrings().pages;
  const isDraft = front?.folder === "drafts";
  return (
    <div hidden={front === undefined}>
      <section aria-label={words.pane}>
        <div hidden={!isDraft}>{panes.compose}</div>
        <div hidden={isDraft}>{panes.read}</div>
      </section>
    </div>
  );
}

function PersonMailbox({ box, other, panes, policy, onLookAsOther }: PersonMailboxProps) {
  const styles = useStyles();
  const { try: words } = useStrings().pages;
  const [isDelivered, setDelivered] = useState(false);
  const { front } = box;
  return (
    <div className={styles.mailbox}>
      <div className={styles.folders}>
        <FolderList box={box} />
      </div>
      <div className={styles.middle}>
        {front === undefined && isDelivered && (
          <>
            <ProblemBar intent="success">{words.delivered(other.owner.name)}</ProblemBar>
            <div>
              <Button appearance="primary" onClick={onLookAsOther}>
                {words.lookAs(other.owner.name)}
              </Button>
            </div>
          </>
        )}
        {front === undefined && <p className={styles.hint}>{words.nothingOpen}</p>}
        {front?.folder === "drafts" && (
          <Composer
            box={box}
            key={front.id}
            letter={front}
            onSend={() => {
              box.send(front, other);
              setDelivered(true);
            }}
            policy={policy}
          />
        )}
        {front !== undefined && front.folder !== "drafts" && <LetterView letter={front} />}
      </div>
      <div className={styles.pane}>
        <Panes front={front} panes={panes} />
      </div>
    </div>
  );
}

/** Draws again whenever something in one of the mailboxes changed. */
function useBoxes({ taro, hanako }: TryScreenProps["boxes"]): void {
  useSyncExternalStore(
    (listener) => {
      const ends = [taro.subscribe(listener), hanako.subscribe(listener)];
      return () => {
        for (const end of ends) end();
      };
    },
    () => taro.version + hanako.version,
  );
}

export function TryScreen({ boxes, panes, policy }: TryScreenProps) {
  const styles = useStyles();
  const { try: words } = useStrings().pages;
  const [shown, setShown] = useState<Person["id"]>("taro");
  useBoxes(boxes);
  return (
    <div className={styles.screen}>
      <h1 className={styles.title}>{words.title}</h1>
      <p className={styles.lead}>{words.lead}</p>
      <div aria-label={words.person} className={styles.people} role="group">
        {PEOPLE.map(({ id, name }) => {
          const unread = boxes[id].letters.filter(({ isRead }) => !isRead).length;
          return (
            <ToggleButton
              checked={id === shown}
              icon={<PersonRegular />}
              key={id}
              onClick={() => {
                setShown(id);
              }}
            >
              {words.asPerson(name)}
              {unread > 0 && ` (${String(unread)})`}
            </ToggleButton>
          );
        })}
      </div>
      {PEOPLE.map((person) => (
        <div hidden={person.id !== shown} key={person.id}>
          <PersonMailbox
            {...{ box: boxes[person.id], panes: panes[person.id], policy }}
            onLookAsOther={() => {
              setShown(otherThan(person).id);
            }}
            other={boxes[otherThan(person).id]}
          />
        </div>
      ))}
    </div>
  );
}
