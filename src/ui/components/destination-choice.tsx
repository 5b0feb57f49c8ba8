/** Where restored files go, said before anything is fetched. */
import { Field, makeStyles, Radio, RadioGroup, tokens } from "@fluentui/react-components";
import { useStrings } from "../strings-context";

const useStyles = makeStyles({
  label: { display: "flex", flexDirection: "column" },
  hint: {
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
});

export type Destination = "folder" | "download";

export interface DestinationChoiceProps {
  readonly value: Destination;
  readonly onChange: (value: Destination) => void;
  /** The only file of the transfer: it comes as itself, not as a ZIP. */
  readonly singleFile: string | undefined;
  readonly canWriteFolder: boolean;
}

function Choice({ label, hint }: { readonly label: string; readonly hint: string }) {
  const styles = useStyles();
  return (
    <span className={styles.label}>
      <span>{label}</span>
      <span className={styles.hint}>{hint}</span>
    </span>
  );
}

export function DestinationChoice(props: DestinationChoiceProps) {
  const { value, onChange, singleFile, canWriteFolder } = props;
  const { choose } = useStrings().pages.restore;
  const download =
    singleFile === undefined ? (
      <Choice hint={choose.zipHint} label={choose.zip} />
    ) : (
      <Choice hint={choose.fileHint(singleFile)} label={choose.file} />
    );
  return (
    <Field
      label={choose.legend}
      {...(!canWriteFolder && singleFile === undefined && { hint: choose.noFolder })}
    >
      <RadioGroup
        onChange={(_event, data) => {
          onChange(data.value === "folder" ? "folder" : "download");
        }}
        value={canWriteFolder ? value : "download"}
      >
        {canWriteFolder && (
          <Radio label={<Choice hint={choose.folderHint} label={choose.folder} />} value="folder" />
        )}
        <Radio label={download} value="download" />
      </RadioGroup>
    </Field>
  );
}
