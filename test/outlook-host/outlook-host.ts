/**
 * Outlook on the web as the add-in sees it, without Outlook: the unmodified office.js runs in a cross-site
 * frame of a page that speaks the host's side of its protocol. It proves that a page works with office.js
 * and with what is documented; it proves nothing about Exchange.
 */
import type { BrowserContext } from "playwright-core";
import { closeAtEnd } from "../fakes/temp";
import { openInternet, prepare } from "./browser";
import type { LoggedCall } from "./conversation";
import { Faults } from "./faults";
import { newMail, type Account, type HostMail, type NewMail } from "./mail";
import { MailWindow } from "./mail-window";
import { makeCertificate, startMicrosoft, type Certificate, type LocalServer } from "./servers";
import { MODERN_SETS, type Client } from "./start-up";

export interface HostOptions {
  /** Starts the server of the add-in; it must answer https at a port of this machine. */
  readonly addIn: (certificate: Certificate) => Promise<LocalServer>;
  /** The host of the add-in's origin: a name of its own by default. */
  readonly addInHost?: string;
  readonly client?: Partial<Client>;
  readonly storage?: "allowed" | "blocked";
  readonly account?: Partial<Account>;
}

export const ADD_IN_HOST = "addin.example.test";
export const ADD_IN_ORIGIN = `https://${ADD_IN_HOST}`;

export class OutlookHost {
  readonly faults = new Faults();
  readonly log: LoggedCall[] = [];
  readonly account: Account;
  readonly client: Client;

  readonly context: BrowserContext;
  private readonly servers: readonly LocalServer[];

  private constructor(
    options: HostOptions,
    context: BrowserContext,
    servers: readonly LocalServer[],
  ) {
    this.context = context;
    this.servers = servers;
    this.account = {
      name: "Taro Yamada",
      address: "taro@example.co.jp",
      roamingSettings: {},
      sent: [],
      ...options.account,
    };
    this.client = {
      locale: "en-US",
      permission: "ReadWriteItem",
      sets: MODERN_SETS,
      attachmentIds: "stable",
      appDomains: [ADD_IN_ORIGIN],
      ...options.client,
    };
  }

  static async start(options: HostOptions): Promise<OutlookHost> {
    const certificate = makeCertificate();
    const microsoft = await startMicrosoft(certificate);
    const addIn = await options.addIn(certificate);
    const addInHost = options.addInHost ?? ADD_IN_HOST;
    const hosts = {
      "outlook.office.com": microsoft.port,
      "appsforoffice.microsoft.com": microsoft.port,
      "ajax.aspnetcdn.com": microsoft.port,
      ...(addInHost !== "localhost" && { [addInHost]: addIn.port }),
    };
    const context = await openInternet(
      hosts,
      options.client?.locale ?? "en-US",
      options.storage ?? "allowed",
    );
    await prepare(context, addInHost, addIn.port, options.storage ?? "allowed");
    const host = new OutlookHost(options, context, [microsoft, addIn]);
    closeAtEnd(() => host.stop());
    return host;
  }

  /** A window with a new mail in it. */
  openCompose(mail: NewMail = {}): Promise<MailWindow> {
    const { name, address } = this.account;
    return MailWindow.open(this, newMail("compose", { from: { name, address }, ...mail }));
  }

  /** A window with a received mail in it. */
  openRead(mail: NewMail | HostMail): Promise<MailWindow> {
    return MailWindow.open(this, "id" in mail ? mail : newMail("read", mail));
  }

  async stop(): Promise<void> {
    await this.context.close();
    await Promise.all(this.servers.map((server) => server.stop()));
  }
}
