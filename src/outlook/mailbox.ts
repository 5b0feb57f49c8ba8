/**
 * The port to what surrounds the panes: which mail is in front, the language, what this client can do.
 * Implemented on Outlook's script in this room, and by the mailbox page, which needs no Outlook.
 */
import type { MailItem } from "./mail-item";
import type { RoamingSettings } from "./roaming";

export interface Mailbox {
  readonly userName: string;
  readonly userAddress: string;
  /** As Outlook is shown to the user: "ja-JP". */
  readonly language: string;
  /** Whether Outlook is dark; undefined where it does not say, then the system decides. */
  readonly isDark: boolean | undefined;
  /** The mail in front; undefined when there is none, or an appointment. The same object until it changes. */
  readonly mail: MailItem | undefined;
  /** Calls `listener` when another mail, or none, came to the front. Returns the function that ends it. */
  onMailChange(listener: () => void): () => void;
  /** The same for `isDark`. */
  onThemeChange(listener: () => void): () => void;
  /** What a button outside of the pane handed over when it opened it; undefined when nothing. */
  readContext(): Promise<unknown>;
  /** Opens a page in the browser. False when Outlook did not let it. */
  openInBrowser(url: string): boolean;
  /** Whether a download can leave the pane: not on the Mac, not on phones. */
  readonly canDownload: boolean;
  /** Small settings of the user that roam from machine to machine. */
  readonly settings: RoamingSettings;
}
