/** Words that more than one screen uses, in English. */
import { englishMoment } from "../moments";
import { formatBytes, splitRemaining } from "../quantities";

const count = (value: number, one: string, many: string): string =>
  `${value.toLocaleString("en")} ${value === 1 ? one : many}`;

export const commonEn = {
  product: "Pro-Porter",
  /** The value of the lang attribute. */
  language: "en",
  languageLabel: "Language",
  mainNavigation: "Pages",
  skipToContent: "Skip to content",
  navigation: { try: "Try it", restore: "Restore", send: "Send", transfers: "Sent transfers" },
  footer:
    "Files travel in fragments, straight between your browser and the sender's storage locations. No server in between sees a file, a name or a key.",
  ok: "OK",
  cancel: "Cancel",
  close: "Close",
  tryAgain: "Try again",
  back: "Back",
  loading: "Loading",
  show: "Show passphrase",
  hide: "Hide passphrase",
  size: formatBytes,
  rate: (bytesPerSecond: number) => `${formatBytes(bytesPerSecond)}/s`,
  moment: (seconds: number) => englishMoment(seconds),
  files: (value: number) => count(value, "file", "files"),
  folders: (value: number) => count(value, "folder", "folders"),
  items: (value: number) => count(value, "item", "items"),
  /** Between the parts of a list in a sentence. */
  listSeparator: ", ",
  and: (value: number) => `and ${value.toLocaleString("en")} more`,
  availableUntil: (moment: string) => `Available until ${moment}`,

  /** Countries by their ISO code, where the sender's company says in which one a storage location lies. */
  country: (code: string) => new Intl.DisplayNames("en", { type: "region" }).of(code) ?? code,
  inBrackets: (text: string) => ` (${text})`,

  insecure: {
    title: "This page needs a secure connection",
    text: "The browser offers no cryptography on a page that was opened with http://. Without it nothing can be sent or restored.",
    hint: (address: string) =>
      `Open ${address} instead. If that does not work, ask whoever runs Pro-Porter in the sender's company.`,
  },
  signIn: {
    button: "Sign in",
    another: "Use another account",
    as: (user: string) => `You are signed in as ${user}.`,
    preparing: "Preparing",
    waiting: "Sign in in the window that has opened.",
  },
  unreachable: {
    title: "The server does not answer",
    text: "This page could not load its settings. Check your connection.",
  },

  progress: {
    label: "Progress",
    locations: "Storage locations",
    preparing: "Preparing",
    finishing: "Finishing",
    verifying: "Checking that everything is stored",
    paused: "Paused. What has been done so far is kept.",
    waiting: "Waiting",
    bytes: (done: string, total: string) => `${done} of ${total}`,
    percent: (value: number) => `${String(value)} %`,
    remaining: (seconds: number) => {
      const { hours, minutes, seconds: rest } = splitRemaining(seconds);
      if (hours > 0) return `about ${String(hours)} h ${String(minutes)} min left`;
      return minutes > 0 ? `about ${String(minutes)} min left` : `${String(rest)} s left`;
    },
    pause: "Pause",
    resume: "Resume",
    storeLost: (reason: string) => reason,
    stalled: (name: string) => `${name} has made no progress for 30 seconds.`,
    resumed: "Going on where it was broken off.",
    /** What a screen reader hears now and then. */
    announce: (percent: number, remaining: string) =>
      remaining === ""
        ? `${String(percent)} percent done`
        : `${String(percent)} percent, ${remaining}`,
  },

  passphrase: {
    label: "Passphrase",
    repeat: "Repeat the passphrase",
    different: "The two passphrases are not the same.",
    empty: "Enter the passphrase.",
  },
};

export type CommonStrings = typeof commonEn;
