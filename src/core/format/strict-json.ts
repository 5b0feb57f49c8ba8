/** JSON from a stranger: parsed strictly, and refused when an object has the same member twice. */

/** A JSON object whose members are all own data properties and not yet believed. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The member itself, never something inherited; `__proto__` is a member like any other. */
export function member(object: JsonObject, name: string): unknown {
  return Object.prototype.hasOwnProperty.call(object, name) ? object[name] : undefined;
}

/** Index just behind the string literal that begins at `start`. The text is known to be valid. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    let backslashes = 0;
    while (text[quote - 1 - backslashes] === "\\") backslashes += 1;
    if (backslashes % 2 === 0) return quote + 1;
    at = quote + 1;
  }
}

/** Whether any object in a valid JSON text has two members of the same name. */
function hasRepeatedMember(text: string): boolean {
  // One entry for each open bracket: the names seen so far for an object, undefined for an array.
  const open: (Set<string> | undefined)[] = [];
  const structure = /["{}[\]]/g;
  const colon = /[ \t\r\n]*:/y;
  for (let match = structure.exec(text); match !== null; match = structure.exec(text)) {
    const [sign] = match;
    if (sign === "{") open.push(new Set());
    else if (sign === "[") open.push(undefined);
    else if (sign !== '"') open.pop();
    else {
      const end = endOfString(text, match.index);
      structure.lastIndex = end;
      const names = open[open.length - 1];
      colon.lastIndex = end;
      // In valid JSON only a member's name is followed by a colon.
      if (names === undefined || !colon.test(text)) continue;
      const name = JSON.parse(text.slice(match.index, end)) as string;
      if (names.has(name)) return true;
      names.add(name);
    }
  }
  return false;
}

/** The value of a JSON text. Throws SyntaxError for anything malformed and for a repeated member. */
export function parseStrictJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (hasRepeatedMember(text)) throw new SyntaxError("an object has the same member twice");
  return value;
}
