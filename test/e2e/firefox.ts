/**
 * Debian's Firefox, driven as W3C WebDriver BiDi has it (https://w3c.github.io/webdriver-bidi/): the library
 * that drives Chromium here can do so only with a Firefox of its own making.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { WebSocket } from "undici";
import { closeAtEnd, tempFolder } from "../fakes/temp";

export const FIREFOX_PROGRAMS = ["/usr/bin/firefox-esr", "/usr/bin/firefox"];

interface Reply {
  readonly type: "success" | "error" | "event";
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly message?: string;
}

type Send = (method: string, params: object) => Promise<unknown>;

interface Wire {
  readonly send: Send;
  /** The next event of the kind. */
  readonly next: (method: string) => Promise<unknown>;
}

async function connect(url: string): Promise<Wire> {
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve);
    socket.addEventListener("error", reject);
  });
  const waiting = new Map<number, (reply: Reply) => void>();
  const listeners = new Map<string, (params: unknown) => void>();
  socket.addEventListener("message", ({ data }) => {
    const reply = JSON.parse(String(data)) as Reply;
    if (reply.type === "event") listeners.get(reply.method ?? "")?.(reply.params);
    else waiting.get(reply.id ?? -1)?.(reply);
  });
  let last = 0;
  return {
    send: (method, params) =>
      new Promise((resolve, reject) => {
        last += 1;
        waiting.set(last, ({ type, result, message }) => {
          if (type === "success") resolve(result);
          else reject(new Error(`${method}: ${message ?? "failed"}`));
        });
        socket.send(JSON.stringify({ id: last, method, params }));
      }),
    next: (method) =>
      new Promise((resolve) => {
        listeners.set(method, resolve);
      }),
  };
}

/** What a profile needs so that a download lands in `folder` without a question. */
const preferences = (folder: string): string =>
  Object.entries({
    "browser.download.folderList": 2,
    "browser.download.dir": folder,
    "browser.download.useDownloadDir": true,
    "browser.download.always_ask_before_handling_new_types": false,
    "browser.shell.checkDefaultBrowser": false,
    "datareporting.policy.dataSubmissionEnabled": false,
    "intl.accept_languages": "en",
  })
    .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
    .join("");

async function launch(program: string, downloads: string): Promise<string> {
  const profile = tempFolder("firefox");
  writeFileSync(join(profile, "user.js"), preferences(downloads));
  const args = ["--headless", "--no-remote", "--remote-debugging-port=0", "--profile", profile];
  const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"] });
  closeAtEnd(async () => {
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  });
  for await (const line of createInterface({ input: child.stderr })) {
    const found = /WebDriver BiDi listening on (ws:\S+)/.exec(line);
    if (found?.[1] !== undefined) return `${found[1]}/session`;
  }
  throw new Error("Firefox ended before it listened");
}

export interface FirefoxPage {
  goto(url: string): Promise<void>;
  /** Clicks the button whose text begins so, as soon as it is there. */
  click(text: string): Promise<void>;
  /** Waits for a text anywhere on the page. */
  untilText(text: string): Promise<void>;
  /** Clicks what opens the dialog for files, and chooses these. */
  choose(text: string, paths: readonly string[]): Promise<void>;
}

const LOOKS = 600;
const LOOK_MS = 100;

/** A page of a Firefox of its own, which saves what it downloads in the folder. */
export async function openFirefox(program: string, downloads: string): Promise<FirefoxPage> {
  const { send, next } = await connect(await launch(program, downloads));
  const unhandledPromptBehavior = { file: "ignore", default: "dismiss" };
  await send("session.new", { capabilities: { alwaysMatch: { unhandledPromptBehavior } } });
  await send("session.subscribe", { events: ["input.fileDialogOpened"] });
  const { context } = (await send("browsingContext.create", { type: "tab" })) as {
    context: string;
  };
  /** The value of an expression in the page, as a string. */
  const evaluate = async (expression: string): Promise<string> => {
    const options = { target: { context }, awaitPromise: true, userActivation: true };
    const answer = (await send("script.evaluate", { expression, ...options })) as {
      readonly result?: { readonly value?: unknown };
      readonly exceptionDetails?: { readonly text: string };
    };
    if (answer.exceptionDetails !== undefined) throw new Error(answer.exceptionDetails.text);
    return String(answer.result?.value);
  };
  const until = async (expression: string): Promise<void> => {
    for (let left = LOOKS; left > 0; left -= 1) {
      if ((await evaluate(expression)) === "true") return;
      await new Promise((done) => setTimeout(done, LOOK_MS));
    }
    throw new Error(`not to be seen: ${expression}\n${await evaluate("document.body.innerText")}`);
  };
  const click = (text: string): Promise<void> =>
    until(
      `(() => { const found = [...document.querySelectorAll("button")].find((one) =>
        one.textContent.trim().startsWith(${JSON.stringify(text)}) && !one.disabled);
        found?.click(); return String(found !== undefined); })()`,
    );
  return {
    click,
    async goto(url) {
      await send("browsingContext.navigate", { context, url, wait: "complete" });
    },
    untilText: (text) => until(`String(document.body.innerText.includes(${JSON.stringify(text)}))`),
    async choose(text, files) {
      const opened = next("input.fileDialogOpened");
      await click(text);
      const { element } = (await opened) as { readonly element: unknown };
      await send("input.setFiles", { context, element, files });
    },
  };
}
