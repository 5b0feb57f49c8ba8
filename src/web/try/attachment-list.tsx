/** The attachments of a mail, as a mail program shows them. */
import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { DismissRegular } from "@fluentui/react-icons/svg/dismiss";
import { DocumentRegular } from "@fluentui/react-icons/svg/document";
import { saveFile } from "../../platform/browser/save-file";
import { useStrings } from "../../ui/strings-context";
import type { HeldAttachment } from "./post-office";

const useStyles = makeStyles({
  list: {
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalXS,
    listStyleType: "none",
    margin: 0,
    padding: 0,
  },
  row: {
    display: "flex",
    alignItems: "center",
    gap: tokens.spacingHorizontalS,
    paddingInlineStart: tokens.spacingHorizontalM,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    minHeight: "36px",
  },
  name: { flexGrow: 1, minWidth: 0, overflowWrap: "anywhere" },
  size: { color: tokens.colorNeutralForeground2, whiteSpace: "nowrap" },
});

export interface AttachmentListProps {
  readonly attachments: readonly HeldAttachment[];
  /** Where the mail is being written; else an attachment can be saved. */
  readonly onRemove?: (attachment: HeldAttachment) => void;
}

export function AttachmentList({ attachments, onRemove }: AttachmentListProps) {
  const styles = useStyles();
  const { common, try: words } = useStrings().pages;
  if (attachments.length === 0) return null;
  return (
    <ul aria-label={words.attachments} className={styles.list}>
      {attachments.map((attachment) => (
        <li className={styles.row} key={attachment.id}>
          <DocumentRegular aria-hidden />
          <span className={styles.name}>{attachment.name}</span>
          <span className={styles.size}>{common.size(attachment.sizeBytes)}</span>
          {onRemove === undefined ? (
            <Button
              appearance="subtle"
              aria-label={words.saveAttachment(attachment.name)}
              onClick={() => {
                saveFile(attachment.name, attachment.content);
              }}
            >
              {words.save}
            </Button>
          ) : (
            <Button
              appearance="subtle"
              aria-label={words.remove(attachment.name)}
              icon={<DismissRegular />}
              onClick={() => {
                onRemove(attachment);
              }}
            />
          )}
        </li>
      ))}
    </ul>
  );
}
