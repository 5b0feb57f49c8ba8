/**
 * The whole life of a mail, as it ships: one person attaches and drops, sends; another one, in another
 * browser, restores byte for byte. $STORY_MB is the size of the dropped file.
 */
import { createHash } from "node:crypto";
import { basename, join } from "node:path";
import { sumsInZip } from "../e2e/stored-zip";
import { tempFolder } from "../fakes/temp";
import { sumOf, sumsOf, writeFolder, writeLarge } from "../fakes/big-tree";
import { asReceived, type HostMail } from "./mail";
import type { MailWindow, Pane } from "./mail-window";
import {
  attachedTo,
  button,
  dropOn,
  fileOf,
  heading,
  startPaneHost,
  type PaneHost,
} from "./pane-host";

const MB = 1_000_000;
const STORY_MB = Number(process.env["STORY_MB"] ?? 40);
const LIMIT_MS = 120_000 + STORY_MB * 400;

interface Words {
  readonly locale: string;
  readonly protect: RegExp;
  readonly ready: string;
  readonly index: string;
  readonly restoreAll: RegExp;
  readonly restored: string;
}

const LANGUAGES: readonly Words[] = [
  {
    locale: "en-US",
    protect: /^Protect \d/,
    ready: "Ready to send",
    index: "Restore attachments.porter.txt",
    restoreAll: /^Restore all/,
    restored: "Restored",
  },
  {
    locale: "ja-JP",
    protect: /^保護する/,
    ready: "送信の準備ができました",
    index: "添付ファイルの復元.porter.txt",
    restoreAll: /^すべて復元/,
    restored: "復元しました",
  },
];

const SMALL = fileOf("notes.txt", MB);
const LARGE = [fileOf("見積書 (最終).pdf", 8 * MB), fileOf("drawing.dwg", 18 * MB)];

/** How long the pane's own thread was busy at a time, while the step ran: all above 50 ms. */
async function watchLongTasks(pane: Pane, step: () => Promise<void>): Promise<readonly number[]> {
  await pane.frame.evaluate(() => {
    const seen: number[] = [];
    Object.assign(globalThis, { seen });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.push(Math.round(duration));
    }).observe({ type: "longtask", buffered: false });
  });
  await step();
  return pane.frame.evaluate(() => (globalThis as unknown as { seen: number[] }).seen);
}

/** How long it takes until the pane can be used. */
async function openPane(window: MailWindow, url: string, isUsable: RegExp) {
  const startMs = performance.now();
  const pane = await window.openPane(url);
  await button(pane, isUsable).waitFor();
  return { pane, tookMs: Math.round(performance.now() - startMs) };
}

/** Composes with what is attached and what is dropped; returns the mail as it leaves. */
async function compose({ host, origin }: PaneHost, words: Words, dropped: readonly string[]) {
  const window = await host.openCompose({ attachments: [SMALL, ...LARGE] });
  const url = `${origin}/compose`;
  const cold = await openPane(window, url, words.protect);
  await cold.pane.close();
  const { pane, tookMs } = await openPane(window, url, words.protect);
  for (const path of dropped) {
    await dropOn(window, pane, path);
    await pane.frame.getByText(basename(path)).first().waitFor();
  }
  const startMs = performance.now();
  const longTasks = await watchLongTasks(pane, async () => {
    await button(pane, words.protect).click();
    await heading(pane, words.ready).waitFor({ timeout: LIMIT_MS });
  });
  const sentMs = Math.round(performance.now() - startMs);
  window.sendAnyway();
  await window.close();
  const figures = { coldMs: cold.tookMs, warmMs: tookMs, sentMs, longTasks };
  return { mail: host.account.sent.at(-1)!, figures };
}

/** Restores everything; returns the sums of what came back, and how long it took. */
async function restoreAll({ host, origin }: PaneHost, words: Words, mail: HostMail) {
  const window = await host.openRead(asReceived(mail));
  const { pane, tookMs } = await openPane(window, `${origin}/read`, words.restoreAll);
  const startMs = performance.now();
  const downloading = window.page.waitForEvent("download", { timeout: LIMIT_MS });
  await button(pane, words.restoreAll).click();
  const path = await (await downloading).path();
  await heading(pane, words.restored).waitFor({ timeout: LIMIT_MS });
  const restoredMs = Math.round(performance.now() - startMs);
  await window.close();
  return { sums: sumsInZip(path), figures: { readPaneMs: tookMs, restoredMs } };
}

it.each(LANGUAGES)(
  "$locale: attached, dropped, sent; received by another one and restored, every byte",
  async (words) => {
    const client = { locale: words.locale };
    const sender = await startPaneHost({ client });
    const account = { name: "Erika", address: "erika@example.com" };
    const recipient = await startPaneHost({ client, account }, sender.gateway);
    const movie = join(tempFolder("dropped"), "movie.bin");
    writeLarge(movie, STORY_MB * MB);
    const folder = writeFolder();

    const { mail, figures: sending } = await compose(sender, words, [movie, folder]);
    expect(attachedTo(mail)).toEqual([SMALL.name, words.index]);
    expect(mail.attachments[0]!.bytes.equals(SMALL.bytes)).toBe(true);
    expect(mail.attachments[1]!.bytes.length).toBeLessThan(100);
    for (const { name } of LARGE) expect(mail.body).toContain(name);

    const { sums, figures: restoring } = await restoreAll(recipient, words, mail);
    const expected = await sumsOf(folder);
    expected.set("movie.bin", await sumOf(movie));
    for (const { name, bytes } of LARGE) {
      expected.set(name, createHash("sha256").update(bytes).digest("hex"));
    }
    expect(new Map([...sums].sort())).toEqual(new Map([...expected].sort()));
    process.stdout.write(
      `${words.locale}, ${String(STORY_MB)} MB: ${JSON.stringify({ ...sending, ...restoring })}\n`,
    );
    await Promise.all([sender.host.stop(), recipient.host.stop()]);
  },
  600_000 + 2 * LIMIT_MS,
);
