/** What a page is told while office.js starts: by its address, its window name and the first two calls. */
import { addressDetails, attachmentDetails, type Account, type HostMail } from "./mail";

export const HOST_ORIGIN = "https://outlook.office.com";
export const HOST_PAGE = `${HOST_ORIGIN}/mail`;

export type Permission = "Restricted" | "ReadItem" | "ReadWriteItem" | "ReadWriteMailbox";

/** The numbers that the host uses; office.js has others inside. */
const PERMISSION_LEVELS = { Restricted: 0, ReadItem: 1, ReadWriteItem: 3, ReadWriteMailbox: 2 };

export interface Client {
  readonly locale: string;
  readonly permission: Permission;
  /** Requirement sets and their versions. */
  readonly sets: Readonly<Record<string, string>>;
  readonly attachmentIds: "stable" | "position";
  /** Origins that the manifest allows for dialogs. */
  readonly appDomains: readonly string[];
}

export const MODERN_SETS = {
  Mailbox: "1.14",
  AddinCommands: "1.1",
  DialogApi: "1.2",
  DialogOrigin: "1.1",
  // Makes office.js hand its telemetry to the host and not to the network.
  react: "1.0",
} as const;

/** `disableLogging` keeps office.js from loading its telemetry. */
const hostInfo = (locale: string, correlation: string): string =>
  `Outlook$Web$16.01$${locale}$${correlation}$$disableLogging$0`;

/** Address and window name that the host gives to the frame of a page. */
export function frameFor(
  page: string,
  conversation: string,
  locale: string,
): { readonly src: string; readonly name: string } {
  const info = hostInfo(locale, conversation);
  return {
    src: `${page}${page.includes("?") ? "&" : "?"}_host_Info=${info}`,
    name: JSON.stringify({
      baseFrameName: `_xdm_${conversation}`,
      hostInfo: info,
      xdmInfo: `${conversation}|${conversation}|${HOST_PAGE}`,
      serializerVersion: 1,
      flights: "[]",
    }),
  };
}

export function appContext(controlId: string, client: Client, account: Account): unknown {
  return {
    _id: controlId,
    _appName: 64,
    _appVersion: "16.01",
    _appUILocale: client.locale,
    _dataLocale: client.locale,
    _docUrl: HOST_PAGE,
    _clientMode: 1,
    _settings: account.roamingSettings,
    _reason: "inserted",
    _osfControlType: 1,
    _eToken: "",
    _correlationId: controlId,
    _appInstanceId: controlId,
    _appMinorVersion: 1,
    _requirementMatrix: JSON.stringify(client.sets),
    _hostFullVersion: "16.0.20000.10000",
    _clientWindowHeight: 720,
    _clientWindowWidth: 1280,
    _addinName: "Pro-Porter for Outlook",
    _appDomains: client.appDomains,
    _featureGates: {},
    _initialDisplayMode: 0,
    _wacHostEnvironment: "0",
    _isFromWacAutomation: false,
    _marketplaceType: 0,
  };
}

/** What office.js knows of the item without asking; also the payload of ItemChanged. */
export function initialData(mail: HostMail, client: Client, account: Account): unknown {
  const common = {
    itemType: mail.kind === "read" ? 1 : 4,
    permissionLevel: PERMISSION_LEVELS[client.permission],
    hostVersion: "16.0.20000.10000",
    owaView: "ThreeColumns",
    userDisplayName: account.name,
    userEmailAddress: account.address,
    userTimeZone: "UTC",
    userProfileType: "office365",
    ewsUrl: `${HOST_ORIGIN}/ews`,
    restUrl: `${HOST_ORIGIN}/api`,
    extensionId: "3f7f1861-de7b-48d9-9a44-8ac0c673db01",
    isRestIdSupported: true,
    openWindowOpen: false,
    conversationId: `conversation-${mail.id}`,
    seriesId: "",
  };
  if (mail.kind === "compose") return common;
  return {
    ...common,
    id: mail.id,
    itemClass: "IPM.Note",
    internetMessageId: `<${mail.id}@example.test>`,
    subject: mail.subject,
    normalizedSubject: mail.subject,
    from: addressDetails(mail.from),
    sender: addressDetails(mail.sender ?? mail.from),
    to: mail.to.map(addressDetails),
    cc: mail.cc.map(addressDetails),
    bcc: [],
    attachments: mail.attachments.map((attachment, position) =>
      attachmentDetails(attachment, position, client.attachmentIds),
    ),
    dateTimeCreated: 1_780_000_000_000,
    dateTimeModified: 1_780_000_000_000,
    entities: {},
    isRead: true,
  };
}
