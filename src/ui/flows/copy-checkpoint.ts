/** Where the browser keeps nothing: what a running send needs to go on is copied into its mail. */
import { forgetCheckpoint, keepCheckpoint } from "../../outlook/kept-sends";
import type { SendJob, Transfers } from "../../platform/browser/transfers";
import type { FollowedMail } from "./followed-mail";

/** What is stored after the last copy is stored again; storing twice the same does no harm. */
const EVERY_MS = 5_000;

export interface CopyOptions {
  readonly mail: FollowedMail;
  readonly transfers: Pick<Transfers, "keepable">;
  /** Of the send. */
  readonly id: string;
  readonly job: Pick<SendJob, "result">;
  /** Whether the mail holds what is needed. */
  readonly onCopied: (isKept: boolean) => void;
}

/** Copies until the job has ended. */
export async function copyCheckpoint(options: CopyOptions): Promise<void> {
  const { mail, transfers, id, job, onCopied } = options;
  let isOver = false;
  const over = job.result.then(
    () => (isOver = true),
    () => (isOver = true),
  );
  let last: string | undefined;
  const isStillRunning = (): boolean => !isOver;
  while (isStillRunning()) {
    const text = await transfers.keepable(id).catch(() => undefined);
    if (text !== undefined && text !== last && isStillRunning()) {
      last = text;
      onCopied(await mail.run((current) => keepCheckpoint(current, text)));
    }
    await Promise.race([over, new Promise((resolve) => setTimeout(resolve, EVERY_MS))]);
  }
}

/** The send is over, or was given up. */
export const forgetCopy = (mail: FollowedMail): Promise<void> =>
  mail.run((current) => forgetCheckpoint(current));
