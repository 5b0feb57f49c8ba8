/** Pages on which nothing can be done, and why. */
import { Button } from "@fluentui/react-components";
import { CloudDismissRegular } from "@fluentui/react-icons/svg/cloud-dismiss";
import { LockClosedRegular } from "@fluentui/react-icons/svg/lock-closed";
import { Notice } from "./notice";
import { useStrings } from "../strings-context";

export function InsecureNotice() {
  const { insecure } = useStrings().pages.common;
  const address = `https://${location.host}/`;
  return (
    <Notice
      icon={<LockClosedRegular />}
      level={1}
      texts={[insecure.text, insecure.hint(address)]}
      title={insecure.title}
    />
  );
}

export function UnreachableNotice({ onRetry }: { readonly onRetry: () => void }) {
  const { common } = useStrings().pages;
  return (
    <Notice
      icon={<CloudDismissRegular />}
      level={1}
      texts={[common.unreachable.text]}
      title={common.unreachable.title}
    >
      <Button appearance="primary" onClick={onRetry}>
        {common.tryAgain}
      </Button>
    </Notice>
  );
}
