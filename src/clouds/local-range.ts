/** One range of bytes of a request (RFC 9110, section 14.1.2). */

export interface HeldRange {
  readonly first: number;
  /** The last byte, included. */
  readonly last: number;
}

/**
 * The bytes that a Range header asks for and the object has. Undefined where there is no header, or one
 * that a server may leave aside: another unit, several ranges, or malformed.
 */
export function parseRange(
  header: string | undefined,
  sizeBytes: number,
): HeldRange | "unsatisfiable" | undefined {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? "");
  const [, from = "", to = ""] = match ?? [];
  if (match === null || (from === "" && to === "")) return undefined;
  if (from === "") {
    const count = Math.min(Number(to), sizeBytes);
    return count === 0 ? "unsatisfiable" : { first: sizeBytes - count, last: sizeBytes - 1 };
  }
  const first = Number(from);
  const last = to === "" ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1);
  if (to !== "" && Number(to) < first) return undefined;
  return first >= sizeBytes ? "unsatisfiable" : { first, last };
}
