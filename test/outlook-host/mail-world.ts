/** The mails of the emulator through the real src/outlook in a real page, called from the test. */
import type { ComposedMail, ReceivedMail } from "../../src/outlook/mail-item";
import type { GivenMail, MailWorld, Opened } from "../contract/mail-item.contract";
import { AppError, type ErrorCode } from "../../src/core/errors";
import { bundle } from "./bundle";
import { newMail, type HostMail, type NewMail } from "./mail";
import type { MailWindow, Pane } from "./mail-window";
import { ADD_IN_ORIGIN, OutlookHost, type HostOptions } from "./outlook-host";
import { fromWire, toWire, type PageAnswer } from "./pages/wire-values";
import { listen } from "./servers";

const HTML = `<!doctype html><html><head><title>Pane</title>
<script src="https://appsforoffice.microsoft.com/lib/1/hosted/office.js"></script>
<script src="/page.js"></script></head><body>Pane</body></html>`;

export async function startMailHost(
  options: Omit<HostOptions, "addIn"> = {},
): Promise<OutlookHost> {
  const script = await bundle("test/outlook-host/pages/mail-page.ts");
  return OutlookHost.start({
    ...options,
    addIn: (certificate) =>
      listen(certificate, (request, response) => {
        const isScript = request.url === "/page.js";
        response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
        response.end(isScript ? script : HTML);
      }),
  });
}

export const openMailPane = (window: MailWindow, query = ""): Promise<Pane> =>
  window.openPane(`${ADD_IN_ORIGIN}/pane.html${query}`);

/** Calls "mail.attach" and the like in the page; rejects with the AppError that it rejects with. */
export async function callInPage(pane: Pane, path: string, ...args: unknown[]): Promise<unknown> {
  await pane.frame.waitForFunction("typeof call === 'function'");
  const answer = await pane.frame.evaluate(
    ([name, given]) =>
      (globalThis as unknown as { call(path: string, given: unknown): Promise<PageAnswer> }).call(
        name,
        given,
      ),
    [path, await toWire(args)] as const,
  );
  if ("code" in answer) throw new AppError(answer.code as ErrorCode);
  return fromWire(answer.value);
}

/** An object whose every member is a call in the page. */
function inPage(pane: Pane, path: string): object {
  return new Proxy(
    {},
    {
      get: (_target, name): unknown =>
        name === "notes"
          ? inPage(pane, `${path}.notes`)
          : (...args: unknown[]) => callInPage(pane, `${path}.${String(name)}`, ...args),
    },
  );
}

export const composedInPage = (pane: Pane): ComposedMail => inPage(pane, "mail") as ComposedMail;
export const receivedInPage = (pane: Pane): ReceivedMail => inPage(pane, "mail") as ReceivedMail;

function given({ attachments, body, bodyType, hasCursor }: GivenMail): NewMail {
  const cursor = hasCursor === true ? cursorIn(body ?? "") : undefined;
  return {
    ...(body === undefined ? {} : { body }),
    ...(bodyType === undefined ? {} : { bodyType }),
    cursor,
    attachments: (attachments ?? []).map(({ name, bytes, isInline, isMail }) => ({
      name,
      bytes: Buffer.from(bytes),
      ...(isInline === undefined ? {} : { isInline }),
      ...(isMail === true ? { type: "item" as const, contentType: "message/rfc822" } : {}),
    })),
  };
}

const cursorIn = (body: string): number => {
  const end = body.indexOf("</body>");
  return end < 0 ? body.length : end;
};

async function opened<Mail>(
  window: MailWindow,
  mail: HostMail,
  inPane: (pane: Pane) => Mail,
): Promise<Opened<Mail>> {
  const pane = await openMailPane(window);
  return {
    mail: inPane(pane),
    attachments: () =>
      Promise.resolve(
        mail.attachments.map(({ name, bytes }) => ({ name, bytes: new Uint8Array(bytes) })),
      ),
    body: () => Promise.resolve(mail.body),
    switchMail: async () => {
      // Read once, so that the page is known to listen.
      await callInPage(pane, "mail.readSubject");
      await window.select(newMail(mail.kind, { attachments: [] }));
    },
    close: () => window.close(),
  };
}

export function mailWorld(host: () => OutlookHost): MailWorld {
  return {
    compose: async (wanted) => {
      const window = await host().openCompose(given(wanted));
      return opened(window, window.mail!, composedInPage);
    },
    read: async (wanted) => {
      const window = await host().openRead(given(wanted));
      return opened(window, window.mail!, receivedInPage);
    },
  };
}
