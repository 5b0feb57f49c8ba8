/** What can be wrong with a store. What is said of each stands in src/strings/doctor-*.ts. */
import type { FindingCode } from "../core/store-words";

export interface Finding {
  readonly code: FindingCode;
  /** A code of AppError, a status, a number, or the cloud's word for how it stands. */
  readonly reason: string;
}

/** Worth knowing, and nothing goes wrong with it: the sweeper removes what has expired anyway. */
const MILD: readonly FindingCode[] = [
  ...(["size-unbound", "unblocked", "lifecycle", "lifecycle-unseen", "unseen"] as const),
];

/** What goes wrong with it, and is not only worth knowing. */
export const isSevere = ({ code }: Finding): boolean => !MILD.includes(code);
