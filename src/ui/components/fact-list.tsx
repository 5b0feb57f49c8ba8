/** Names and values below each other. */
import { makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import type { ReactNode } from "react";

const useStyles = makeStyles({
  list: {
    margin: 0,
    display: "grid",
    gridTemplateColumns: "max-content 1fr",
    columnGap: tokens.spacingHorizontalXXL,
    rowGap: tokens.spacingVerticalS,
    "@media (max-width: 480px)": { gridTemplateColumns: "1fr", rowGap: 0 },
  },
  name: { ...typographyStyles.body1, color: tokens.colorNeutralForeground2 },
  value: {
    ...typographyStyles.body1,
    margin: 0,
    overflowWrap: "anywhere",
    "@media (max-width: 480px)": { paddingBlockEnd: tokens.spacingVerticalS },
  },
  note: { color: tokens.colorNeutralForeground2 },
});

export interface Fact {
  readonly name: string;
  readonly value: ReactNode;
  /** Beside the value, with less weight. */
  readonly note?: string;
}

export function FactList({ facts }: { readonly facts: readonly Fact[] }) {
  const styles = useStyles();
  return (
    <dl className={styles.list}>
      {facts.map(({ name, value, note }) => (
        <div key={name} style={{ display: "contents" }}>
          <dt className={styles.name}>{name}</dt>
          <dd className={styles.value}>
            {value}
            {note !== undefined && <span className={styles.note}>{` · ${note}`}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
