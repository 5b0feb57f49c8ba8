/** Paths in a manifest: what is refused, and how a sender makes them fit (docs/format.md, "Limits"). */
import { utf8 } from "../bytes";
import { isWellFormed } from "./passphrase";

const MAX_PATH_BYTES = 1_024;
const MAX_COMPONENT_BYTES = 255;

/** Control characters, backslash, invisible characters and those that reverse the reading direction. */
const OFFENDING =
  /[\p{Cc}\\\u061C\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF\p{Surrogate}]/u;
const OFFENDING_EVERYWHERE = new RegExp(OFFENDING.source, "gu");
/** Most names: printable ASCII needs neither normalisation nor a second look. */
const PLAIN = /^[ !-.0-[\]-~]+$/;

function isValidComponent(component: string): boolean {
  if (component === "" || component === "." || component === "..") return false;
  if (PLAIN.test(component)) return component.length <= MAX_COMPONENT_BYTES;
  if (OFFENDING.test(component) || component.normalize("NFC") !== component) return false;
  return utf8(component).length <= MAX_COMPONENT_BYTES;
}

/** Whether a path keeps every rule by itself. */
export function isValidPath(path: string): boolean {
  // The longest UTF-8 is three bytes for each UTF-16 unit; only then is counting needed.
  if (path.length * 3 > MAX_PATH_BYTES && utf8(path).length > MAX_PATH_BYTES) return false;
  return path.split("/").every(isValidComponent);
}

/** What a path is compared by: two that are equal here cannot both be written everywhere. */
export function pathKey(path: string): string {
  return path.toLowerCase();
}

/** As `pathKey`, but sorted by it a folder stands directly in front of what lies in it. */
const sortingKey = (path: string): string => pathKey(path).split("/").join("\0");

/**
 * The first path that cannot stand with the others: it is invalid, equal to another one, or lies in
 * what is a file. Undefined when all can. Linear in the bytes of the paths, but for sorting: a hostile
 * manifest may hold a million deep ones.
 */
export function findPathConflict(
  files: readonly string[],
  dirs: readonly string[],
): string | undefined {
  const paths = [...files, ...dirs];
  const taken = new Set<string>();
  const fileKeys = new Set<string>();
  for (const [at, path] of paths.entries()) {
    const key = sortingKey(path);
    if (taken.has(key) || !isValidPath(path)) return path;
    taken.add(key);
    if (at < files.length) fileKeys.add(key);
  }
  const sorted = [...taken].sort();
  const inFile = sorted.find((key, at) => {
    const before = sorted[at - 1];
    return before !== undefined && key.startsWith(`${before}\0`) && fileKeys.has(before);
  });
  return inFile === undefined ? undefined : paths.find((path) => sortingKey(path) === inFile);
}

/** The longest beginning of a text that is at most that many bytes of UTF-8. */
function cutToBytes(text: string, limitBytes: number): string {
  if (text.length * 3 <= limitBytes) return text;
  let used = 0;
  let cut = "";
  for (const character of text) {
    used += utf8(character).length;
    if (used > limitBytes) return cut;
    cut += character;
  }
  return cut;
}

/** A component as a sender sends it: `_` for each offending character, NFC, cut to 255 bytes. */
export function sanitizeComponent(component: string): string {
  if (PLAIN.test(component) && isValidComponent(component)) return component;
  const repaired = isWellFormed(component)
    ? component
    : Array.from(component, (c) => (isWellFormed(c) ? c : "_")).join("");
  const clean = repaired.replace(OFFENDING_EVERYWHERE, "_").replaceAll("/", "_").normalize("NFC");
  const named =
    clean === "" || clean === "." || clean === ".." ? "_".repeat(clean.length || 1) : clean;
  return cutToBytes(named, MAX_COMPONENT_BYTES);
}

/** The name with `~number` before its extension, still at most 255 bytes. */
export function numberComponent(component: string, number: number): string {
  const mark = `~${String(number)}`;
  const dot = component.lastIndexOf(".");
  const stem = dot > 0 ? component.slice(0, dot) : component;
  const extension = cutToBytes(dot > 0 ? component.slice(dot) : "", 64);
  const room = MAX_COMPONENT_BYTES - utf8(mark + extension).length;
  return cutToBytes(stem, room) + mark + extension;
}
