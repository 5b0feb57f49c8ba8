/** The mail's own transfer in the hands of who sent it: its state, extend, recall. */
import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { ArrowClockwiseRegular } from "@fluentui/react-icons/svg/arrow-clockwise";
import { useState } from "react";
import type { PublicConfig } from "../../core/gateway-api";
import type { Transfers } from "../../platform/browser/transfers";
import type { IndexFlow } from "../flows/index-flow";
import { hasEnded, type SentEntry } from "../flows/sent-flow";
import type { NameStore } from "../store-names";
import { useStrings } from "../strings-context";
import { OwnerDialog, type OwnerAction } from "./owner-dialog";
import { Panel } from "./panel";
import { SentRow } from "./sent-row";

const useStyles = makeStyles({
  list: { margin: 0, padding: 0, listStyleType: "none" },
  buttons: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalS },
});

export interface ReadOwnProps {
  readonly index: IndexFlow;
  readonly entry: SentEntry;
  readonly transfers: Pick<Transfers, "extend" | "recall">;
  readonly config: PublicConfig;
  readonly nameStore: NameStore;
  readonly nowMs: () => number;
}

export function ReadOwn({ index, entry, transfers, config, nameStore, nowMs }: ReadOwnProps) {
  const styles = useStyles();
  const { own } = useStrings().pages.read;
  const [action, setAction] = useState<OwnerAction>();
  const [openedMs] = useState(nowMs);
  const refresh = (): void => {
    index.refresh(entry);
  };
  return (
    <Panel>
      <ul className={styles.list}>
        <SentRow
          entry={entry}
          isAlone
          nowMs={openedMs}
          onAction={(chosen) => {
            if (chosen === "extend" || chosen === "recall") setAction(chosen);
          }}
        />
      </ul>
      <div className={styles.buttons}>
        {!hasEnded(entry, openedMs) && (
          <Button
            onClick={() => {
              index.restoreOwn(entry);
            }}
          >
            {own.restore}
          </Button>
        )}
        <Button appearance="subtle" icon={<ArrowClockwiseRegular />} onClick={refresh}>
          {own.refresh}
        </Button>
      </div>
      {action !== undefined && (
        <OwnerDialog
          {...{ action, config, nameStore, nowMs, transfers }}
          onClose={() => {
            setAction(undefined);
            refresh();
          }}
          transfer={entry.transfer}
        />
      )}
    </Panel>
  );
}
