/** The transfers of a mail that holds several, to choose one. */
import { Button, makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import { ChevronRightRegular } from "@fluentui/react-icons/svg/chevron-right";
import type { AppError } from "../../core/errors";
import type { IndexFlow } from "../flows/index-flow";
import { useLive } from "../hooks/use-live";
import { useReadSentence } from "../hooks/use-read-sentence";
import type { NameStore } from "../store-names";
import { useStrings } from "../strings-context";
import { hostOf } from "./foreign-question";
import { Panel } from "./panel";
import { namesOf } from "./unfinished-list";

const useStyles = makeStyles({
  text: { ...typographyStyles.body1, margin: 0, color: tokens.colorNeutralForeground2 },
  list: {
    ...{ listStyleType: "none", margin: 0, padding: 0 },
    ...{ display: "flex", flexDirection: "column", gap: tokens.spacingVerticalS },
  },
  button: { width: "100%", justifyContent: "space-between", textAlign: "start" },
  texts: { display: "flex", flexDirection: "column", minWidth: 0, overflowWrap: "anywhere" },
  name: { ...typographyStyles.body1Strong },
  detail: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground2 },
});

export interface ReadListProps {
  readonly indexes: readonly IndexFlow[];
  readonly nameStore: NameStore;
  readonly onChoose: (index: IndexFlow) => void;
}

interface RowProps {
  readonly index: IndexFlow;
  /** From 1 on. */
  readonly position: number;
  readonly nameStore: NameStore;
  readonly onChoose: () => void;
}

interface Told {
  readonly name?: string;
  readonly state: string;
}

/** The first components of the paths of a card. */
const rootsOf = (paths: readonly string[]) =>
  [...new Set(paths.map((path) => path.split("/", 1)[0] ?? path))].map((name) => ({ name }));

/** What is known of a transfer so far. */
function useTold({ line, view, restore }: IndexFlow, nameStore: NameStore): Told {
  const { common, read } = useStrings().pages;
  const { several } = read;
  const sentence = useReadSentence(nameStore);
  const now = useLive(view);
  const restoring = useLive(restore.view);
  const names = (roots: readonly { readonly name: string }[]): string =>
    namesOf(roots, common.listSeparator, common.and);
  const problemOf = (problem: AppError | undefined): Told => ({
    state: problem === undefined ? "" : sentence(problem),
  });
  if (now.step === "foreign") return { state: several.foreign(hostOf(line.gateway)) };
  if (now.step === "own") {
    return { name: names(now.entry.transfer.summary.roots), state: several.own };
  }
  if (now.step === "looking") return { state: several.opening };
  if (restoring.step === "start") return problemOf(restoring.problem);
  if (restoring.step === "passphrase") return { state: several.passphrase };
  if (!("card" in restoring)) return { state: several.opening };
  const { files, dirs, totalBytes } = restoring.card;
  return {
    name: names(rootsOf([...files.map(({ path }) => path), ...dirs])),
    state: restoring.step === "running" ? several.running : common.size(totalBytes),
  };
}

function Row({ index, position, nameStore, onChoose }: RowProps) {
  const styles = useStyles();
  const { several } = useStrings().pages.read;
  const { name = "", state } = useTold(index, nameStore);
  const { place } = index;
  const at = place?.isInside === true ? several.inside(place.name) : (place?.name ?? "");
  return (
    <li>
      <Button
        className={styles.button}
        icon={<ChevronRightRegular />}
        iconPosition="after"
        onClick={onChoose}
      >
        <span className={styles.texts}>
          <bdi className={styles.name}>{name || several.nameless(position)}</bdi>
          {[state, at]
            .filter((text) => text !== "")
            .map((text) => (
              <bdi className={styles.detail} key={text}>
                {text}
              </bdi>
            ))}
        </span>
      </Button>
    </li>
  );
}

export function ReadList({ indexes, nameStore, onChoose }: ReadListProps) {
  const styles = useStyles();
  const { several } = useStrings().pages.read;
  return (
    <Panel heading={several.title}>
      <p className={styles.text}>{several.text}</p>
      <ul className={styles.list}>
        {indexes.map((index, at) => (
          <Row
            index={index}
            key={index.line.code}
            nameStore={nameStore}
            onChoose={() => {
              onChoose(index);
            }}
            position={at + 1}
          />
        ))}
      </ul>
    </Panel>
  );
}
