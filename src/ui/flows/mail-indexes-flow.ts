/** The indexes of one received mail: found, listed, one of them chosen. */
import { AppError, isAppError, toAppError } from "../../core/errors";
import type { MailIndex, MailIndexes, UnreadAttachment } from "../../outlook/find-index";
import type { ReceivedMail } from "../../outlook/mail-item";
import type { FoundIndexLine, Live } from "../../platform/browser/transfers";
import type { IndexFlow, IndexPlace } from "./index-flow";
import { createViewCell } from "./view-cell";

export interface MailIndexesView {
  readonly isSearching: boolean;
  /** Why the attachments could not be read at all. */
  readonly problem?: AppError;
  readonly indexes: readonly IndexFlow[];
  /** The one that is looked at; of a single one always that. */
  readonly chosen: IndexFlow | undefined;
  readonly unread: readonly UnreadAttachment[];
}

export interface MailIndexesFlow {
  readonly id: string;
  /** Empty until it was read. */
  readonly subject: () => string;
  readonly view: Live<MailIndexesView>;
  /** The mail is in front: looks for its indexes, unless they are known. */
  comeToFront(mail: ReceivedMail): void;
  /** Another mail is in front: an answer that is still to come counts no more. */
  leave(): void;
  lookAgain(): void;
  /** Undefined goes back to the list. */
  choose(index: IndexFlow | undefined): void;
  /** Takes an index that the person gave by hand. */
  take(source: string | Blob): void;
  /** Opens what could not be opened for want of a sign-in. */
  goOnSignedIn(): void;
  isRestoring(): boolean;
  close(): void;
}

export type FindIndexes = (
  mail: ReceivedMail,
  onFound: (indexes: readonly MailIndex<FoundIndexLine>[]) => void,
) => Promise<MailIndexes<FoundIndexLine>>;

export interface MailIndexesOptions {
  readonly find: FindIndexes;
  /** Rejects with `index-invalid`. */
  readonly read: (source: string | Blob) => Promise<FoundIndexLine>;
  /** The flow for an index; the same one for the same index. */
  readonly flowFor: (
    line: FoundIndexLine,
    place: IndexPlace | undefined,
    mail: ReceivedMail,
  ) => IndexFlow;
  readonly nowMs: () => number;
}

const NOTHING: MailIndexesView = {
  ...{ isSearching: false, indexes: [], chosen: undefined, unread: [] },
};

/** Outlook tells of another mail a little after it answers for it: what was found just before is not trusted. */
const EARLY_MS = 2_000;
/** How long Outlook may say that another mail is in front without naming it. */
const SWITCH_LIMIT_MS = 3_000;

/** What is looked at once `indexes` are known. */
function chosenOf(indexes: readonly IndexFlow[], before: IndexFlow | undefined) {
  const [first] = indexes;
  if (before !== undefined && indexes.includes(before)) return before;
  return indexes.length === 1 ? first : undefined;
}

export class MailIndexesRun implements MailIndexesFlow {
  readonly id: string;
  readonly #view = createViewCell(NOTHING);
  readonly #options: MailIndexesOptions;
  #mail: ReceivedMail;
  #subject = "";
  /** Counts looks: an answer to an earlier one says nothing. */
  #turn = 0;
  #foundMs: number | undefined;
  /** Also those that are not shown now. */
  readonly #all = new Set<IndexFlow>();

  constructor(mail: ReceivedMail, options: MailIndexesOptions) {
    this.id = mail.id;
    this.#mail = mail;
    this.#options = options;
  }

  readonly subject = (): string => this.#subject;

  get view(): Live<MailIndexesView> {
    return this.#view;
  }

  comeToFront(mail: ReceivedMail): void {
    this.#mail = mail;
    if (this.#foundMs === undefined) this.lookAgain();
  }

  leave(): void {
    this.#turn += 1;
    const { nowMs } = this.#options;
    if (this.#foundMs !== undefined && nowMs() - this.#foundMs > EARLY_MS) return;
    this.#foundMs = undefined;
    this.#view.show(NOTHING);
  }

  lookAgain(): void {
    this.#turn += 1;
    const { indexes, chosen, unread } = this.#view.current;
    this.#view.show({ indexes, chosen, unread, isSearching: true });
    void this.#look(this.#mail, this.#turn);
  }

  choose(chosen: IndexFlow | undefined): void {
    chosen?.start();
    this.#view.show({ ...this.#view.current, chosen });
  }

  take(source: string | Blob): void {
    const turn = this.#turn;
    this.#options.read(source).then(
      (line) => {
        if (turn !== this.#turn) return;
        const index = this.#flowFor(line, undefined, this.#mail);
        const { indexes } = this.#view.current;
        const all = indexes.includes(index) ? indexes : [...indexes, index];
        index.start();
        this.#view.show({ ...this.#view.current, indexes: all, chosen: index });
      },
      (error: unknown) => {
        if (turn === this.#turn) this.#fail(error);
      },
    );
  }

  goOnSignedIn(): void {
    for (const { restore } of this.#all) restore.goOnSignedIn();
  }

  isRestoring(): boolean {
    return [...this.#all].some((index) => index.isRestoring());
  }

  close(): void {
    for (const index of this.#all) index.close();
  }

  #flowFor(...given: Parameters<MailIndexesOptions["flowFor"]>): IndexFlow {
    const index = this.#options.flowFor(...given);
    this.#all.add(index);
    return index;
  }

  async #look(mail: ReceivedMail, turn: number): Promise<void> {
    const isWanted = (): boolean => turn === this.#turn && mail.isInFront();
    const show = (
      found: readonly MailIndex<FoundIndexLine>[],
      rest: Partial<MailIndexesView>,
    ): void => {
      if (!isWanted()) return;
      const indexes = found.map(({ found: line, attachment: { name, kind } }) =>
        this.#flowFor(line, { name, isInside: kind === "mail" }, mail),
      );
      const chosen = chosenOf(indexes, this.#view.current.chosen);
      for (const index of indexes) index.start();
      this.#view.show({ ...this.#view.current, indexes, chosen, ...rest });
    };
    try {
      const { indexes, unread } = await this.#options.find(mail, (early) => {
        show(early, {});
      });
      this.#subject = await mail.readSubject().catch(() => "");
      show(indexes, { isSearching: false, unread });
      if (!mail.isInFront()) throw new AppError("mail-switched");
      if (isWanted()) this.#foundMs = this.#options.nowMs();
    } catch (error) {
      if (isAppError(error) && error.code === "mail-switched") {
        // Its event says which one, and ends this look.
        await new Promise((resolve) => setTimeout(resolve, SWITCH_LIMIT_MS));
      }
      if (turn === this.#turn) this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    const problem = toAppError(error);
    this.#view.show({ ...this.#view.current, isSearching: false, problem });
  }
}
