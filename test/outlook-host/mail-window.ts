/** One window of Outlook: a mail in front, panes beside it, pages that run functions behind it. */
import { randomUUID } from "node:crypto";
import type { Frame, Page } from "playwright-core";
import { pageScript } from "./browser";
import { Conversation, type Completion } from "./conversation";
import { attachmentDetails, newAttachment, type HostMail, type NewAttachment } from "./mail";
import { METHODS } from "./methods";
import type { OutlookHost } from "./outlook-host";
import { judge, type SendAttempt, type SendMode } from "./smart-alerts";
import { frameFor, HOST_PAGE, initialData } from "./start-up";
import { parseRequest } from "./wire";

export interface Pane {
  readonly frame: Frame;
  readonly conversation: Conversation;
  /** The next call of the method throws in the pane's face. */
  throwAt(method: string): Promise<void>;
  close(): Promise<void>;
}

export interface PaneOptions {
  /** What a button of a notification or of a Smart Alert hands over. */
  readonly contextData?: string;
  readonly widthPx?: number;
}

export interface SendOptions {
  /** Page that holds the handler. */
  readonly page: string;
  readonly functionName: string;
  readonly sendMode: SendMode;
  readonly limitMs?: number;
}

interface FrameOptions extends PaneOptions {
  readonly isHidden?: boolean;
}

export class MailWindow {
  private readonly conversations = new Map<string, Conversation>();
  readonly openedWindows: string[] = [];
  /** The questions that Outlook showed when Send was pressed. */
  readonly alerts: SendAttempt[] = [];

  readonly page: Page;
  /** The mail in front; undefined when none is selected. */
  mail: HostMail | undefined;
  private readonly host: OutlookHost;

  private constructor(host: OutlookHost, page: Page, mail: HostMail | undefined) {
    this.host = host;
    this.page = page;
    this.mail = mail;
  }

  static async open(host: OutlookHost, mail: HostMail): Promise<MailWindow> {
    const page = await host.context.newPage();
    const window = new MailWindow(host, page, mail);
    await page.exposeBinding("toEmulator", (_source, text: string) => window.receive(text));
    await page.goto(HOST_PAGE);
    return window;
  }

  /** Opens a page of the add-in beside the mail. */
  async openPane(url: string, options: PaneOptions = {}): Promise<Pane> {
    const conversation = await this.openFrame(url, options);
    const element = await this.page.waitForSelector(`iframe[id="${conversation.id}"]`);
    const frame = await element.contentFrame();
    if (frame === null) throw new Error("the pane has no frame");
    const { origin } = new URL(url);
    await frame.waitForURL((at) => at.origin === origin, { waitUntil: "domcontentloaded" });
    return {
      frame,
      conversation,
      throwAt: async (name) => {
        const id = Object.keys(METHODS).find((key) => METHODS[Number(key)]?.name === name);
        await frame.evaluate(
          `${pageScript("throwing-calls.js")} __throwingCalls.push(${String(id)});`,
        );
      },
      close: () => this.closeFrame(conversation.id),
    };
  }

  /** Opens the page, runs one function of it, closes it: a ribbon button without a pane, a launch event. */
  async run(
    url: string,
    functionName: string,
    event: Record<string, unknown>,
    limitMs = 300_000,
  ): Promise<Completion | "timed-out"> {
    const conversation = await this.openFrame(url, { isHidden: true });
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<"timed-out">((resolve) => {
      timer = setTimeout(resolve, limitMs, "timed-out");
    });
    try {
      return await Promise.race([conversation.invoke(functionName, event), limit]);
    } finally {
      clearTimeout(timer);
      await this.closeFrame(conversation.id);
    }
  }

  /** Presses Send: the handler is asked, and the mail leaves or a question is shown. */
  async pressSend(options: SendOptions): Promise<SendAttempt> {
    const { page, functionName, sendMode, limitMs } = options;
    const completion = await this.run(page, functionName, { type: "olkMessageSend" }, limitMs);
    const attempt = judge(completion, sendMode);
    if (attempt.isSent) this.sendAnyway();
    else this.alerts.push(attempt);
    return attempt;
  }

  /** The mail leaves as it stands, whatever was asked. */
  sendAnyway(): void {
    if (this.mail !== undefined) this.host.account.sent.push(this.mail);
  }

  /** Attaches a file the ordinary way; answers what a launch event says of it. */
  attach(given: NewAttachment): Record<string, unknown> {
    const mail = this.mail;
    if (mail === undefined) throw new Error("no mail is in front");
    const attachment = newAttachment(given);
    mail.attachments.push(attachment);
    const position = mail.attachments.length - 1;
    const details = attachmentDetails(attachment, position, this.host.client.attachmentIds);
    this.attachmentChanged("added", details);
    return {
      type: "olkAttachmentsChanged",
      attachmentStatus: "added",
      attachmentDetails: { ...details, attachmentType: attachment.type },
    };
  }

  /** Another mail comes to the front; pinned panes are told. */
  async select(mail: HostMail | undefined): Promise<void> {
    this.mail = mail;
    const { client, account } = this.host;
    const payload = mail === undefined ? "" : initialData(mail, client, account);
    for (const conversation of this.conversations.values()) {
      await conversation.emit("olkItemSelectedChanged", payload);
    }
  }

  async close(): Promise<void> {
    await this.page.close();
  }

  private readonly attachmentChanged = (status: "added" | "removed", details: unknown): void => {
    const payload = JSON.stringify({ attachmentStatus: status, attachmentDetails: details });
    for (const conversation of this.conversations.values()) {
      void conversation.emit("olkAttachmentsChanged", [payload]);
    }
  };

  private async openFrame(url: string, options: FrameOptions): Promise<Conversation> {
    const { client, account, faults, log } = this.host;
    const id = randomUUID();
    const { origin } = new URL(url);
    const conversation = new Conversation(
      id,
      {
        client,
        account,
        faults,
        log,
        mail: () => this.mail,
        attachmentChanged: this.attachmentChanged,
        openWindow: (address) => this.openedWindows.push(address),
      },
      options.contextData ?? "",
      (text) => this.post(id, origin, text),
    );
    this.conversations.set(id, conversation);
    const { src, name } = frameFor(url, id, client.locale);
    const { widthPx: width = 320, isHidden = false } = options;
    await this.page.evaluate(
      (frame) => {
        (globalThis as unknown as { openFrame(frame: unknown): void }).openFrame(frame);
      },
      { id, src, name, width, isHidden },
    );
    return conversation;
  }

  private async closeFrame(id: string): Promise<void> {
    this.conversations.delete(id);
    await this.page.evaluate((frame) => {
      (globalThis as unknown as { closeFrame(id: string): void }).closeFrame(frame);
    }, id);
  }

  private async post(id: string, origin: string, text: string): Promise<void> {
    if (!this.conversations.has(id) || this.page.isClosed()) return;
    await this.page.evaluate(
      (message) => {
        (
          globalThis as unknown as { toFrame(id: string, origin: string, text: string): void }
        ).toFrame(message.id, message.origin, message.text);
      },
      { id, origin, text },
    );
  }

  private async receive(text: string): Promise<void> {
    const request = parseRequest(text);
    if (request === undefined) return;
    await this.conversations.get(request._conversationId)?.receive(request);
  }
}
