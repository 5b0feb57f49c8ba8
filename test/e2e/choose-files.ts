/** The dialog of a file input, on any page. */
import type { Page } from "playwright-core";

/**
 * Chooses files in the dialog that `ask` opens. A click or a key can overtake the order that keeps the system's
 * own dialog away, and then nothing is ever asked: the answer of a later order says that it was heard.
 */
export async function chooseFiles(
  page: Page,
  paths: readonly string[],
  ask: () => Promise<void>,
): Promise<void> {
  const choosing = page.waitForEvent("filechooser");
  await page.evaluate(() => 0);
  await ask();
  await (await choosing).setFiles([...paths]);
}
