/** Pages of the harness, and what a person does on them. */
import { readFileSync } from "node:fs";
import type { BrowserContext, Page } from "playwright-core";
import type { Picked } from "../../src/platform/browser/picked";
import { tempFolder } from "../fakes/temp";
import { launchProfile } from "./browser";
import { dropAt } from "./drop";
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
  await dropAt(page, path, { x: 50, y: 50 });
  await page.waitForFunction(() => harness.dropped !== undefined);
}

/** The system's own dialogs cannot be reached from here: the older ones stand in. */
export async function useOldPickers(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    for (const name of ["showOpenFilePicker", "showDirectoryPicker"]) {
      Object.defineProperty(globalThis, name, { value: undefined });
    }
  });
}

/** Saves the index of what was sent, on an English page; answers its line. */
export async function saveIndex(page: Page): Promise<string> {
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save index file" }).click();
  return readFileSync(await (await saving).path(), "utf8").trim();
}

/** Tells of everything that goes wrong on the pages of a browser. */
export function watchErrors(context: BrowserContext, onError: (text: string) => void): void {
  context.on("console", (message) => {
    if (message.type() === "error") onError(message.text());
  });
  context.on("weberror", (error) => {
    onError(error.error().message);
  });
}
