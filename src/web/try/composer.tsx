/** A mail that is being written: subject, text, attachments, and what Outlook would ask at Send. */
import { Button, Field, Input, makeStyles, Textarea, tokens } from "@fluentui/react-components";
import { AttachRegular } from "@fluentui/react-icons/svg/attach";
import { SendRegular } from "@fluentui/react-icons/svg/send";
import { useRef, useState } from "react";
import type { PublicConfig } from "../../core/gateway-api";
import { ProblemBar } from "../../ui/components/problem-bar";
import { useStrings } from "../../ui/strings-context";
import { AttachmentList } from "./attachment-list";
import { hold, MAIL_LIMIT_BYTES, sizeOf, type Box, type Letter } from "./post-office";
import { questionAtSend } from "./question-at-send";

const useStyles = makeStyles({
  form: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalM, minWidth: 0 },
  row: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalS },
  text: { minHeight: "160px" },
});

export interface ComposerProps {
  readonly box: Box;
  readonly letter: Letter;
  readonly policy: PublicConfig["policy"];
  /** The mail leaves. */
  readonly onSend: () => void;
}

const SAMPLE_BYTES = 8_000_000;
const CHUNK_BYTES = 65_536;

/** Bytes that do not compress, as of a drawing; made here, so that nobody has to look for a file. */
function makeSample(): Blob {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 0; at < SAMPLE_BYTES; at += CHUNK_BYTES) {
    const size = Math.min(CHUNK_BYTES, SAMPLE_BYTES - at);
    chunks.push(crypto.getRandomValues(new Uint8Array(size)));
  }
  return new Blob(chunks);
}

interface FileToAttach {
  readonly name: string;
  readonly content: Blob;
}

function AttachButtons({ box, letter }: Pick<ComposerProps, "box" | "letter">) {
  const styles = useStyles();
  const { common, try: words } = useStrings().pages;
  const input = useRef<HTMLInputElement>(null);
  const [isTooLarge, setTooLarge] = useState(false);
  const attach = (files: readonly FileToAttach[]): void => {
    const bytes = files.reduce((sum, { content }) => sum + content.size, sizeOf(letter));
    setTooLarge(bytes > MAIL_LIMIT_BYTES);
    if (bytes > MAIL_LIMIT_BYTES) return;
    const held = files.map(({ name, content }) => hold(name, content));
    box.change(letter, { attachments: [...letter.attachments, ...held] });
  };
  return (
    <>
      <div className={styles.row}>
        <Button icon={<AttachRegular />} onClick={() => input.current?.click()}>
          {words.attach}
        </Button>
        <Button
          appearance="subtle"
          onClick={() => {
            attach([{ name: words.sampleName, content: makeSample() }]);
          }}
        >
          {words.attachSample}
        </Button>
        <input
          aria-label={words.attach}
          hidden
          multiple
          onChange={({ currentTarget }) => {
            const files = [...(currentTarget.files ?? [])];
            attach(files.map((file) => ({ name: file.name, content: file })));
            currentTarget.value = "";
          }}
          ref={input}
          type="file"
        />
      </div>
      {isTooLarge && (
        <ProblemBar intent="warning">{words.tooLarge(common.size(MAIL_LIMIT_BYTES))}</ProblemBar>
      )}
    </>
  );
}

function SendRow({ box, letter, policy, onSend }: ComposerProps) {
  const styles = useStyles();
  const { common, try: words } = useStrings().pages;
  const [isAsking, setAsking] = useState(false);
  // Goes away by itself once there is nothing to ask any more.
  const question = isAsking ? questionAtSend(letter, policy, common.language) : undefined;
  const ask = (): void => {
    if (questionAtSend(letter, policy, common.language) === undefined) onSend();
    else setAsking(true);
  };
  return (
    <>
      {question !== undefined && <ProblemBar intent="warning">{question}</ProblemBar>}
      <div className={styles.row}>
        <Button appearance="primary" icon={<SendRegular />} onClick={ask}>
          {words.send}
        </Button>
        {question !== undefined && <Button onClick={onSend}>{words.sendAnyway}</Button>}
        <Button
          appearance="subtle"
          onClick={() => {
            box.discard(letter);
          }}
        >
          {words.discard}
        </Button>
      </div>
    </>
  );
}

export function Composer(props: ComposerProps) {
  const { box, letter } = props;
  const styles = useStyles();
  const { try: words } = useStrings().pages;
  return (
    <div className={styles.form}>
      <Field label={words.to}>
        <Input readOnly value={`${letter.to.name} <${letter.to.address}>`} />
      </Field>
      <Field label={words.subject}>
        <Input
          onChange={(_event, { value }) => {
            box.change(letter, { subject: value });
          }}
          value={letter.subject}
        />
      </Field>
      <Field label={words.body}>
        <Textarea
          onChange={({ currentTarget }, { value }) => {
            box.change(letter, { body: value, cursor: currentTarget.selectionStart });
          }}
          onSelect={({ currentTarget }) => {
            box.placeCursor(letter, currentTarget.selectionStart);
          }}
          resize="vertical"
          textarea={{ className: styles.text }}
          value={letter.body}
        />
      </Field>
      <AttachmentList
        attachments={letter.attachments}
        onRemove={(attachment) => {
          const attachments = letter.attachments.filter((each) => each !== attachment);
          box.change(letter, { attachments });
        }}
      />
      <AttachButtons box={box} letter={letter} />
      <SendRow {...props} />
    </div>
  );
}
