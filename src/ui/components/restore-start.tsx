/** Where a restore begins: the index file by drop or choice, or its line by paste. */
import { Button, Field, Input, makeStyles, Spinner, tokens } from "@fluentui/react-components";
import { DocumentArrowDownRegular } from "@fluentui/react-icons/svg/document-arrow-down";
import { useRef, useState, type SyntheticEvent } from "react";
import { useFileDrop } from "../hooks/use-file-drop";
import { useStrings } from "../strings-context";
import { DropZone } from "./drop-zone";
import { Panel } from "./panel";

const useStyles = makeStyles({
  paste: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "flex-end",
    gap: tokens.spacingHorizontalS,
  },
  field: { flexGrow: 1, flexBasis: "220px", minWidth: 0 },
  input: { minWidth: 0, width: "100%" },
  busy: { alignSelf: "center", paddingBlock: tokens.spacingVerticalXXL },
});

export interface RestoreStartProps {
  readonly isOpening: boolean;
  readonly onSource: (source: string | Blob) => void;
}

function PasteForm({ onLine }: { readonly onLine: (line: string) => void }) {
  const styles = useStyles();
  const { open } = useStrings().pages.restore;
  const [line, setLine] = useState("");
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (line.trim() !== "") onLine(line);
  };
  return (
    <form className={styles.paste} onSubmit={submit}>
      <Field className={styles.field} label={open.pasteLabel}>
        <Input
          autoComplete="off"
          className={styles.input}
          onChange={(_event, data) => {
            setLine(data.value);
          }}
          spellCheck={false}
          value={line}
        />
      </Field>
      <Button disabledFocusable={line.trim() === ""} type="submit">
        {open.pasteButton}
      </Button>
    </form>
  );
}

export function RestoreStart({ isOpening, onSource }: RestoreStartProps) {
  const styles = useStyles();
  const { open } = useStrings().pages.restore;
  const chooser = useRef<HTMLInputElement>(null);
  const isOver = useFileDrop(!isOpening, ({ files }) => {
    const [file] = files;
    if (file !== undefined) onSource(file);
  });
  if (isOpening) {
    return (
      <Panel>
        <Spinner className={styles.busy} label={open.asking} labelPosition="below" size="large" />
      </Panel>
    );
  }
  return (
    <Panel>
      <DropZone
        hint={open.dropHint}
        icon={<DocumentArrowDownRegular />}
        isOver={isOver}
        overHint={open.dropNow}
        title={open.dropTitle}
      >
        <Button appearance="primary" onClick={() => chooser.current?.click()} size="large">
          {open.choose}
        </Button>
        <input
          accept=".txt,text/plain"
          aria-label={open.choose}
          hidden
          onChange={({ target }) => {
            const file = target.files?.[0];
            if (file !== undefined) onSource(file);
            target.value = "";
          }}
          ref={chooser}
          type="file"
        />
      </DropZone>
      <PasteForm onLine={onSource} />
    </Panel>
  );
}
