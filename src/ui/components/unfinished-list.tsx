/** Sends that were broken off, offered to go on. */
import { Button, makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import type { UnfinishedSend } from "../../platform/browser/transfers";
import { useStrings } from "../strings-context";
import { Panel } from "./panel";

const useStyles = makeStyles({
  list: { listStyleType: "none", margin: 0, padding: 0 },
  item: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    justifyContent: "space-between",
    gap: tokens.spacingHorizontalM,
    paddingBlock: tokens.spacingVerticalS,
  },
  texts: { minWidth: 0, flexGrow: 1, flexBasis: "220px", overflowWrap: "anywhere" },
  name: { ...typographyStyles.body1Strong },
  detail: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground2 },
  buttons: { display: "flex", gap: tokens.spacingHorizontalS },
});

/** The names of what was sent, as one line: the first ones, and how many more. */
export function namesOf(
  roots: readonly { readonly name: string }[],
  separator: string,
  more: (count: number) => string,
): string {
  const rest = roots.length - 2;
  const names = roots.slice(0, 2).map(({ name }) => name);
  return [...names, ...(rest > 0 ? [more(rest)] : [])].join(separator);
}

export interface UnfinishedListProps {
  readonly sends: readonly UnfinishedSend[];
  readonly onGoOn: (send: UnfinishedSend) => void;
  readonly onDiscard: (send: UnfinishedSend) => void;
}

type ItemProps = Omit<UnfinishedListProps, "sends"> & { readonly send: UnfinishedSend };

function Item({ send, onGoOn, onDiscard }: ItemProps) {
  const styles = useStyles();
  const { common, send: words } = useStrings().pages;
  const { unfinished } = words;
  const { summary, startedAt, needsPick, isRunning } = send;
  const name = namesOf(summary.roots, common.listSeparator, common.and);
  const details = [
    common.size(summary.totalBytes),
    unfinished.started(common.moment(startedAt.getTime() / 1000)),
    ...(isRunning ? [unfinished.running] : []),
    ...(needsPick && !isRunning ? [unfinished.needsPick] : []),
  ];
  return (
    <li className={styles.item}>
      <div className={styles.texts}>
        <bdi className={styles.name}>{name}</bdi>
        <div className={styles.detail}>{details.join(" · ")}</div>
      </div>
      {!isRunning && (
        <div className={styles.buttons}>
          <Button
            appearance="primary"
            aria-label={unfinished.goOnLabel(name)}
            onClick={() => {
              onGoOn(send);
            }}
          >
            {unfinished.goOn}
          </Button>
          <Button
            aria-label={unfinished.discardLabel(name)}
            onClick={() => {
              onDiscard(send);
            }}
          >
            {unfinished.discard}
          </Button>
        </div>
      )}
    </li>
  );
}

export function UnfinishedList({ sends, onGoOn, onDiscard }: UnfinishedListProps) {
  const styles = useStyles();
  const { unfinished } = useStrings().pages.send;
  if (sends.length === 0) return null;
  return (
    <Panel heading={unfinished.title}>
      <ul className={styles.list}>
        {sends.map((send) => (
          <Item key={send.id} onDiscard={onDiscard} onGoOn={onGoOn} send={send} />
        ))}
      </ul>
    </Panel>
  );
}
