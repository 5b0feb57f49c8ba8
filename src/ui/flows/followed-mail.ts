/** The mail that a flow works on, whichever object stands for it now, and whether it is in front or not. */
import { isAppError } from "../../core/errors";
import type { ComposedMail } from "../../outlook/mail-item";

const EARLY_MS = 500;
const EARLY_TRIES = 4;

export class FollowedMail {
  #mail: ComposedMail;
  #unwatch: () => void = () => undefined;
  readonly #waiting = new Set<() => void>();
  readonly #onChange: () => void;

  /** `onChange`: attachments came or went, or the mail is back. */
  constructor(mail: ComposedMail, onChange: () => void) {
    this.#mail = mail;
    this.#onChange = onChange;
    this.#watch();
  }

  get current(): ComposedMail {
    return this.#mail;
  }

  /** The same mail came to the front again, as another object: what waits for it goes on. */
  comeBack(mail: ComposedMail): void {
    if (mail === this.#mail) return;
    this.#unwatch();
    this.#mail = mail;
    this.#watch();
    for (const goOn of [...this.#waiting]) goOn();
    this.#waiting.clear();
    this.#onChange();
  }

  /**
   * Works on the mail when it is in front: while another one is, it waits for it to come back, and begins
   * `work` again.
   */
  async run<Value>(work: (mail: ComposedMail) => Promise<Value>): Promise<Value> {
    for (let tries = 0; ; tries += 1) {
      const mail = this.#mail;
      try {
        return await work(mail);
      } catch (error) {
        if (!isAppError(error) || error.code !== "mail-switched") throw error;
        // Outlook tells of another mail a little after it answers for it.
        const isEarly = mail === this.#mail && mail.isInFront();
        if (isEarly && tries >= EARLY_TRIES) throw error;
        if (mail === this.#mail) await this.#change(isEarly ? EARLY_MS : undefined);
      }
    }
  }

  /** Resolves when the mail is back, or after `limitMs`. */
  #change(limitMs: number | undefined): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.add(resolve);
      if (limitMs !== undefined) setTimeout(resolve, limitMs);
    });
  }

  #watch(): void {
    this.#unwatch = this.#mail.onAttachmentsChange(() => {
      this.#onChange();
    });
  }
}
