/** A drop as a person makes it: the browser itself reads what is dropped. */
import type { Page } from "playwright-core";

/** Drops a file or a folder of the disk somewhere on the page. */
export async function dropAt(
  page: Page,
  path: string,
  place: { readonly x: number; readonly y: number },
): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await session.send("Input.dispatchDragEvent", { type, ...place, data });
  }
  await session.detach();
}

/** Drops it on an English send page, once that is ready. */
export async function dropOnSendPage(page: Page, path: string): Promise<void> {
  const add = page.getByRole("button", { name: "Add files" });
  await add.waitFor();
  const { x = 0, y = 0 } = (await add.boundingBox()) ?? {};
  await dropAt(page, path, { x, y });
}
