/** From a mail with large attachments to a mail with an index: one flow for each mail that is written. */
import { toAppError } from "../../core/errors";
import { forgetSend, keepSend, type KeptSend } from "../../outlook/kept-sends";
import type { ComposedMail, MailAttachment } from "../../outlook/mail-item";
import { placeIndex, undoPlacement, type PlacementStep } from "../../outlook/place-index";
import { noteEnded, noteState } from "../../outlook/sending-note";
import { NOTHING_PICKED } from "../../platform/browser/picked";
import type { GoOnRequest, Live, SendJob, Transfers } from "../../platform/browser/transfers";
import {
  completeState,
  readMailState,
  storedFrom,
  type MailSendAt,
  type MailState,
} from "./compose-start";
import type { ComposeOrder, ComposeView, StoredSend } from "./compose-view";
import { collectOriginals, dropUnlessBegun } from "./compose-steps";
import { copyCheckpoint, forgetCopy } from "./copy-checkpoint";
import { FollowedMail } from "./followed-mail";
import { joinPick, toAttachments, type OriginalFile } from "./original-files";
import { recallStored } from "./recall-stored";
import { refuseWritten } from "./refuse-written";
import { createViewCell } from "./view-cell";

export interface ComposeOptions {
  readonly transfers: Transfers;
  /** Of the restore page, for the text of the mail. */
  readonly address: string;
  readonly nowMs: () => number;
  /** Resolves when the owner keys of the mailbox are known; the first of them signs. */
  readonly prepared: Promise<unknown>;
}

type Running = ComposeView & { readonly step: "running" };

/** Everything of it is in the mail. */
function placedSend({ kept, stored: before, missing }: StoredSend): StoredSend {
  const stored = { ...before, isPlaced: true };
  return { kept: { ...kept, stored }, stored, missing };
}

const NOTHING: MailState = { attachments: [], canList: true, sends: [] };

export class ComposeFlow {
  readonly #options: ComposeOptions;
  readonly #view = createViewCell<ComposeView>({ step: "reading" });
  readonly #state = createViewCell<MailState>(NOTHING);
  readonly #mail: FollowedMail;
  /** What an undo puts back; undefined unless everything that was sent is still in this pane. */
  #originals: readonly OriginalFile[] | undefined;

