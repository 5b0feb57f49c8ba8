/** A question with two answers. */
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  tokens,
} from "@fluentui/react-components";
import type { ReactNode, SyntheticEvent } from "react";
import { useStrings } from "../strings-context";

const useStyles = makeStyles({
  content: {
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalM,
    overflowWrap: "anywhere",
  },
  surface: { maxWidth: "min(560px, calc(100vw - 32px))", boxSizing: "border-box" },
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

/** Shown while it is mounted. Escape dismisses; Enter in a field confirms. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, confirm, dismiss, isBusy = false, onConfirm, onDismiss, children } = props;
  const styles = useStyles();
  const { common } = useStrings().pages;
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    onConfirm?.();
  };
  return (
    <Dialog
      modalType="modal"
      onOpenChange={(_event, { open }) => {
        if (!open) onDismiss();
      }}
      open
    >
      <DialogSurface className={styles.surface}>
        <form noValidate onSubmit={submit}>
          <DialogBody>
            <DialogTitle>{title}</DialogTitle>
            <DialogContent className={styles.content}>{children}</DialogContent>
            <DialogActions fluid>
              <Button onClick={onDismiss} type="button">
                {dismiss ?? common.cancel}
              </Button>
              {confirm !== undefined && (
                <Button appearance="primary" disabledFocusable={isBusy} type="submit">
                  {confirm}
                </Button>
              )}
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
