/** What goes wrong in a test: the n-th call of a method, by the name of the method. */

export type FaultKind =
  /** Outlook answers with an error. */
  | { readonly error: number }
  /** Outlook never answers. */
  | "silence"
  /** Outlook does it and never says so. */
  | "done-silently"
  /** Outlook does it and says it could not. */
  | { readonly errorAfter: number }
  /** Outlook says it did it, and did not. */
  | { readonly lie: unknown }
  | { readonly delayMs: number };

interface Fault {
  readonly method: string;
  /** 1 is the next call; undefined is every call. */
  readonly nth: number | undefined;
  readonly kind: FaultKind;
  calls: number;
}

export class Faults {
  private readonly faults: Fault[] = [];

  /** The `nth` call of `method` from now on goes wrong; without `nth` each one does. */
  add(method: string, kind: FaultKind, nth?: number): void {
    this.faults.push({ method, kind, nth, calls: 0 });
  }

  clear(): void {
    this.faults.length = 0;
  }

  /** What happens to this call. */
  next(method: string): FaultKind | undefined {
    let found: FaultKind | undefined;
    for (const fault of this.faults) {
      if (fault.method !== method) continue;
      fault.calls += 1;
      if (fault.nth === undefined || fault.nth === fault.calls) found ??= fault.kind;
    }
    return found;
  }
}
