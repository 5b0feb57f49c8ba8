/** Puts something on the clipboard, and says whether the browser allowed it. */
import { Button, makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import { CopyRegular } from "@fluentui/react-icons/svg/copy";
import { useState } from "react";
import { Announcer } from "./announcer";

const useStyles = makeStyles({
  actions: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    gap: tokens.spacingHorizontalM,
  },
  said: { ...typographyStyles.body1, color: tokens.colorNeutralForeground2 },
});

export interface CopyButtonProps {
  /** Of the button. */
  readonly children: string;
  /** Rejects where the browser does not allow it: in a frame it may not. */
  readonly copy: () => Promise<void>;
  readonly copied: string;
  readonly notCopied: string;
}

export function CopyButton({ children, copy, copied, notCopied }: CopyButtonProps) {
  const styles = useStyles();
  const [said, setSaid] = useState("");
  const start = (): void => {
    copy().then(
      () => {
        setSaid(copied);
      },
      () => {
        setSaid(notCopied);
      },
    );
  };
  return (
    <div className={styles.actions}>
      <Button icon={<CopyRegular />} onClick={start}>
        {children}
      </Button>
      <span aria-hidden="true" className={styles.said}>
        {said}
      </span>
      <Announcer text={said} />
    </div>
  );
}
