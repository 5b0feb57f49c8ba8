/** What a screen reader is told of a running transfer: every quarter and every change of state, no more. */
import { useState } from "react";
import type { TransferUpdate } from "../../platform/browser/transfers";
import { useStrings } from "../strings-context";

/** The words to announce; they change at most five times and with the state. */
export function announcementOf(
  { state, doneBytes, totalBytes }: TransferUpdate,
  announce: (percent: number) => string,
  states: Readonly<Partial<Record<TransferUpdate["state"], string>>>,
): string {
  const words = states[state];
  if (words !== undefined) return words;
  const share = totalBytes === 0 ? 0 : doneBytes / totalBytes;
  const quarter = Math.min(3, Math.floor(share * 4)) * 25;
  return state === "running" && quarter > 0 ? announce(quarter) : "";
}

export function useAnnouncement(update: TransferUpdate): string {
  const { progress } = useStrings().pages.common;
  const remaining =
    update.remainingSeconds === undefined ? "" : progress.remaining(update.remainingSeconds);
  const text = announcementOf(update, (percent) => progress.announce(percent, remaining), {
    paused: progress.paused,
    waiting: progress.waiting,
    preparing: progress.preparing,
  });
  // The remaining time changes all the time: what was said of a quarter stays until the next one.
  const key = announcementOf(update, String, { paused: "p", waiting: "w", preparing: "s" });
  const [said, setSaid] = useState({ key, text });
  if (said.key !== key) setSaid({ key, text });
  return said.text;
}
