/** Where the shares of a route may lie: rules over the jurisdictions of its stores. */

export interface Placement {
  /** Fewer than k stores may lie outside of this jurisdiction: without it nothing can be put together. */
  readonly fewerThanKOutside?: string | undefined;
  /** No jurisdiction may hold k stores: none can put anything together by itself. */
  readonly noKInOne?: boolean | undefined;
}

/** A store of the route; a jurisdiction that is not stated counts as another one, and as any. */
export interface Placed {
  readonly id: string;
  readonly jurisdiction: string | undefined;
}

/** What of the rules does not hold, as the end of a sentence; undefined when all do. */
export function brokenRule(
  { fewerThanKOutside: home, noKInOne }: Placement,
  stores: readonly Placed[],
  k: number,
): string | undefined {
  const names = (some: readonly Placed[]): string => some.map(({ id }) => id).join(", ");
  if (home !== undefined) {
    const outside = stores.filter(({ jurisdiction }) => jurisdiction !== home);
    if (outside.length >= k) {
      return `wants fewer than ${String(k)} stores outside of ${home}, and there are: ${names(outside)}`;
    }
  }
  if (noKInOne !== true) return undefined;
  const unknown = stores.filter(({ jurisdiction }) => jurisdiction === undefined);
  for (const place of new Set(stores.map(({ jurisdiction }) => jurisdiction))) {
    const there = stores.filter(({ jurisdiction }) => jurisdiction === place);
    const held = place === undefined ? there : [...there, ...unknown];
    if (held.length < k) continue;
    const where = place ?? "one jurisdiction that is not stated";
    return `wants fewer than ${String(k)} stores in ${where}, and there may be: ${names(held)}`;
  }
  return undefined;
}
