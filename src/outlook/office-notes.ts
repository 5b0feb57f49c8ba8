/** Outlook's session data: texts that live as long as the mail is being written. */
import { AppError, isAppError } from "../core/errors";
import type { MailNotes } from "./mail-item";
import type { OfficeCalls } from "./office-calls";

/** Of all keys and values together, in every version of Outlook that has them. */
const LIMIT_CHARACTERS = 50_000;
const KEY_NOT_FOUND = 9050;
const TOO_LONG = 9051;

const codeOf = (error: unknown): unknown =>
  isAppError(error) ? error.details["officeCode"] : undefined;

/** A send asks for notes at every step: after so many silences in a row they count as missing. */
const MOST_SILENCES = 2;

/** The same calls, which end at once when Outlook has stayed silent too often. */
function impatient(calls: OfficeCalls): Pick<OfficeCalls, "call"> {
  let silences = 0;
  return {
    async call(name, start) {
      if (silences >= MOST_SILENCES)
        throw new AppError("mail-timeout", { details: { call: name } });
      try {
        const value = await calls.call(name, start);
        silences = 0;
        return value;
      } catch (error) {
        silences = isAppError(error) && error.code === "mail-timeout" ? silences + 1 : 0;
        throw error;
      }
    },
  };
}

export function createOfficeNotes(patient: OfficeCalls, data: () => Office.SessionData): MailNotes {
  const calls = impatient(patient);
  return {
    limitCharacters: LIMIT_CHARACTERS,
    read: (key) =>
      calls
        .call<string | undefined>("sessionData.getAsync", (done) => {
          data().getAsync(key, done);
        })
        .then(
          (value) => (value === "" ? undefined : value),
          (error: unknown) => {
            if (codeOf(error) === KEY_NOT_FOUND) return undefined;
            throw error;
          },
        ),
    write: async (key, value) => {
      await calls
        .call("sessionData.setAsync", (done) => {
          data().setAsync(key, value, done);
        })
        .catch((error: unknown) => {
          throw codeOf(error) === TOO_LONG ? new AppError("notes-full", { cause: error }) : error;
        });
    },
    remove: async (key) => {
      await calls
        .call("sessionData.removeAsync", (done) => {
          data().removeAsync(key, done);
        })
        .catch((error: unknown) => {
          if (codeOf(error) !== KEY_NOT_FOUND) throw error;
        });
    },
  };
}
