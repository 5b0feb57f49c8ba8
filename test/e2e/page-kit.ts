/** Pages of the harness, and what a person does on them. */
import type { CDPSession, Page } from "playwright-core";
import type { Picked } from "../../src/platform/browser/picked";
import { tempFolder } from "../fakes/temp";
import { launchProfile } from "./browser";
import type { Harness } from "./harness/page";

declare const harness: Harness & { dropped?: Promise<Picked> };

const closers: (() => Promise<unknown>)[] = [];

export async function closePages(): Promise<void> {
  for (const close of closers.splice(0)) await close();
}

/** A page in a browser of its own, whose profile is in the folder. */
export async function openPage(origin: string, profile = tempFolder("profile")): Promise<Page> {
  const context = await launchProfile(profile);
  closers.push(() => context.close());
  const page = await context.newPage();
  await page.goto(origin);
  return page;
}

/** Drops a folder of the disk: the browser itself reads it, as it does for a person. */
export async function drop(page: Page, path: string): Promise<void> {
  await page.evaluate(() => {
    document.addEventListener("dragover", (event) => {
      event.preventDefault();
    });
    document.addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer !== null) harness.dropped = harness.readDrop(event.dataTransfer);
    });
  });
  const session: CDPSession = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await session.send("Input.dispatchDragEvent", { type, x: 50, y: 50, data });
  }
  await page.waitForFunction(() => harness.dropped !== undefined);
}
