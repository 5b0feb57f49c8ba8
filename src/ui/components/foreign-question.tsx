/** Asks once before another company's gateway learns that its index is being looked at. */
import { Button, makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import { GlobeRegular } from "@fluentui/react-icons/svg/globe";
import type { FoundIndexLine } from "../../platform/browser/transfers";
import { useStrings } from "../strings-context";
import { Panel } from "./panel";

const useStyles = makeStyles({
  icon: { fontSize: "32px", color: tokens.colorBrandForeground1 },
  text: { ...typographyStyles.body1, margin: 0, overflowWrap: "anywhere" },
  buttons: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalS },
});

export interface ForeignQuestionProps {
  readonly index: FoundIndexLine;
  readonly onConfirm: () => void;
  /** Where there is something else to go to. */
  readonly onDismiss?: (() => void) | undefined;
}

/** The host of a gateway's address, as people write it. */
export function hostOf(gateway: string): string {
  return URL.canParse(gateway) ? new URL(gateway).host : gateway;
}

export function ForeignQuestion({ index, onConfirm, onDismiss }: ForeignQuestionProps) {
  const styles = useStyles();
  const { common, restore } = useStrings().pages;
  const { foreign } = restore;
  const host = hostOf(index.gateway);
  return (
    <Panel heading={foreign.title} headingIcon={<GlobeRegular className={styles.icon} />}>
      <p className={styles.text}>{foreign.text(host)}</p>
      <p className={styles.text}>{foreign.learns}</p>
      <div className={styles.buttons}>
        <Button appearance="primary" onClick={onConfirm}>
          {foreign.confirm(host)}
        </Button>
        {onDismiss !== undefined && <Button onClick={onDismiss}>{common.cancel}</Button>}
      </div>
    </Panel>
  );
}
