/**
 * Readers of JSON that a stranger wrote. Each throws `request-invalid` whose details.field is the path of
 * the first wrong field; `readAnswer` turns that into `gateway-invalid` on the asking side.
 */
import { decodeBase64Url, type Bytes } from "../bytes";
import { AppError } from "../errors";
import { isJsonObject, member, type JsonObject } from "../format/strict-json";

/** An object, and where it stands in the whole. */
export interface Fields {
  readonly object: JsonObject;
  readonly at: string;
}

export const refuseField = (field: string): AppError =>
  new AppError("request-invalid", { details: { field: field === "" ? "(all)" : field } });

const join = (at: string, name: string): string => (at === "" ? name : `${at}.${name}`);

/** An object; with `names`, one that has no other members. */
export function readFields(value: unknown, at: string, names?: readonly string[]): Fields {
  if (!isJsonObject(value)) throw refuseField(at);
  const strange = names && Object.keys(value).find((name) => !names.includes(name));
  if (strange !== undefined) throw refuseField(join(at, "(unknown)"));
  return { object: value, at };
}

export function readMember<Value>(
  { object, at }: Fields,
  name: string,
  read: (value: unknown, at: string) => Value,
): Value {
  return read(member(object, name), join(at, name));
}

/** The member, or undefined where it is not there. */
export function readOptional<Value>(
  fields: Fields,
  name: string,
  read: (value: unknown, at: string) => Value,
): Value | undefined {
  if (member(fields.object, name) === undefined) return undefined;
  return readMember(fields, name, read);
}

export function readText(fields: Fields, name: string, form: RegExp): string {
  return readMember(fields, name, (value, at) => checkText(value, at, form));
}

export function checkText(value: unknown, at: string, form: RegExp): string {
  if (typeof value !== "string" || !form.test(value)) throw refuseField(at);
  return value;
}

export function readInteger(fields: Fields, name: string, least: number, most: number): number {
  return readMember(fields, name, (value, at) => {
    const isInteger = typeof value === "number" && Number.isInteger(value);
    if (!isInteger || value < least || value > most) throw refuseField(at);
    return value;
  });
}

export function readFlag(fields: Fields, name: string): boolean {
  return readMember(fields, name, (value, at) => {
    if (typeof value !== "boolean") throw refuseField(at);
    return value;
  });
}

/** One of these values. */
export function readChoice<Choice extends string | number>(
  fields: Fields,
  name: string,
  choices: readonly Choice[],
): Choice {
  return readMember(fields, name, (value, at) => {
    const found = choices.find((choice) => choice === value);
    if (found === undefined) throw refuseField(at);
    return found;
  });
}

/** At most `most` bytes as base64url. */
export function readBinary(fields: Fields, name: string, most: number): Bytes {
  return readMember(fields, name, (value, at) => checkBinary(value, at, most));
}

export function checkBinary(value: unknown, at: string, most: number): Bytes {
  if (typeof value !== "string" || value.length > Math.ceil((most * 4) / 3)) throw refuseField(at);
  const bytes = decodeBase64Url(value);
  if (bytes === undefined) throw refuseField(at);
  return bytes;
}

/** A list of `least` to `most` entries. */
export function readList<Entry>(
  fields: Fields,
  name: string,
  [least, most]: readonly [number, number],
  read: (value: unknown, at: string) => Entry,
): readonly Entry[] {
  return readMember(fields, name, (value, at) => checkList(value, at, [least, most], read));
}

export function checkList<Entry>(
  value: unknown,
  at: string,
  [least, most]: readonly [number, number],
  read: (value: unknown, at: string) => Entry,
): readonly Entry[] {
  if (!Array.isArray(value) || value.length < least || value.length > most) throw refuseField(at);
  return (value as readonly unknown[]).map((entry, i) => read(entry, `${at}[${String(i)}]`));
}
