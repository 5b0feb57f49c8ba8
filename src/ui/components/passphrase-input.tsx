/** A field for a passphrase that can be made visible. */
import { Button, Field, Input } from "@fluentui/react-components";
import { EyeRegular } from "@fluentui/react-icons/svg/eye";
import { EyeOffRegular } from "@fluentui/react-icons/svg/eye-off";
import { useState } from "react";
import { useStrings } from "../strings-context";

export interface PassphraseInputProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly problem?: string | undefined;
  readonly hint?: string;
  /** current: one that was agreed on before; new: one that is made up now. */
  readonly kind: "current" | "new";
  /** Both fields of a pair show or hide together; by itself without these two. */
  readonly isShown?: boolean;
  readonly onToggle?: (isShown: boolean) => void;
}

export function PassphraseInput(props: PassphraseInputProps) {
  const { label, value, onChange, problem, hint, kind, onToggle } = props;
  const { common } = useStrings().pages;
  const [isOwnShown, setOwnShown] = useState(false);
  const isShown = props.isShown ?? isOwnShown;
  const toggle = onToggle ?? setOwnShown;
  return (
    <Field
      label={label}
      {...(hint !== undefined && { hint })}
      {...(problem !== undefined && { validationMessage: problem, validationState: "error" })}
    >
      <Input
        autoComplete={kind === "new" ? "new-password" : "off"}
        contentAfter={
          <Button
            appearance="transparent"
            aria-label={isShown ? common.hide : common.show}
            icon={isShown ? <EyeOffRegular /> : <EyeRegular />}
            onClick={() => {
              toggle(!isShown);
            }}
            size="small"
          />
        }
        onChange={(_event, data) => {
          onChange(data.value);
        }}
        type={isShown ? "text" : "password"}
        value={value}
      />
    </Field>
  );
}
