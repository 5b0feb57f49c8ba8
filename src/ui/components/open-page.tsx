/** Opens the restore page in the browser, and says what to do where that is refused. */
import { Button, Field, Input, Link, makeStyles, tokens } from "@fluentui/react-components";
import { OpenRegular } from "@fluentui/react-icons/svg/open";
import { useRef, useState } from "react";
import type { Mailbox } from "../../outlook/mailbox";
import { useStrings } from "../strings-context";
import { CopyButton } from "./copy-button";
import { ProblemBar } from "./problem-bar";

const useStyles = makeStyles({
  all: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalM, minWidth: 0 },
  button: { alignSelf: "flex-start" },
  input: { minWidth: 0, width: "100%" },
});

export interface OpenPageProps {
  readonly mailbox: Pick<Mailbox, "openInBrowser">;
  /** May hold an index behind its #: shown only where no window opens. */
  readonly url: string;
  readonly isPrimary?: boolean;
}

function CopyAddress({ url }: Pick<OpenPageProps, "url">) {
  const styles = useStyles();
  const { page } = useStrings().pages.read;
  const field = useRef<HTMLInputElement>(null);
  const copy = (): Promise<void> => {
    // Where the browser refuses, what is selected can be copied by hand.
    field.current?.select();
    return navigator.clipboard.writeText(url);
  };
  return (
    <>
      <Field label={page.address}>
        <Input className={styles.input} input={{ ref: field }} readOnly value={url} />
      </Field>
      <CopyButton copied={page.copied} copy={copy} notCopied={page.notCopied}>
        {page.copy}
      </CopyButton>
    </>
  );
}

function Refused({ url }: Pick<OpenPageProps, "url">) {
  const { page } = useStrings().pages.read;
  return (
    <>
      <ProblemBar intent="warning" title={page.blocked}>
        {page.blockedText}
      </ProblemBar>
      <Link href={url} rel="noreferrer" target="_blank">
        {page.link}
      </Link>
      <CopyAddress url={url} />
    </>
  );
}

export function OpenPage({ mailbox, url, isPrimary = false }: OpenPageProps) {
  const styles = useStyles();
  const { page } = useStrings().pages.read;
  const [state, setState] = useState<"idle" | "opened" | "refused">("idle");
  const open = (): void => {
    setState(mailbox.openInBrowser(url) ? "opened" : "refused");
  };
  return (
    <div className={styles.all}>
      <Button
        appearance={isPrimary ? "primary" : "secondary"}
        className={styles.button}
        icon={<OpenRegular />}
        onClick={open}
      >
        {page.open}
      </Button>
      {state === "opened" && <ProblemBar intent="success">{page.opened}</ProblemBar>}
      {state === "refused" && <Refused url={url} />}
    </div>
  );
}
