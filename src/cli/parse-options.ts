/** Arguments and options, checked against form, configuration and policy. */
import { AppError } from "../core/errors";
import { parseTransferId } from "../core/gateway-api";
import type { Route } from "../core/transfer/route";
import { defaultMinStores } from "../core/transfer/send";
import type { Context } from "./context";
import type { Reach } from "./reach";

const DAY_SECONDS = 86_400;

export const usage = (subject: string): AppError => new AppError("usage", { subject });

/** One transfer in 64 has a name that begins with a hyphen: it goes where no option is looked for. */
export function namesLast(args: readonly string[]): string[] {
  const isName = (arg: string): boolean =>
    arg.startsWith("-") && parseTransferId(arg) !== undefined;
  if (args.includes("--") || !args.some(isName)) return [...args];
  return [...args.filter((arg) => !isName(arg)), "--", ...args.filter(isName)];
}

/** A whole number of an option. Throws `usage`. */
export function parseNumber({ output }: Context, option: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw usage(output.strings.cli.usage.number(option, text));
}

/** Seconds from now on. Throws `usage`, or `action-refused` above what the policy allows. */
export function parseExpiry(
  { output, engine }: Context,
  { expiryDays }: Pick<Reach, "expiryDays">,
  text: string | undefined,
): number {
  const given = text ?? String(expiryDays.default);
  const { usage: sentences, refusals } = output.strings.cli;
  const days = /^\d{1,9}(\.\d{1,9})?$/.test(given) ? Number(given) : 0;
  if (days * DAY_SECONDS < 1) throw usage(sentences.days(given));
  if (days > expiryDays.max) {
    throw new AppError("action-refused", { subject: refusals.expiry(expiryDays.max) });
  }
  return Math.floor(engine.env.nowMs() / 1000 + days * DAY_SECONDS);
}

/** m of the send. Throws `usage` outside of k..n. */
export function parseMinStores(context: Context, route: Route, text: string | undefined): number {
  const n = route.storeIds.length;
  if (text === undefined) return defaultMinStores(route.k, n);
  const minStores = parseNumber(context, "--min-stores", text);
  if (minStores >= route.k && minStores <= n) return minStores;
  throw usage(context.output.strings.cli.usage.minStores(route.k, n));
}

/** Throws `action-refused` above what the policy allows. */
export function checkSize({ output }: Context, reach: Reach, totalBytes: number): void {
  if (totalBytes <= reach.maxTransferBytes) return;
  throw new AppError("action-refused", { subject: output.strings.cli.refusals.size });
}
