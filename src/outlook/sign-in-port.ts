/**
 * The port to what Outlook does for a sign-in. Whatever rejects does so with `sign-in-needed`
 * (details.reason: popup-blocked, closed, in-progress, failed).
 */
export interface SignInPort {
  /** Whether Outlook signs in for the add-in (nested app authentication). */
  readonly isNested: boolean;
  /**
   * Shows a page of the add-in in a window of Outlook and resolves with the one text that it sends back
   * through `tellOpener`. To be called in a click.
   */
  readonly askInWindow: (path: string) => Promise<string>;
}