  constructor(mail: ComposedMail, options: ComposeOptions) {
    this.#options = options;
    this.#mail = new FollowedMail(mail, () => {
      // It looks by itself when it has placed everything.
      if (this.#view.current.step !== "placing") void this.#look();
    });
  }

  get view(): Live<ComposeView> {
    return this.#view;
  }

  /** Attachments and sends, as last seen. */
  get state(): Live<MailState> {
    return this.#state;
  }

  get mail(): FollowedMail {
    return this.#mail;
  }

  /** Reads the mail for the first time, or again after it could not be read. */
  read(): void {
    this.#view.show({ step: "reading" });
    this.#view.follow(
      async () => {
        await this.#refresh();
        return { step: "draft" };
      },
      (problem) => ({ step: "unreadable", problem }),
    );
  }

  send(order: ComposeOrder): void {
    this.#view.show({ step: "collecting" });
    const startedMs = this.#options.nowMs();
    const kept: KeptSend = {
      ...{ id: crypto.randomUUID(), startedMs, text: order.text },
      ...{ originals: order.chosen, extras: order.extraNames },
      expirySeconds: order.request.expirySeconds,
    };
    this.#view.follow(
      async () => {
        await refuseWritten(this.#mail, order.request.passphrase);
        const originals = await collectOriginals(this.#mail, order.chosen, startedMs);
        this.#originals = originals;
        const picked = joinPick(originals, order.extras);
        const start = (): SendJob =>
          this.#options.transfers.send({ ...order.request, id: kept.id, picked });
        return this.#run(kept, order.request.route, start);
      },
      (problem) => ({ step: "draft", problem }),
    );
  }

  /**
   * Goes on with a send that was broken off. To be called in a click: the browser may ask whether it may
   * read what was added in the pane.
   */
  goOn({ kept, unfinished }: MailSendAt<"broken">, given: Omit<GoOnRequest, "id">): void {
    this.#view.show({ step: "collecting" });
    this.#view.follow(
      async () => {
        const originals = await collectOriginals(this.#mail, kept.originals, kept.startedMs);
        this.#originals = kept.extras.length === 0 ? originals : undefined;
        // Without attachments the browser may find by itself what was added in the pane.
        const isWhole = originals.length > 0 || given.picked !== undefined;
        const picked = isWhole
          ? { picked: joinPick(originals, given.picked ?? NOTHING_PICKED) }
          : {};
        const start = (): SendJob =>
          this.#options.transfers.goOn({ ...given, id: unfinished.id, ...picked });
        return this.#run(kept, unfinished.route, start);
      },
      (problem) => ({ step: "draft", problem }),
    );
  }

  /** Puts the index of a stored send into the mail, or tries again to. */
  place(send: StoredSend): void {
    const { placement } = send.stored;
    const show = (at: PlacementStep): void => {
      this.#view.show({ step: "placing", at });
    };
    show("attaching");
    const work = async (): Promise<ComposeView> => {
      const { left } = await this.#mail.run((mail) => placeIndex(mail, placement, show));
      const now = placedSend(send);
      await this.#keep(now.kept);
      await this.#look();
      return { step: "ready", send: now, left, canUndo: this.#originals !== undefined };
    };
    work().then(
      (view) => {
        this.#view.show(view);
      },
      (error: unknown) => {
        this.#view.show({ step: "unplaced", send, problem: toAppError(error) });
      },
    );
  }

  /** The sender has done by hand what Outlook did not do. */
  placeByHand(unplaced: StoredSend): void {
    const send = placedSend(unplaced);
    this.#view.show({ step: "ready", send, left: [], canUndo: false });
    void this.#keep(send.kept).then(() => this.#look());
    const { indexName } = send.stored.placement;
    void this.#mail.run((mail) => noteState(mail, "ready", indexName));
  }

  cancel(running: Running): void {
    const { job, kept } = running;
    // Not `follow`: what is learnt of the job meanwhile must not hide that it ended.
    const show = (draft: Omit<ComposeView & { readonly step: "draft" }, "step">): void => {
      if (this.#isShown(running)) this.#view.show({ step: "draft", ...draft });
    };
    const work = async (): Promise<readonly string[]> => {
      const outcomes = await job.cancel();
      await this.#ended(kept);
      return outcomes.filter(({ done }) => !done).map(({ storeId }) => storeId);
    };
    work().then(
      (leftAt) => {
        show({ leftAt });
      },
      (error: unknown) => {
        show({ problem: toAppError(error) });
      },
    );
  }

  /** Gives up what was begun earlier: nothing of it stays at the storage locations. */
  discard(send: MailSendAt<"broken" | "stored" | "lost">): void {
    this.#view.follow(
      async () => {
        const { transfers } = this.#options;
        if (send.step === "broken") await transfers.discard(send.unfinished.id);
        if (send.step === "stored") await recallStored(transfers, send.stored);
        await this.#ended(send.kept);
        return { step: "draft" };
      },
      (problem) => ({ step: "draft", problem }),
    );
  }

  /** Turns back into normal attachments; then what was stored goes as well. */
  undo(send: StoredSend): void {
    const { kept, stored } = send;
    const { placement } = stored;
    this.#view.show({ step: "placing", at: "undoing" });
    this.#view.follow(
      async () => {
        const contents = await toAttachments(this.#originals ?? []);
        await this.#mail.run((mail) => undoPlacement(mail, placement, contents));
        await this.#ended(kept, placement.indexName);
        // Nobody has the index: what cannot be removed now is unreadable and expires.
        recallStored(this.#options.transfers, stored).catch(() => undefined);
        return { step: "draft", isUndone: true };
      },
      (problem) => ({ step: "ready", send, left: [], canUndo: true, problem }),
    );
  }

  /** Another send of the same mail. */
  startOver(): void {
    this.#originals = undefined;
    this.#view.show({ step: "draft" });
    void this.#look();
  }

  async #refresh(): Promise<void> {
    const state = await this.#mail.run((mail) => readMailState(mail, this.#options.transfers));
    this.#state.show(await completeState(state, this.#options));
  }

  /** Looks again; what cannot be read now stays as it was. */
  async #look(): Promise<void> {
    await this.#refresh().catch(() => undefined);
  }

  async #run(kept: KeptSend, route: number, start: () => SendJob): Promise<ComposeView> {
    const { canKeep } = await this.#options.transfers.storage().catch(() => ({ canKeep: true }));
    const isKept = (await this.#keep(kept)) && canKeep;
    await this.#mail.run((mail) => noteState(mail, "uploading"));
    await this.#options.prepared;
    const running: Running = { step: "running", kept, job: start(), route, isKept };
    void this.#finish(running);
    if (!canKeep) this.#copy(running);
    return running;
  }

  #copy(running: Running): void {
    const { job, kept } = running;
    const onCopied = (isKept: boolean): void => {
      if (this.#isShown(running)) this.#view.show({ ...running, isKept });
    };
    void copyCheckpoint({ ...this.#options, mail: this.#mail, id: kept.id, job, onCopied });
  }

  /** Whether the view is of this very job, whatever was learnt of it since. */
  #isShown({ job }: Running): boolean {
    const { current } = this.#view;
    return current.step === "running" && current.job === job;
  }

  async #finish(running: Running): Promise<void> {
    const { job, kept } = running;
    try {
      const result = await job.result;
      const attachments = await this.#listNow();
      const { kept: now, stored } = storedFrom(kept, result, attachments, this.#options);
      await this.#keep(now);
      await forgetCopy(this.#mail);
      this.place({ kept: now, stored, missing: result.missing });
    } catch (error) {
      const problem = toAppError(error);
      // A cancel is told by `cancel`, which knows what is left.
      if (problem.code === "cancelled") return;
      await dropUnlessBegun(this.#mail, this.#options.transfers, kept);
      await this.#mail.run((mail) => noteEnded(mail));
      await this.#look();
      if (this.#isShown(running)) this.#view.show({ step: "draft", problem });
    }
  }

  /** A list that cannot be read now is as good as the one before: each removal looks again. */
  #listNow(): Promise<readonly MailAttachment[]> {
    if (!this.#state.current.canList) return Promise.resolve([]);
    return this.#mail
      .run((mail) => mail.listAttachments())
      .catch(() => this.#state.current.attachments);
  }

  /** Without notes, or when they do not work, the pane must stay open: false. */
  #keep(kept: KeptSend): Promise<boolean> {
    return this.#mail.run((mail) => keepSend(mail, kept));
  }

  /** A send is over: the mail forgets it. */
  async #ended({ id }: KeptSend, indexName?: string): Promise<void> {
    await this.#mail.run((mail) => forgetSend(mail, id)).catch(() => undefined);
    await forgetCopy(this.#mail);
    await this.#mail.run((mail) => noteEnded(mail, indexName));
    this.#originals = undefined;
    await this.#look();
  }
}
