/** What a note may hold, told by its type: notes are read as if strangers had written them. */

export type Fields = Readonly<Partial<Record<string, unknown>>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null;

export const isText = (value: unknown): value is string => typeof value === "string";

/** Finite: JSON has numbers that are not. */
export const isAmount = (value: unknown): value is number =>
  typeof value === "number" && value >= 0 && value < Infinity;

export const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every(isText);

/** The JSON of a note; undefined when it is none. */
export function parseNote(text: unknown): unknown {
  if (!isText(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
