/** Puts a protected mail together: its attachments, what is added, how, and the one button. */
import { Button, Checkbox, makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import { ShieldCheckmarkRegular } from "@fluentui/react-icons/svg/shield-checkmark";
import { useState } from "react";
import type { PublicConfig } from "../../core/gateway-api";
import type { FilePorts } from "../file-ports";
import { carriedIndexes, type MailState } from "../flows/compose-start";
import type { ComposeDraft } from "../hooks/use-compose-draft";
import { isPassphraseReady, openRoutes } from "../hooks/use-send-draft";
import { useSentence } from "../hooks/use-sentence";
import type { NameStore } from "../store-names";
import { useStrings } from "../strings-context";
import { AttachmentList } from "./attachment-list";
import { MailLanguageField } from "./mail-block";
import { Panel } from "./panel";
import { ProblemBar } from "./problem-bar";
import { SendOptionsPanel } from "./send-options";
import { SendPick } from "./send-pick";

const useStyles = makeStyles({
  start: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalS },
  hint: { ...typographyStyles.body1, margin: 0, color: tokens.colorNeutralForeground2 },
});

export interface ComposeFormProps {
  readonly config: PublicConfig;
  readonly state: MailState;
  readonly draft: ComposeDraft;
  readonly files: FilePorts;
  readonly nameStore: NameStore;
  readonly nowMs: number;
  /** Its mail is the one in front. */
  readonly isInFront: boolean;
  /** False while it is needed and nobody is. */
  readonly isSignedIn: boolean;
  readonly onSend: () => void;
}

function Attachments({ state, draft }: ComposeFormProps) {
  const styles = useStyles();
  const { compose } = useStrings().pages;
  const words = compose.attachments;
  const shown = state.attachments.filter(({ isInline }) => !isInline);
  if (!state.canList) return <ProblemBar intent="info">{compose.noList}</ProblemBar>;
  return (
    <Panel heading={words.title}>
      {shown.length === 0 ? (
        <p className={styles.hint}>{words.none}</p>
      ) : (
        <AttachmentList
          attachments={shown}
          isChosen={draft.isChosen}
          isPending={draft.isPending}
          onChoose={draft.choose}
        />
      )}
      {carriedIndexes(state).length > 0 && <ProblemBar intent="info">{words.carried}</ProblemBar>}
    </Panel>
  );
}

function TextOptions({ draft }: Pick<ComposeFormProps, "draft">) {
  const { send } = useStrings().pages;
  const { language, hidesNames, changeText } = draft;
  return (
    <>
      <MailLanguageField
        language={language}
        onLanguage={(chosen) => {
          changeText(chosen, hidesNames);
        }}
      />
      <Checkbox
        checked={hidesNames}
        label={send.done.hideNames}
        onChange={(_event, { checked }) => {
          changeText(language, checked === true);
        }}
      />
    </>
  );
}

/** Why the mail cannot be protected as it is; undefined when it can. */
function useObstacle({ config, draft }: ComposeFormProps): string | undefined {
  const { common, send } = useStrings().pages;
  const { maxTransferBytes } = config.policy;
  return draft.sizeBytes <= maxTransferBytes
    ? undefined
    : send.tooLarge(common.size(draft.sizeBytes), common.size(maxTransferBytes));
}

function Start(props: ComposeFormProps & { readonly onCheck: () => void }) {
  const { draft, isSignedIn, nameStore, onCheck, onSend } = props;
  const styles = useStyles();
  const { common, compose, send } = useStrings().pages;
  const sentence = useSentence(nameStore);
  const obstacle = useObstacle(props);
  const { problem } = draft.send;
  const canSend = isSignedIn && !draft.isEmpty && obstacle === undefined && problem === undefined;
  const missing = isSignedIn ? undefined : send.signIn.title;
  const hint = draft.isEmpty ? compose.nothingYet : missing;
  return (
    <div className={styles.start}>
      {problem !== undefined && <ProblemBar intent="error">{sentence(problem)}</ProblemBar>}
      {obstacle !== undefined && <ProblemBar intent="error">{obstacle}</ProblemBar>}
      <Button
        appearance="primary"
        disabledFocusable={!canSend}
        icon={<ShieldCheckmarkRegular />}
        onClick={() => {
          onCheck();
          if (canSend && isPassphraseReady(draft.send)) onSend();
        }}
        size="large"
      >
        {draft.isEmpty ? compose.start : compose.startSize(common.size(draft.sizeBytes))}
      </Button>
      {hint !== undefined && <p className={styles.hint}>{hint}</p>}
    </div>
  );
}

export function ComposeForm(props: ComposeFormProps) {
  const { config, draft, files, nameStore, nowMs, isInFront } = props;
  const { compose, send } = useStrings().pages;
  const [isChecked, setChecked] = useState(false);
  if (openRoutes(config).length === 0) {
    return <ProblemBar intent="warning">{send.noRoute}</ProblemBar>;
  }
  return (
    <>
      <Attachments {...props} />
      <SendPick
        draft={draft.send}
        files={files}
        isCompact
        isInFront={isInFront}
        title={compose.drop}
      />
      <SendOptionsPanel
        config={config}
        isChecked={isChecked}
        more={<TextOptions draft={draft} />}
        nameStore={nameStore}
        nowMs={nowMs}
        onChange={draft.send.change}
        options={draft.send.options}
      />
      <Start
        {...props}
        onCheck={() => {
          setChecked(true);
        }}
      />
    </>
  );
}
