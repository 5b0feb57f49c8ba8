/** Puts a send together: what, where to, how long, and the one button. */
import { Button, makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import { SendRegular } from "@fluentui/react-icons/svg/send";
import { useState } from "react";
import type { PublicConfig } from "../../core/gateway-api";
import type { FilePorts } from "../file-ports";
import { isPassphraseReady, openRoutes, type SendDraft } from "../hooks/use-send-draft";
import { useSentence } from "../hooks/use-sentence";
import type { NameStore } from "../store-names";
import { useStrings } from "../strings-context";
import { ProblemBar } from "./problem-bar";
import { SendOptionsPanel } from "./send-options";
import { SendPick } from "./send-pick";

const useStyles = makeStyles({
  start: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    gap: tokens.spacingHorizontalM,
  },
  hint: { ...typographyStyles.body1, color: tokens.colorNeutralForeground2 },
});

export interface SendComposeProps {
  readonly config: PublicConfig;
  readonly draft: SendDraft;
  readonly files: FilePorts;
  readonly nameStore: NameStore;
  readonly nowMs: number;
  readonly onSend: () => void;
  /** False while it is needed and nobody is. */
  readonly isSignedIn: boolean;
}

/** Why the list cannot be sent as it is; undefined when it can. */
function useObstacle({ config, draft }: SendComposeProps): string | undefined {
  const { common, send } = useStrings().pages;
  const { sizeBytes } = draft.totals;
  const { maxTransferBytes } = config.policy;
  if (draft.items.length === 0) return send.nothingYet;
  if (sizeBytes <= maxTransferBytes) return undefined;
  return send.tooLarge(common.size(sizeBytes), common.size(maxTransferBytes));
}

export function SendCompose(props: SendComposeProps) {
  const { config, draft, files, nameStore, isSignedIn, nowMs, onSend } = props;
  const styles = useStyles();
  const { common, send } = useStrings().pages;
  const sentence = useSentence(nameStore);
  const [isChecked, setChecked] = useState(false);
  const obstacle = useObstacle(props);
  const isEmpty = draft.items.length === 0;
  const canSend = isSignedIn && obstacle === undefined && draft.problem === undefined;
  if (openRoutes(config).length === 0) {
    return <ProblemBar intent="warning">{send.noRoute}</ProblemBar>;
  }
  const missing = isSignedIn ? undefined : send.signIn.title;
  const hint = isEmpty ? send.nothingYet : missing;
  const start = (): void => {
    setChecked(true);
    if (canSend && isPassphraseReady(draft)) onSend();
  };
  return (
    <>
      <SendPick draft={draft} files={files} />
      {draft.problem !== undefined && (
        <ProblemBar intent="error">{sentence(draft.problem)}</ProblemBar>
      )}
      {!isEmpty && obstacle !== undefined && <ProblemBar intent="error">{obstacle}</ProblemBar>}
      <SendOptionsPanel
        config={config}
        isChecked={isChecked}
        nameStore={nameStore}
        nowMs={nowMs}
        onChange={draft.change}
        options={draft.options}
      />
      <div className={styles.start}>
        <Button
          appearance="primary"
          disabledFocusable={!canSend}
          icon={<SendRegular />}
          onClick={start}
          size="large"
        >
          {isEmpty ? send.start : send.startSize(common.size(draft.totals.sizeBytes))}
        </Button>
        {hint !== undefined && <span className={styles.hint}>{hint}</span>}
      </div>
    </>
  );
}
