/** What people read on pages and panes, in Japanese. Same keys as en.ts. */
import { errorsJa } from "../ja";
import { storeReasonsJa } from "../store-reasons-ja";
import { commonJa } from "./common-ja";
import type { PageStrings } from "./en";
import { composeJa } from "./compose-ja";
import { mailJa } from "./mail-ja";
import { paneJa } from "./pane-ja";
import { problemsJa } from "./problems-ja";
import { readJa } from "./read-ja";
import { restoreJa } from "./restore-ja";
import { sendJa } from "./send-ja";
import { transfersJa } from "./transfers-ja";
import { tryJa } from "./try-ja";

export const pagesJa: PageStrings = {
  storeReasons: storeReasonsJa,
  errors: errorsJa,
  pages: {
    common: commonJa,
    restore: restoreJa,
    read: readJa,
    send: sendJa,
    transfers: transfersJa,
    try: tryJa,
    mail: mailJa,
    compose: composeJa,
    pane: paneJa,
    problems: problemsJa,
  },
};
