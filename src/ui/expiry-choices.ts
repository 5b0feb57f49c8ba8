/** For how long a transfer may be available. */
import type { PublicConfig } from "../core/gateway-api";

const DAY_SECONDS = 86_400;
const CHOICES = [1, 3, 7, 14, 30, 60, 90, 180, 365];

/** Usual numbers of days up to what the policy allows, with its default and its largest among them. */
export function expiryChoices({ policy }: PublicConfig): readonly number[] {
  const { default: usual, max } = policy.expiryDays;
  return [...new Set([...CHOICES.filter((days) => days < max), usual, max])].sort((a, b) => a - b);
}

/** So many days from now, in Unix seconds. */
export function expiryOf(days: number, nowMs: number): number {
  return Math.floor(nowMs / 1000) + days * DAY_SECONDS;
}
