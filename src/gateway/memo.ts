/** One answer for all who ask within some time. */
import type { Env } from "../core/env";

export function memoFor<Value>(
  keepMs: number,
  env: Pick<Env, "monotonicMs">,
  ask: () => Promise<Value>,
): () => Promise<Value> {
  let known: { readonly atMs: number; readonly answer: Promise<Value> } | undefined;
  return () => {
    const nowMs = env.monotonicMs();
    if (known === undefined || nowMs - known.atMs >= keepMs) known = { atMs: nowMs, answer: ask() };
    return known.answer;
  };
}
