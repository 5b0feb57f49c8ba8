/** Shows a value that the transfer worker changes. */
import { useSyncExternalStore } from "react";
import type { Live } from "../../platform/browser/transfers";

export function useLive<Value>(live: Live<Value>): Value {
  return useSyncExternalStore(
    (onChange) => live.subscribe(onChange),
    () => live.current,
  );
}
