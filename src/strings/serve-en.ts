/** What `pro-porter serve` and `sweep` say. */
import { systemReasonsEn } from "./system-reasons-en";

/** The name of a route in both languages. */
export interface Label {
  readonly en: string;
  readonly ja: string;
}

export const serveEn = {
  serve: {
    ready: "Pro-Porter is ready. Ctrl-C stops it.",
    pages: (origin: string): readonly string[] => [
      `  Send files      ${origin}/send`,
      `  Restore files   ${origin}/`,
      `  What you sent   ${origin}/transfers`,
    ],
    trial: (origin: string) => `  Try a mailbox   ${origin}/try`,
    noPages: (origin: string) =>
      `  ${origin} serves programs only: the pages are not built (npm run build).`,
    route: (id: number, label: Label, k: number, n: number, stores: string): string =>
      `Route ${String(id)}, ${label.en}: any ${String(k)} of these ${String(n)} stores restore: ${stores}`,
    store: (id: string, folder: string, address: string) => `  ${id}  ${folder}  (${address})`,
    first: [
      "To begin: open the send page, drop a folder on it and save the index file.",
      "Then drop that file on the restore page.",
    ] as readonly string[],
    deadStore: (id: string, folder: string, reason: string) =>
      `Warning: ${id} does not answer: its folder ${folder} cannot be made (${systemReasonsEn[reason] ?? reason}).`,
    stopping: "Stopping: requests that are under way are answered first.",
  },
  sweep: {
    swept: (transfer: string, what: string, removed: number) =>
      `${transfer}: ${what}, ${String(removed)} objects removed.`,
    done: (transfers: number, removed: number) =>
      `Looked at ${String(transfers)} transfers, removed ${String(removed)} objects.`,
  },
};
