/** How far a transfer is: the whole, each storage location, and the buttons that steer it. */
import { Button, makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import { DismissRegular } from "@fluentui/react-icons/svg/dismiss";
import { PauseRegular } from "@fluentui/react-icons/svg/pause";
import { PlayRegular } from "@fluentui/react-icons/svg/play";
import type { TransferUpdate } from "../../platform/browser/transfers";
import { useAnnouncement } from "../hooks/use-announcement";
import type { NameStore } from "../store-names";
import { useStrings } from "../strings-context";
import { Announcer } from "./announcer";
import { SteadyBar } from "./steady-bar";
import { StoreBars } from "./store-bars";

const useStyles = makeStyles({
  all: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalL },
  whole: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalS },
  line: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "baseline",
    justifyContent: "space-between",
    gap: tokens.spacingHorizontalM,
    fontVariantNumeric: "tabular-nums",
  },
  percent: { ...typographyStyles.title3 },
  detail: { ...typographyStyles.body1, color: tokens.colorNeutralForeground2 },
  buttons: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalS },
});

export interface TransferProgressProps {
  readonly update: TransferUpdate;
  /** So many storage locations restore everything: each is expected to carry 1/k of it. */
  readonly k: number;
  readonly nameStore: NameStore;
  readonly cancelLabel: string;
  readonly onPause: () => void;
  readonly onResume: () => void;
  readonly onCancel: () => void;
}

function useStatus({ state, phase, remainingSeconds, isResumed }: TransferUpdate): string {
  const { progress } = useStrings().pages.common;
  if (state === "paused") return progress.paused;
  if (state === "waiting") return progress.waiting;
  if (state === "preparing" || phase === "starting")
    return isResumed ? progress.resumed : progress.preparing;
  if (phase === "finishing") return progress.finishing;
  if (phase === "verifying") return progress.verifying;
  return remainingSeconds === undefined ? "" : progress.remaining(remainingSeconds);
}

export function TransferProgress(props: TransferProgressProps) {
  const { update, k, nameStore, cancelLabel, onPause, onResume, onCancel } = props;
  const { state, doneBytes, totalBytes, bytesPerSecond, stores } = update;
  const styles = useStyles();
  const { common } = useStrings().pages;
  const { progress } = common;
  const share = totalBytes === 0 ? 0 : Math.min(1, doneBytes / totalBytes);
  const isPaused = state === "paused";
  const status = useStatus(update);
  const amounts = [
    progress.bytes(common.size(doneBytes), common.size(totalBytes)),
    ...(bytesPerSecond > 0 ? [common.rate(bytesPerSecond)] : []),
  ].join(" · ");
  return (
    <div className={styles.all}>
      <div className={styles.whole}>
        <div className={styles.line}>
          <span className={styles.percent}>{progress.percent(Math.floor(share * 100))}</span>
          <span className={styles.detail}>{status}</span>
        </div>
        <SteadyBar
          aria-label={progress.label}
          thickness="large"
          {...(state !== "preparing" && { value: share })}
        />
        <span className={styles.detail}>{amounts}</span>
      </div>
      <StoreBars bytesPerStore={totalBytes / k} nameStore={nameStore} stores={stores} />
      <div className={styles.buttons}>
        <Button
          icon={isPaused ? <PlayRegular /> : <PauseRegular />}
          onClick={isPaused ? onResume : onPause}
        >
          {isPaused ? progress.resume : progress.pause}
        </Button>
        <Button appearance="subtle" icon={<DismissRegular />} onClick={onCancel}>
          {cancelLabel}
        </Button>
      </div>
      <Announcer text={useAnnouncement(update)} />
    </div>
  );
}
