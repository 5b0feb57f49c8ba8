/** The methods of office.js that the emulator answers, by dispatch id, with the names faults and logs use. */
import { ATTACHMENT_METHODS } from "./methods-attachments";
import { CODES, HostError } from "./host-error";
import { addressDetails, type Account, type HostAddress, type HostMail } from "./mail";
import { NOTIFICATION_METHODS } from "./methods-notifications";
import type { Client } from "./start-up";

/** What a method may touch. `mail` is the one in front at the time of the call, as in Outlook on the web. */
export interface MethodContext {
  readonly mail: HostMail;
  readonly account: Account;
  readonly client: Client;
  readonly params: Record<string, unknown>;
  /** JSON text with which the page was opened. */
  readonly initializationContext: string;
  /** Tells every page of this window about an attachment. */
  readonly attachmentChanged: (status: "added" | "removed", details: unknown) => void;
  readonly openWindow: (url: string) => void;
}

export type Run = (context: MethodContext) => unknown;
export interface Method {
  readonly name: string;
  readonly run: Run;
}

export const method = (name: string, run: Run): Method => ({ name, run });

const text = (value: unknown): string => (typeof value === "string" ? value : "");

const FIELDS = ["to", "cc", "bcc"] as const;
const fieldOf = ({ params }: MethodContext): (typeof FIELDS)[number] =>
  FIELDS[Number(params["recipientField"])] ?? "to";

const addressesIn = ({ params, account }: MethodContext): HostAddress[] => {
  const domain = account.address.slice(account.address.indexOf("@"));
  return (params["recipientArray"] as { address: string; name: string }[]).map(
    ({ address, name }) => ({ address, name, isExternal: !address.endsWith(domain) }),
  );
};

const asText = (html: string): string =>
  html
    .replace(/<br ?\/?>|<\/(?:p|div|tr)>/gi, "\n")
    .replace(/<[^>]*>/g, "")
    .replace(/&amp;/g, "&")
    .trim();

const HTML = 3;

function readBody({ mail, params }: MethodContext): string {
  const wantsHtml = Number(params["coercionType"]) === HTML;
  if (wantsHtml)
    return mail.bodyType === "html" ? mail.body : `<html><body>${mail.body}</body></html>`;
  return mail.bodyType === "text" ? mail.body : asText(mail.body);
}

/** Position behind the opening tag of the body. */
const topOf = (mail: HostMail): number => {
  const tag = /<body[^>]*>/i.exec(mail.body);
  return tag === null ? 0 : tag.index + tag[0].length;
};

function insertAt(context: MethodContext, position: number): void {
  const { mail, params } = context;
  if (Number(params["coercionType"]) === HTML && mail.bodyType === "text") {
    throw new HostError(CODES.notSupported);
  }
  mail.body = mail.body.slice(0, position) + text(params["data"]) + mail.body.slice(position);
}

const SESSION_LIMIT = 50_000;

function setSessionData({ mail, params }: MethodContext): void {
  const others = [...mail.sessionData].filter(([key]) => key !== params["name"]);
  const length = others.reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  const [key, value] = [text(params["name"]), text(params["value"])];
  if (length + key.length + value.length > SESSION_LIMIT) {
    throw new HostError(CODES.sessionDataTooLong);
  }
  mail.sessionData.set(key, value);
}

function getSessionData({ mail, params }: MethodContext): string {
  const value = mail.sessionData.get(text(params["name"]));
  if (value === undefined) throw new HostError(CODES.keyNotFound);
  return value;
}

const nothing = (): undefined => undefined;

export const METHODS: Readonly<Record<number, Method>> = {
  3: method("loadCustomPropertiesAsync", ({ mail }) => ({
    wasSuccessful: true,
    customProperties: JSON.stringify(mail.customProperties),
  })),
  4: method("saveCustomPropertiesAsync", ({ mail, params }) => {
    mail.customProperties = params["customProperties"] as Record<string, unknown>;
  }),
  13: method("setSelectedDataAsync", (context) => {
    // Without a cursor in the body there is nothing to insert at.
    if (context.mail.cursor === undefined) throw new HostError(9016);
    insertAt(context, context.mail.cursor);
  }),
  14: method("getTypeAsync", ({ mail }) => mail.bodyType),
  15: method("recipients.getAsync", (context) =>
    context.mail[fieldOf(context)].map(addressDetails),
  ),
  17: method("subject.setAsync", ({ mail, params }) => {
    mail.subject = text(params["subject"]);
  }),
  18: method("subject.getAsync", ({ mail }) => mail.subject),
  21: method("recipients.setAsync", (context) => {
    context.mail[fieldOf(context)] = addressesIn(context);
  }),
  22: method("recipients.addAsync", (context) => {
    context.mail[fieldOf(context)].push(...addressesIn(context));
  }),
  23: method("prependAsync", (context) => {
    insertAt(context, topOf(context.mail));
  }),
  28: method("getSelectedDataAsync", ({ mail }) => ({
    data: "",
    sourceProperty: mail.cursor === undefined ? "subject" : "body",
    startPosition: 0,
    endPosition: 0,
  })),
  32: method("saveAsync", ({ mail }) => {
    mail.isSaved = true;
    return mail.id;
  }),
  37: method("body.getAsync", readBody),
  38: method("body.setAsync", ({ mail, params }) => {
    mail.body = text(params["data"]);
  }),
  40: method("registerConsent", nothing),
  99: method("getInitializationContextAsync", ({ initializationContext }) => initializationContext),
  107: method("from.getAsync", ({ mail }) => addressDetails(mail.from)),
  151: method("internetHeaders.getAsync", ({ mail, params }) =>
    Object.fromEntries(
      (params["internetHeaderKeys"] as string[]).flatMap((key) => {
        const value = mail.headers.get(key);
        return value === undefined ? [] : [[key, value]];
      }),
    ),
  ),
  152: method("internetHeaders.setAsync", ({ mail, params }) => {
    const pairs = params["internetHeaderNameValuePairs"] as Record<string, string>;
    for (const [key, value] of Object.entries(pairs)) mail.headers.set(key, value);
  }),
  163: method("logTelemetry", nothing),
  164: method("getItemIdAsync", ({ mail }) => {
    if (!mail.isSaved) throw new HostError(CODES.itemNotSaved);
    return mail.id;
  }),
  168: method("getAllInternetHeadersAsync", ({ mail }) =>
    [...mail.headers].map(([key, value]) => `${key}: ${value}\r\n`).join(""),
  ),
  174: method("getComposeTypeAsync", () => ({ composeType: "newMail", coercionType: "html" })),
  185: method("sessionData.setAsync", setSessionData),
  186: method("sessionData.getAsync", getSessionData),
  187: method("sessionData.getAllAsync", ({ mail }) => Object.fromEntries(mail.sessionData)),
  188: method("sessionData.clearAsync", ({ mail }) => {
    mail.sessionData.clear();
  }),
  189: method("sessionData.removeAsync", (context) => {
    getSessionData(context);
    context.mail.sessionData.delete(text(context.params["name"]));
  }),
  400: method("trackCtq", nothing),
  401: method("recordTrace", nothing),
  402: method("recordDataPoint", nothing),
  403: method("window.open", ({ params, openWindow }) => {
    openWindow(text(params["launchUrl"]));
  }),
  404: method("roamingSettings.saveAsync", ({ account, params }) => {
    account.roamingSettings = (params as unknown as [Record<string, string>])[0];
  }),
  ...ATTACHMENT_METHODS,
  ...NOTIFICATION_METHODS,
};
