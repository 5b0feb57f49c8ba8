/** One transfer that was sent: what, until when, and what can be done with it. */
import {
  Button,
  makeStyles,
  mergeClasses,
  tokens,
  typographyStyles,
} from "@fluentui/react-components";
import { CalendarAddRegular } from "@fluentui/react-icons/svg/calendar-add";
import { DismissRegular } from "@fluentui/react-icons/svg/dismiss";
import { DocumentArrowDownRegular } from "@fluentui/react-icons/svg/document-arrow-down";
import { ProhibitedRegular } from "@fluentui/react-icons/svg/prohibited";
import type { SentEntry } from "../flows/sent-flow";
import { useStrings } from "../strings-context";
import { namesOf } from "./unfinished-list";

const useStyles = makeStyles({
  row: {
    display: "flex",
    flexWrap: "wrap",
    justifyContent: "space-between",
    alignItems: "flex-start",
    columnGap: tokens.spacingHorizontalXL,
    rowGap: tokens.spacingVerticalS,
    paddingBlock: tokens.spacingVerticalL,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    ":last-child": { borderBottom: "0", paddingBottom: 0 },
    ":first-child": { paddingTop: 0 },
  },
  texts: {
    flexGrow: 1,
    flexBasis: "260px",
    minWidth: 0,
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalXXS,
    overflowWrap: "anywhere",
  },
  name: { ...typographyStyles.body1Strong },
  detail: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground2 },
  state: { ...typographyStyles.body1, display: "flex", alignItems: "baseline", gap: "8px" },
  dot: {
    flexShrink: 0,
    width: "8px",
    height: "8px",
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorNeutralForeground3,
    forcedColorAdjust: "none",
  },
  open: { backgroundColor: tokens.colorStatusSuccessForeground1 },
  ended: { backgroundColor: tokens.colorStatusDangerForeground1 },
  buttons: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalXS },
});

export type SentAction = "extend" | "recall" | "save" | "forget";

export interface SentRowProps {
  readonly entry: SentEntry;
  readonly nowMs: number;
  readonly onAction: (action: SentAction) => void;
  /** Without what belongs to a list: saving the index, taking it off. */
  readonly isAlone?: boolean;
}

interface Standing {
  readonly kind: "open" | "recalled" | "expired" | "unknown";
  readonly lines: readonly string[];
}

function useStanding({ transfer, state }: SentEntry, nowMs: number): Standing {
  const { common, transfers } = useStrings().pages;
  const words = transfers.state;
  if (state === "asking") return { kind: "unknown", lines: [words.asking] };
  const expirySeconds =
    state === "unknown" ? transfer.expirySeconds : (state.expirySeconds ?? transfer.expirySeconds);
  const moment = common.moment(expirySeconds);
  if (state !== "unknown" && state.recalledAtSeconds !== undefined) {
    const { note, recalledAtSeconds } = state;
    const reason = note === undefined || note === "" ? [] : [words.reason(note)];
    return {
      kind: "recalled",
      lines: [words.recalled(common.moment(recalledAtSeconds)), ...reason],
    };
  }
  if (expirySeconds * 1000 <= nowMs) return { kind: "expired", lines: [words.expired(moment)] };
  return state === "unknown"
    ? { kind: "unknown", lines: [words.unknown] }
    : { kind: "open", lines: [words.open(moment)] };
}

interface ActionsProps extends Pick<SentRowProps, "onAction" | "isAlone"> {
  readonly name: string;
  readonly kind: Standing["kind"];
}

function Actions({ name, kind, onAction, isAlone = false }: ActionsProps) {
  const styles = useStyles();
  const words = useStrings().pages.transfers;
  const isLive = kind === "open" || kind === "unknown";
  const button = (action: SentAction, label: string, icon: React.JSX.Element, text?: string) => (
    <Button
      appearance={text === undefined ? "subtle" : "secondary"}
      aria-label={label}
      icon={icon}
      key={action}
      onClick={() => {
        onAction(action);
      }}
      title={label}
    >
      {text}
    </Button>
  );
  return (
    <div className={styles.buttons}>
      {isLive && [
        button("extend", words.extend.label(name), <CalendarAddRegular />, words.extend.button),
        button("recall", words.recall.label(name), <ProhibitedRegular />, words.recall.button),
        !isAlone && button("save", words.saveIndexOf(name), <DocumentArrowDownRegular />),
      ]}
      {!isAlone && button("forget", words.forgetLabel(name), <DismissRegular />)}
    </div>
  );
}

export function SentRow({ entry, nowMs, onAction, isAlone }: SentRowProps) {
  const styles = useStyles();
  const { common, transfers } = useStrings().pages;
  const { summary, sentAt, hasPassphrase } = entry.transfer;
  const { kind, lines } = useStanding(entry, nowMs);
  const isKnown = summary.roots.length > 0;
  const name = namesOf(summary.roots, common.listSeparator, common.and) || transfers.unnamed;
  const details = [
    ...(isKnown ? [common.files(summary.fileCount), common.size(summary.totalBytes)] : []),
    transfers.sent(common.moment(sentAt.getTime() / 1000)),
    ...(hasPassphrase ? [transfers.withPassphrase] : []),
  ];
  const dot = mergeClasses(
    styles.dot,
    kind === "open" && styles.open,
    (kind === "recalled" || kind === "expired") && styles.ended,
  );
  return (
    <li className={styles.row}>
      <div className={styles.texts}>
        <bdi className={styles.name}>{name}</bdi>
        <span className={styles.detail}>{details.join(" · ")}</span>
        <div className={styles.state}>
          <span aria-hidden="true" className={dot} />
          <span>{lines.join("\u2002")}</span>
        </div>
      </div>
      <Actions
        kind={kind}
        name={name}
        onAction={onAction}
        {...(isAlone !== undefined && { isAlone })}
      />
    </li>
  );
}
