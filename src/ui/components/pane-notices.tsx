/** What a pane shows when there is no Outlook around it, or no mail beside it. */
import { Button, Link } from "@fluentui/react-components";
import { MailRegular } from "@fluentui/react-icons/svg/mail";
import { PlugDisconnectedRegular } from "@fluentui/react-icons/svg/plug-disconnected";
import type { AppError } from "../../core/errors";
import { useSentence } from "../hooks/use-sentence";
import { useStrings } from "../strings-context";
import { Notice } from "./notice";

export type PaneName = "compose" | "read";

/** Where a browser does what a pane does in Outlook. */
const PAGE_OF: Readonly<Record<PaneName, string>> = { compose: "/send", read: "/" };

export interface OutsideNoticeProps {
  readonly pane: PaneName;
  /** As `openMailbox` rejects. */
  readonly problem: AppError;
  readonly onRetry: () => void;
}

/** The pane stands outside of Outlook, or Outlook's script did not come, or stayed silent. */
export function OutsideNotice({ pane, problem, onRetry }: OutsideNoticeProps) {
  const { outside, failed } = useStrings().pages.pane;
  const sentence = useSentence((storeId) => storeId);
  if (problem.code === "mail-unsupported" && problem.details["need"] === "Outlook") {
    return (
      <Notice icon={<MailRegular />} level={1} texts={[outside.text]} title={outside.title}>
        <Link href={PAGE_OF[pane]}>{outside.link[pane]}</Link>
      </Notice>
    );
  }
  return (
    <Notice
      icon={<PlugDisconnectedRegular />}
      level={1}
      texts={[sentence(problem)]}
      title={failed.title}
    >
      <Button appearance="primary" onClick={onRetry}>
        {failed.again}
      </Button>
    </Notice>
  );
}

/** A pinned pane, and no mail in front of it that it is made for. */
export function NoMailNotice({ pane }: { readonly pane: PaneName }) {
  const { noMail } = useStrings().pages.pane;
  return <Notice icon={<MailRegular />} level={1} texts={[noMail[pane]]} title={noMail.title} />;
}
