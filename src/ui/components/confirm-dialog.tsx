/** A question with two answers, or an answer to be read. */
import { Button, makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import { useId, useLayoutEffect, useRef, type ReactNode, type SyntheticEvent } from "react";
import { useStrings } from "../strings-context";

const useStyles = makeStyles({
  dialog: {
    boxSizing: "border-box",
    width: "min(560px, calc(100vw - 24px))",
    maxHeight: "calc(100dvh - 24px)",
    padding: "clamp(16px, 5vw, 24px)",
    border: `1px solid ${tokens.colorTransparentStroke}`,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    boxShadow: tokens.shadow64,
    "::backdrop": { backgroundColor: "rgba(0, 0, 0, 0.45)" },
  },
  form: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalM },
  title: { ...typographyStyles.subtitle1, margin: 0, overflowWrap: "anywhere" },
  content: {
    ...typographyStyles.body1,
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalM,
    overflowWrap: "anywhere",
  },
  actions: {
    display: "flex",
    flexWrap: "wrap",
    justifyContent: "flex-end",
    gap: tokens.spacingHorizontalS,
    paddingTop: tokens.spacingVerticalS,
  },
});

export interface ConfirmDialogProps {
  readonly title: string;
  /** Without it there is nothing to confirm, only to read and to close. */
  readonly confirm?: string;
  /** The way back; "Cancel" by default. */
  readonly dismiss?: string;
  readonly isBusy?: boolean;
  readonly onConfirm?: () => void;
  readonly onDismiss: () => void;
  readonly children: ReactNode;
}

/**
 * Shown while it is mounted. Escape dismisses; Enter in a field confirms. The browser's own dialog: what
 * lies behind it is inert, and the focus comes back to where it was.
 */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, confirm, dismiss, isBusy = false, onConfirm, onDismiss, children } = props;
  const styles = useStyles();
  const { common } = useStrings().pages;
  const titleId = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => {
      element?.close();
    };
  }, []);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (!isBusy) onConfirm?.();
  };
  return (
    <dialog
      aria-labelledby={titleId}
      className={styles.dialog}
      onCancel={(event) => {
        event.preventDefault();
        onDismiss();
      }}
      ref={dialog}
    >
      <form className={styles.form} noValidate onSubmit={submit}>
        <h2 className={styles.title} id={titleId}>
          {title}
        </h2>
        <div className={styles.content}>{children}</div>
        <div className={styles.actions}>
          <Button onClick={onDismiss} type="button">
            {dismiss ?? common.cancel}
          </Button>
          {confirm !== undefined && (
            <Button appearance="primary" disabledFocusable={isBusy} type="submit">
              {confirm}
            </Button>
          )}
        </div>
      </form>
    </dialog>
  );
}
