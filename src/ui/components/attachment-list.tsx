/** The attachments of the mail, and what will become of each. */
import { Checkbox, makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import { canProtect, isIndexName } from "../../outlook/choose-attachments";
import type { MailAttachment } from "../../outlook/mail-item";
import { useStrings } from "../strings-context";

const useStyles = makeStyles({
  list: { listStyleType: "none", margin: 0, padding: 0, maxHeight: "50vh", overflowY: "auto" },
  row: {
    display: "grid",
    gridTemplateColumns: "32px minmax(0, 1fr)",
    alignItems: "center",
    paddingBlock: tokens.spacingVerticalXXS,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    ":last-child": { borderBottom: "0" },
  },
  texts: { display: "flex", flexDirection: "column", minWidth: 0 },
  name: { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "pre" },
  detail: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground2 },
  chosen: { color: tokens.colorBrandForeground1, fontWeight: tokens.fontWeightSemibold },
});

export interface AttachmentListProps {
  /** Pictures in the text are left out: they belong to it. */
  readonly attachments: readonly MailAttachment[];
  readonly isChosen: (attachment: MailAttachment) => boolean;
  readonly isPending: (attachment: MailAttachment) => boolean;
  readonly onChoose: (attachment: MailAttachment, isChosen: boolean) => void;
}

function Row(props: Omit<AttachmentListProps, "attachments"> & { readonly one: MailAttachment }) {
  const { one, isChosen, isPending, onChoose } = props;
  const styles = useStyles();
  const { common, compose } = useStrings().pages;
  const words = compose.attachments;
  const isWanted = isChosen(one);
  const fate = (): string => {
    if (isIndexName(one.name)) return words.staysIndex;
    if (one.kind === "link") return words.staysLink;
    if (isWanted) return words.willBeProtected;
    return isPending(one) ? words.pending : words.staysAsIs;
  };
  return (
    <li className={styles.row}>
      <Checkbox
        aria-label={words.protect(one.name)}
        checked={isWanted}
        disabled={!canProtect(one)}
        onChange={(_event, { checked }) => {
          onChoose(one, checked === true);
        }}
      />
      <div className={styles.texts}>
        <bdi className={styles.name} title={one.name}>
          {one.name}
        </bdi>
        <span className={styles.detail}>
          {common.size(one.sizeBytes)}
          {" · "}
          <span className={isWanted ? styles.chosen : undefined}>{fate()}</span>
        </span>
      </div>
    </li>
  );
}

export function AttachmentList({ attachments, ...row }: AttachmentListProps) {
  const styles = useStyles();
  const { compose } = useStrings().pages;
  return (
    <ul aria-label={compose.attachments.title} className={styles.list}>
      {attachments.map((one) => (
        <Row key={one.id} one={one} {...row} />
      ))}
    </ul>
  );
}
