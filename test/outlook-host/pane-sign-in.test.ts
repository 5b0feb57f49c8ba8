/** Signing in from a pane as it ships: through Outlook's bridge where there is one, else through a window. */
import { ACCOUNT, addProvider, entraAuth, makeTokens, type Provider } from "../fakes/entra";
import { localConfig } from "../fakes/gateway";
import { startIssuer } from "../fakes/issuer";
import { patternBytes } from "../fakes/memory-tree";
import type { MailWindow, Pane } from "./mail-window";
import { attachedTo, startPaneHost, type PaneHost } from "./pane-host";
import { MODERN_SETS } from "./start-up";

const LARGE = { name: "plan.pdf", bytes: Buffer.from(patternBytes(6_000_000, "plan")) };
const INDEX = "Restore attachments.porter.txt";

interface Bridged {
  bridgeAnswer(text: string): Promise<string>;
}
type Issuer = Awaited<ReturnType<typeof startIssuer>>;
let issuer: Issuer;
beforeAll(async () => {
  issuer = await startIssuer();
});
afterAll(() => issuer.stop());

const start = (sets: Readonly<Record<string, string>> = MODERN_SETS): Promise<PaneHost> =>
  startPaneHost({ client: { sets } }, localConfig({ auth: entraAuth(issuer) }));

const button = (pane: Pane, name: string | RegExp) => pane.frame.getByRole("button", { name });

async function protect(window: MailWindow, pane: Pane): Promise<void> {
  await pane.frame.getByText("You are signed in as taro@a.example.").waitFor();
  await button(pane, /^Protect \d/).click();
  await pane.frame.getByRole("heading", { name: "Ready to send", level: 1 }).waitFor();
  expect(attachedTo(window.mail!)).toEqual([INDEX]);
}

/** Every address that any page asked for. */
function watchAddresses({ host }: PaneHost): string[] {
  const addresses: string[] = [];
  host.context.on("request", (request) => addresses.push(request.url()));
  return addresses;
}

function expectSecret({ gateway }: PaneHost, tokens: readonly string[], addresses: string[]): void {
  expect(tokens).not.toHaveLength(0);
  for (const token of tokens) {
    expect(addresses.filter((url) => url.includes(token))).toEqual([]);
    expect(gateway.log.join("\n")).not.toContain(token);
  }
}

describe("an Outlook that does not sign in for add-ins", () => {
  let hosts: PaneHost;
  let provider: Provider;
  beforeAll(async () => {
    hosts = await start();
    provider = await addProvider(hosts.host.context, issuer);
  }, 300_000);

  it("a window of Outlook signs in, closes, and the mail is protected", async () => {
    const addresses = watchAddresses(hosts);
    const window = await hosts.host.openCompose({ attachments: [LARGE] });
    const pane = await window.openPane(`${hosts.origin}/compose`);
    const opening = hosts.host.context.waitForEvent("page");
    await button(pane, "Sign in").click();
    const popup = await opening;
    if (!popup.isClosed()) await popup.waitForEvent("close");
    await protect(window, pane);
    expectSecret(hosts, provider.given, addresses);
    await window.close();
  }, 120_000);

  it("says that the provider refused, and that the window was closed", async () => {
    provider.ending = "denied";
    const window = await hosts.host.openCompose({ attachments: [LARGE] });
    const pane = await window.openPane(`${hosts.origin}/compose`);
    await button(pane, "Sign in").click();
    await pane.frame
      .getByText(/may not|not allowed/)
      .first()
      .waitFor();
    await hosts.host.context.route(/login\.example.*authorize/, (route) =>
      route.fulfill({ body: "Who are you?", contentType: "text/html" }),
    );
    const opening = hosts.host.context.waitForEvent("page");
    await button(pane, "Sign in").click();
    const popup = await opening;
    await popup.getByText("Who are you?").waitFor();
    await popup.close();
    await pane.frame
      .getByText(/closed/)
      .first()
      .waitFor();
    provider.ending = "agreed";
    await window.close();
  }, 120_000);
});

describe("an Outlook that signs in for add-ins", () => {
  const given: string[] = [];
  /** How the bridge answers the request for a token without a window. */
  let silent: "token" | "interaction-needed" = "token";

  async function answer(text: string): Promise<string> {
    const { requestId, method } = JSON.parse(text) as { requestId: string; method: string };
    const reply = (more: object): string =>
      JSON.stringify({ messageType: "NestedAppAuthResponse", requestId, success: true, ...more });
    if (method === "GetInitContext") {
      const initContext = { sdkName: "Outlook", sdkVersion: "1", capabilities: {} };
      return reply({ initContext });
    }
    if (method === "GetToken" && silent === "interaction-needed") {
      const error = { status: "USER_INTERACTION_REQUIRED", code: "consent_required" };
      return reply({ success: false, error });
    }
    const { accessToken, idToken, scope } = await makeTokens(issuer);
    given.push(accessToken);
    const token = { access_token: accessToken, id_token: idToken, scope, expires_in: 3600 };
    return reply({ token: { ...token, properties: null }, account: ACCOUNT });
  }

  let hosts: PaneHost;
  beforeAll(async () => {
    hosts = await start({ ...MODERN_SETS, NestedAppAuth: "1.1" });
    await hosts.host.context.exposeFunction("bridgeAnswer", answer);
    await hosts.host.context.addInitScript(() => {
      const listeners: ((answer: string) => void)[] = [];
      const nestedAppAuthBridge = {
        addEventListener: (_type: string, listener: (answer: string) => void) =>
          listeners.push(listener),
        postMessage: (text: string) => {
          void (globalThis as unknown as Bridged).bridgeAnswer(text).then((reply) => {
            for (const listener of listeners) listener(reply);
          });
        },
      };
      Object.assign(globalThis, { nestedAppAuthBridge });
    });
  }, 300_000);

  it("whoever is signed in to Outlook is signed in, and no window opens", async () => {
    const addresses = watchAddresses(hosts);
    const window = await hosts.host.openCompose({ attachments: [LARGE] });
    const pages = hosts.host.context.pages().length;
    await protect(window, await window.openPane(`${hosts.origin}/compose`));
    expect(hosts.host.context.pages()).toHaveLength(pages);
    expectSecret(hosts, given, addresses);
    await window.close();
  }, 120_000);

  it("the button asks where Outlook needs to ask", async () => {
    silent = "interaction-needed";
    const window = await hosts.host.openCompose({ attachments: [LARGE] });
    const pane = await window.openPane(`${hosts.origin}/compose`);
    await button(pane, "Sign in").click();
    await protect(window, pane);
    await window.close();
  }, 120_000);
});

it("an Outlook that only says that it signs in gets the window", async () => {
  const hosts = await start({ ...MODERN_SETS, NestedAppAuth: "1.1" });
  await addProvider(hosts.host.context, issuer);
  const window = await hosts.host.openCompose({ attachments: [LARGE] });
  const pane = await window.openPane(`${hosts.origin}/compose`);
  await button(pane, "Sign in").click();
  await protect(window, pane);
  await window.close();
}, 120_000);
