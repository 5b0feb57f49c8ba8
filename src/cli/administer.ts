/** `pro-porter recall --as-administrator`: whoever holds the stores' keys removes a transfer, without its owner. */
import type { Bytes } from "../core/bytes";
import { parseTransferId } from "../core/gateway-api";
import { removeTransfer } from "../core/transfer/direct-admin";
import type { CommonOptions, Context } from "./context";
import { readIndexArgument } from "./index-argument";
import { parseNumber } from "./parse-options";
import { directRouteOf } from "./reach";
import { tellPending } from "./tell";

export interface AdministratorOptions extends CommonOptions {
  /** Of a transfer that is named without its index. */
  readonly route?: string;
}

/** T and the number of its route, from an index or, as the stores' folders are called, from T itself. */
async function readTarget(
  context: Context,
  argument: string,
  { route }: AdministratorOptions,
): Promise<{ readonly id: Bytes; readonly route: number }> {
  const id = parseTransferId(argument);
  if (id !== undefined) return { id, route: parseNumber(context, "--route", route ?? "0") };
  const { index } = await readIndexArgument(context, argument);
  return { id: index.id, route: index.route };
}

/** Throws `action-pending` when a store is not done. */
export async function runRemoval(
  context: Context,
  argument: string,
  options: AdministratorOptions,
): Promise<void> {
  const { engine, output, signal } = context;
  const { prims, env } = engine;
  const { cli } = output.strings;
  const { id, route: number } = await readTarget(context, argument, options);
  const route = directRouteOf(context, number);
  const { k } = route;
  const stores = route.storeIds.map((_, position) => route.states(position, id));
  const outcomes = await removeTransfer({ prims, env, id, stores, k }, signal);
  for (const { storeId, done, removed = 0 } of outcomes) {
    if (done) output.say(cli.removedAt(storeId, removed), "removed-at", { storeId, removed });
  }
  const pending = tellPending(context, outcomes);
  const isFinal = outcomes.filter(({ done }) => !done).length < k;
  output.say(isFinal ? cli.removalFinal : cli.recallNotFinal, "removed", { isFinal });
  if (pending !== undefined) throw pending;
}
