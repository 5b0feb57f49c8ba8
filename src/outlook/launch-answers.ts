/**
 * What Outlook answers to a launch event, read without trust: an error, a throw, a value of another type all
 * end in undefined, "Outlook did not say". Silence is the caller's to end.
 */
/// <reference types="office-js" />
import { isAmount } from "./note-fields";

export interface LaunchAttachment {
  readonly name: string;
  readonly sizeBytes: number;
}

export interface LaunchRecipient {
  readonly address: string;
  /** As Outlook sees it; it knows the company's other domains. */
  readonly isExternal: boolean;
}

export type Done<Value> = (result: Office.AsyncResult<Value>) => void;
type Start<Value> = (done: Done<Value>) => void;

/** How a call ended. Never how it was answered with silence: that is the caller's. */
type Outcome = { readonly value: unknown } | { readonly code: unknown };

/** By the word itself: tables of constants are not there in every engine. Outlook's values are not trusted. */
function outcomeOf(result: unknown): Outcome {
  const { status, value, error } = result as Readonly<Record<string, unknown>>;
  if (String(status) === "succeeded") return { value };
  return { code: (error as { readonly code?: unknown } | undefined)?.code };
}

export function call<Value>(start: Start<Value>): Promise<Outcome> {
  return new Promise((resolve) => {
    const fail = (): void => {
      resolve({ code: undefined });
    };
    try {
      start((result) => {
        try {
          resolve(outcomeOf(result));
        } catch {
          fail();
        }
      });
    } catch {
      fail();
    }
  });
}

/** The value of a call; undefined when it failed, threw, or cannot be made here. */
export const ask = <Value>(start: Start<Value>): Promise<unknown> =>
  call(start).then((outcome) => ("value" in outcome ? outcome.value : undefined));

const EXTERNAL = "externalUser";

/** Each of the list as `read` takes it; undefined when it is no list, or holds what cannot be read. */
export function listOf<Read>(
  value: unknown,
  read: (one: unknown) => Read | undefined,
): Read[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const found: Read[] = [];
  for (const one of value) {
    const taken = read(one);
    if (taken === undefined) return undefined;
    found.push(taken);
  }
  return found;
}

export interface ReadAttachment extends LaunchAttachment {
  readonly isOutside: boolean;
}

export function readAttachment(one: unknown): ReadAttachment | undefined {
  if (typeof one !== "object" || one === null) return undefined;
  const { name, size, isInline, attachmentType } = one as Readonly<Record<string, unknown>>;
  const isOutside = isInline === true || attachmentType === "cloud";
  if (typeof name !== "string") return undefined;
  if (!isAmount(size)) return isOutside ? { name, sizeBytes: 0, isOutside } : undefined;
  return { name, sizeBytes: size, isOutside };
}

export function readRecipient(one: unknown): LaunchRecipient | undefined {
  if (typeof one !== "object" || one === null) return undefined;
  const { emailAddress, recipientType } = one as Readonly<Record<string, unknown>>;
  return typeof emailAddress === "string"
    ? { address: emailAddress, isExternal: recipientType === EXTERNAL }
    : undefined;
}
