/** One thin bar for each storage location, with its name. */
import { makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import type { StoreUpdate } from "../../platform/browser/transfers";
import type { NameStore } from "../store-names";
import { useStrings } from "../strings-context";
import { SteadyBar } from "./steady-bar";

const useStyles = makeStyles({
  list: {
    listStyleType: "none",
    margin: 0,
    padding: 0,
    display: "grid",
    gridTemplateColumns: "repeat(auto-fill, minmax(min(260px, 100%), 1fr))",
    columnGap: tokens.spacingHorizontalXXL,
    rowGap: tokens.spacingVerticalM,
  },
  store: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalXS, minWidth: 0 },
  line: {
    ...typographyStyles.caption1,
    display: "flex",
    justifyContent: "space-between",
    gap: tokens.spacingHorizontalM,
  },
  name: { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" },
  amount: {
    flexShrink: 0,
    color: tokens.colorNeutralForeground2,
    fontVariantNumeric: "tabular-nums",
  },
  reason: {
    ...typographyStyles.caption1,
    color: tokens.colorStatusWarningForeground1,
    overflowWrap: "anywhere",
  },
});

export interface StoreBarsProps {
  readonly stores: readonly StoreUpdate[];
  /** What one location is expected to take or give. */
  readonly bytesPerStore: number;
  readonly nameStore: NameStore;
}

export function StoreBars({ stores, bytesPerStore, nameStore }: StoreBarsProps) {
  const styles = useStyles();
  const { storeReasons, pages } = useStrings();
  const { common } = pages;
  return (
    <ul aria-label={common.progress.locations} className={styles.list}>
      {stores.map(({ storeId, bytes, bytesPerSecond, phase, reason, isStalled }) => {
        const name = nameStore(storeId);
        const share = bytesPerStore <= 0 ? 0 : Math.min(1, bytes / bytesPerStore);
        const isTroubled = phase !== "working" && reason !== undefined;
        return (
          <li className={styles.store} key={storeId}>
            <div className={styles.line}>
              <bdi className={styles.name}>{name}</bdi>
              <span className={styles.amount}>
                {bytesPerSecond > 0 && phase === "working"
                  ? common.rate(bytesPerSecond)
                  : common.size(bytes)}
              </span>
            </div>
            <SteadyBar
              aria-label={name}
              color={isTroubled || isStalled ? "warning" : "brand"}
              thickness="medium"
              value={share}
            />
            {isTroubled && (
              <span className={styles.reason}>{`${name} ${storeReasons[reason] ?? reason}`}</span>
            )}
            {!isTroubled && isStalled && (
              <span className={styles.reason}>{common.progress.stalled(name)}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
