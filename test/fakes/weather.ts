/** What stores do to a transfer that it has to get through without anyone noticing. */
import type { Script } from "./faulty-store";
import type { MemoryRoute } from "./memory-route";
import { SMALL_SCHEMES } from "./schemes";

export interface Weather {
  readonly weather: string;
  /** Puts the scripts on all stores of a route. */
  readonly apply: (route: MemoryRoute) => void;
}

const unavailable = { kind: "error", code: "store-unavailable" } as const;

/** Every store fails now and then, throttles, loses answers and takes its time; each at another call. */
function roughScript(position: number): Script {
  return ({ method, number }) => {
    const at = number + position;
    if (at % 5 === 1) return unavailable;
    if (at % 7 === 3) {
      return { kind: "error", code: "store-throttled", details: { retryAfterMs: 150 + position } };
    }
    if (at % 6 === 2 && method === "put") return { ...unavailable, after: true };
    return at % 4 === 0 ? { kind: "delay", ms: 3 + 2 * position } : undefined;
  };
}

export const CALM: Weather = {
  weather: "calm",
  apply: (route) => {
    route.calm();
  },
};

export const ROUGH: Weather = {
  weather: "rough",
  apply: (route) => {
    route.storeIds.forEach((_, position) => {
      route.script(position, roughScript(position));
    });
  },
};

/** Every test of the engine runs in both. */
export const WEATHERS: readonly Weather[] = [CALM, ROUGH];

/** All of `schemes` in all weathers. */
export function inAllWeathers<Case extends object>(cases: readonly Case[]): (Case & Weather)[] {
  return cases.flatMap((one) => WEATHERS.map((weather) => ({ ...one, ...weather })));
}

/** The usual scheme of both suites in all weathers. */
export const BOTH_SUITES = inAllWeathers(SMALL_SCHEMES);
