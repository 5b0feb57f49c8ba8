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

/** The folders that a path lies in, outermost first. */
export function* parentsOf(path: string): Generator<string> {
  for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) yield path.slice(0, at);
}

/**
 * Whether the paths of files and folders can stand together: no two equal ones, no file that is also
 * the folder of another, none of them invalid.
 */
export function findPathConflict(
  files: readonly string[],
  dirs: readonly string[],
): string | undefined {
  const taken = new Set<string>();
  for (const path of [...files, ...dirs]) {
    const key = pathKey(path);
    if (taken.has(key) || !isValidPath(path)) return path;
    taken.add(key);
  }
  const fileKeys = new Set(files.map(pathKey));
  const checked = new Set<string>();
  for (const path of [...files, ...dirs]) {
    for (const parent of parentsOf(pathKey(path))) {
      if (checked.has(parent)) continue;
      if (fileKeys.has(parent)) return path;
      checked.add(parent);
    }
  }
  return undefined;
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
