/** Sends of this mail that were made or begun before: in the mail, stored, broken off. */
import { Button, makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import { useState } from "react";
import type { Picked } from "../../platform/browser/picked";
import type { GoOnRequest } from "../../platform/browser/transfers";
import type { FilePorts } from "../file-ports";
import type { MailSend, MailSendAt } from "../flows/compose-start";
import { useStrings } from "../strings-context";
import { ConfirmDialog } from "./confirm-dialog";
import { Panel } from "./panel";
import { PassphraseDialog } from "./passphrase-dialog";
import { PickAgain } from "./pick-again";
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

type Question =
  | { readonly kind: "pick"; readonly send: Broken }
  | { readonly kind: "passphrase"; readonly send: Broken; readonly picked: Picked | undefined }
  | { readonly kind: "discard"; readonly send: MailSendAt<"broken" | "stored"> };

/** What must be asked first; undefined when nothing is left to ask. Attachments are read from the mail again. */
function nextQuestion(send: Broken, picked: Picked | undefined): Question | undefined {
  const { kept, unfinished } = send;
  const lacksExtras = kept.extras.length > 0 && (unfinished.needsPick || kept.originals.length > 0);
  if (lacksExtras && picked === undefined) return { kind: "pick", send };
  return unfinished.hasPassphrase ? { kind: "passphrase", send, picked } : undefined;
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

interface DialogProps extends Pick<ComposeSendsProps, "files" | "onDiscard"> {
  readonly question: Question;
  readonly onPicked: (send: Broken, picked: Picked) => void;
  readonly onGoOn: ComposeSendsProps["onGoOn"];
  readonly onDismiss: () => void;
}

function QuestionDialog(props: DialogProps) {
  const { question, files, onPicked, onGoOn, onDiscard, onDismiss } = props;
  const { common, send: words } = useStrings().pages;
  const { unfinished } = words;
  if (question.kind === "discard") {
    const discard = (): void => {
      onDiscard(question.send);
    };
    return (
      <ConfirmDialog
        confirm={unfinished.discard}
        onConfirm={discard}
        onDismiss={onDismiss}
        title={unfinished.discardTitle}
      >
        {unfinished.discardText}
      </ConfirmDialog>
    );
  }
  const { send } = question;
  if (question.kind === "pick") {
    return (
      <PickAgain
        files={files}
        onDismiss={onDismiss}
        onPicked={(picked) => {
          onPicked(send, picked);
        }}
        text={unfinished.pickText(send.kept.extras.join(common.listSeparator))}
      />
    );
  }
  const { picked } = question;
  return (
    <PassphraseDialog
      confirm={unfinished.goOn}
      isBusy={false}
      onDismiss={onDismiss}
      onPassphrase={(passphrase) => {
        onGoOn(send, { passphrase, ...(picked !== undefined && { picked }) });
      }}
      problem={undefined}
      text={unfinished.passphraseText}
      title={unfinished.passphraseTitle}
    />
  );
}

export function ComposeSends({ sends, files, onPlace, onGoOn, onDiscard }: ComposeSendsProps) {
  const styles = useStyles();
  const { compose } = useStrings().pages;
  const [question, setQuestion] = useState<Question>();
  const dismiss = (): void => {
    setQuestion(undefined);
  };
  const goOn = (send: Broken, picked?: Picked): void => {
    const next = nextQuestion(send, picked);
    setQuestion(next);
    if (next === undefined) onGoOn(send, picked === undefined ? {} : { picked });
  };
  if (sends.length === 0) return null;
  return (
    <Panel heading={compose.sends.title}>
      <ul className={styles.list}>
        {sends.map((send) => (
          <Item
            key={send.kept.id}
            onAsk={(asked) => {
              setQuestion({ kind: "discard", send: asked });
            }}
            onForget={onDiscard}
            onGoOn={goOn}
            onPlace={onPlace}
            send={send}
          />
        ))}
      </ul>
      {question !== undefined && (
        <QuestionDialog
          {...{ files, question }}
          onDiscard={(send) => {
            dismiss();
            onDiscard(send);
          }}
          onDismiss={dismiss}
          onGoOn={(send, given) => {
            dismiss();
            onGoOn(send, given);
          }}
          onPicked={goOn}
        />
      )}
    </Panel>
  );
}
