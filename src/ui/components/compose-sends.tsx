/** Sends of this mail that were made or begun before: in the mail, stored, broken off. */
import { Button, makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import type { GoOnRequest } from "../../platform/browser/transfers";
import type { FilePorts } from "../file-ports";
import type { MailSend, MailSendAt } from "../flows/compose-start";
import { useStrings } from "../strings-context";
import { GoOnDialog, useGoOn } from "./go-on-dialog";
import { Panel } from "./panel";
import { namesOf } from "./unfinished-list";

const useStyles = makeStyles({
  list: { listStyleType: "none", margin: 0, padding: 0 },
  item: {
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalXS,
    paddingBlock: tokens.spacingVerticalS,
    overflowWrap: "anywhere",
  },
  name: { ...typographyStyles.body1Strong },
  detail: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground2 },
  buttons: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalS },
});

type Broken = MailSendAt<"broken">;

export interface ComposeSendsProps {
  readonly sends: readonly MailSend[];
  readonly files: Pick<FilePorts, "pickFiles" | "pickFolder">;
  readonly onPlace: (send: MailSendAt<"stored">) => void;
  readonly onGoOn: (send: Broken, given: Omit<GoOnRequest, "id">) => void;
  readonly onDiscard: (send: MailSendAt<"broken" | "stored" | "lost">) => void;
}

/** What was sent, by name. */
function useName({ kept }: MailSend): string {
  const { common } = useStrings().pages;
  const names = [...kept.originals.map(({ name }) => name), ...kept.extras];
  return namesOf(
    names.map((name) => ({ name })),
    common.listSeparator,
    common.and,
  );
}

interface ItemProps extends Pick<ComposeSendsProps, "onPlace"> {
  readonly send: MailSend;
  readonly onGoOn: (send: Broken) => void;
  readonly onAsk: (send: MailSendAt<"broken" | "stored">) => void;
  readonly onForget: (send: MailSendAt<"lost">) => void;
}

function Actions({ send, name, onPlace, onGoOn, onAsk, onForget }: ItemProps & { name: string }) {
  const styles = useStyles();
  const { compose, send: words } = useStrings().pages;
  const { unfinished } = words;
  const button = (text: string, label: string, onClick: () => void, isMain = false) => (
    <Button
      appearance={isMain ? "primary" : "secondary"}
      aria-label={label}
      onClick={onClick}
      size="small"
    >
      {text}
    </Button>
  );
  if (send.step === "placed") return null;
  if (send.step === "lost") {
    const forget = (): void => {
      onForget(send);
    };
    return (
      <div className={styles.buttons}>
        {button(compose.sends.remove, compose.sends.removeLabel(name), forget)}
      </div>
    );
  }
  const isStored = send.step === "stored";
  const goOn = (): void => {
    if (isStored) onPlace(send);
    else onGoOn(send);
  };
  return (
    <div className={styles.buttons}>
      {button(
        isStored ? compose.sends.place : unfinished.goOn,
        isStored ? compose.sends.placeLabel(name) : unfinished.goOnLabel(name),
        goOn,
        true,
      )}
      {button(unfinished.discard, unfinished.discardLabel(name), () => {
        onAsk(send);
      })}
    </div>
  );
}

function Item(props: ItemProps) {
  const { send } = props;
  const styles = useStyles();
  const { common, compose } = useStrings().pages;
  const fallback = useName(send);
  const stored = "stored" in send ? send.stored : undefined;
  const name = fallback === "" ? common.files(stored?.fileCount ?? 0) : fallback;
  const details = [
    ...(stored === undefined ? [] : [common.size(stored.totalBytes)]),
    compose.sends[send.step],
  ];
  return (
    <li className={styles.item}>
      <bdi className={styles.name}>{name}</bdi>
      <span className={styles.detail}>{details.join(" · ")}</span>
      <Actions {...props} name={name} />
    </li>
  );
}

export function ComposeSends({ sends, files, onPlace, onGoOn, onDiscard }: ComposeSendsProps) {
  const styles = useStyles();
  const { common, compose } = useStrings().pages;
  const asking = useGoOn<Broken, MailSendAt<"broken" | "stored">>({
    // Attachments are read from the mail again; what was added beside them cannot be found apart from it.
    needsOf: ({ kept: { extras, originals }, unfinished: { needsPick, hasPassphrase } }) => ({
      files: extras.length > 0 && (needsPick || originals.length > 0),
      passphrase: hasPassphrase,
    }),
    onGoOn,
    onDiscard,
  });
  if (sends.length === 0) return null;
  return (
    <Panel heading={compose.sends.title}>
      <ul className={styles.list}>
        {sends.map((send) => (
          <Item
            key={send.kept.id}
            onAsk={asking.discard}
            onForget={onDiscard}
            onGoOn={asking.goOn}
            onPlace={onPlace}
            send={send}
          />
        ))}
      </ul>
      <GoOnDialog
        asking={asking}
        files={files}
        namesOf={({ kept }) => kept.extras.join(common.listSeparator)}
      />
    </Panel>
  );
}
