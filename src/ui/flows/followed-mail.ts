/** The mail that a flow works on, whichever object stands for it now, and whether it is in front or not. */
import { isAppError } from "../../core/errors";
import type { ComposedMail } from "../../outlook/mail-item";

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
    for (;;) {
      const mail = this.#mail;
      try {
        return await work(mail);
      } catch (error) {
        const isAway = isAppError(error) && error.code === "mail-switched" && !mail.isInFront();
        if (!isAway) throw error;
        if (mail === this.#mail) {
          await new Promise<void>((resolve) => this.#waiting.add(resolve));
        }
      }
    }
  }

  #watch(): void {
    this.#unwatch = this.#mail.onAttachmentsChange(() => {
      this.#onChange();
    });
  }
}
