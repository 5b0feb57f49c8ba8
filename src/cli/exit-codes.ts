/** What the command tells the shell. */
import type { AppError, ErrorCode } from "../core/errors";

export const EXIT = {
  ok: 0,
  internal: 1,
  usage: 2,
  badInput: 3,
  tooFewStores: 4,
  refused: 5,
  localDisk: 6,
  cancelled: 130,
} as const;

const EXIT_OF: Readonly<Record<ErrorCode, number>> = {
  internal: EXIT.internal,
  usage: EXIT.usage,
  cancelled: EXIT.cancelled,
  "index-invalid": EXIT.badInput,
  "config-invalid": EXIT.badInput,
  "owner-key-invalid": EXIT.badInput,
  "owner-key-missing": EXIT.refused,
  "passphrase-invalid": EXIT.badInput,
  "passphrase-needed": EXIT.badInput,
  "passphrase-wrong": EXIT.badInput,
  "source-missing": EXIT.badInput,
  "source-unreadable": EXIT.badInput,
  "source-changed": EXIT.badInput,
  "source-too-large": EXIT.badInput,
  "source-path-too-long": EXIT.badInput,
  "source-empty": EXIT.badInput,
  "send-running": EXIT.refused,
  "not-in-transfer": EXIT.badInput,
  "store-unavailable": EXIT.tooFewStores,
  "store-throttled": EXIT.tooFewStores,
  "store-refused": EXIT.tooFewStores,
  "store-expired-grant": EXIT.tooFewStores,
  "store-full": EXIT.tooFewStores,
  "store-conflict": EXIT.tooFewStores,
  "store-unknown": EXIT.usage,
  "transfer-missing": EXIT.tooFewStores,
  "too-few-stores": EXIT.tooFewStores,
  "manifest-corrupt": EXIT.tooFewStores,
  "manifest-invalid": EXIT.badInput,
  "segment-corrupt": EXIT.tooFewStores,
  recalled: EXIT.refused,
  expired: EXIT.refused,
  "action-refused": EXIT.refused,
  "disk-full": EXIT.localDisk,
  "disk-error": EXIT.localDisk,
  "target-exists": EXIT.localDisk,
};

export function exitCodeOf(error: AppError): number {
  return EXIT_OF[error.code];
}
