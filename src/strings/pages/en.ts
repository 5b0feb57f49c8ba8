/** What people read on pages and panes, in English. */
import { errorsEn } from "../en";
import { storeReasonsEn } from "../store-reasons-en";
import { commonEn } from "./common-en";
import { composeEn } from "./compose-en";
import { mailEn } from "./mail-en";
import { paneEn } from "./pane-en";
import { problemsEn } from "./problems-en";
import { readEn } from "./read-en";
import { restoreEn } from "./restore-en";
import { sendEn } from "./send-en";
import { transfersEn } from "./transfers-en";
import { tryEn } from "./try-en";

export const pagesEn = {
  storeReasons: storeReasonsEn,
  errors: errorsEn,
  pages: {
    common: commonEn,
    restore: restoreEn,
    read: readEn,
    send: sendEn,
    transfers: transfersEn,
    try: tryEn,
    mail: mailEn,
    compose: composeEn,
    pane: paneEn,
    problems: problemsEn,
  },
};

export type PageStrings = typeof pagesEn;
