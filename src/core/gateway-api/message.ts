/** Requests and answers as JSON. */
import { encodeBase64Url } from "../bytes";
import { AppError, isAppError } from "../errors";
import { parseStrictJson } from "../format/strict-json";
import type { KeptAnswer, RecalledAnswer, SignedAnswer, StateAnswer } from "./answers";
import type { PublicConfig } from "./public-config";
import type {
  ExtendRequest,
  OpenRequest,
  ReadRequest,
  RecallRequest,
  WriteRequest,
} from "./requests";

export type Message =
  | OpenRequest
  | WriteRequest
  | ReadRequest
  | RecallRequest
  | ExtendRequest
  | KeptAnswer
  | RecalledAnswer
  | SignedAnswer
  | StateAnswer
  | PublicConfig;

/** The JSON of a message: bytes as base64url, everything else as it is. */
export function encodeMessage(message: Message): string {
  return JSON.stringify(message, (_name, value: unknown) =>
    value instanceof Uint8Array ? encodeBase64Url(value) : value,
  );
}

/** Reads the text of a request. Throws `request-invalid` for what is not in the language. */
export function readRequest<Value>(text: string, read: (value: unknown) => Value): Value {
  let value: unknown;
  try {
    value = parseStrictJson(text);
  } catch (cause) {
    throw new AppError("request-invalid", { details: { field: "(JSON)" }, cause });
  }
  return read(value);
}

/** Reads the text of an answer. Throws `gateway-invalid` for what is not in the language. */
export function readAnswer<Value>(text: string, read: (value: unknown) => Value): Value {
  try {
    return read(parseStrictJson(text));
  } catch (error) {
    const details = isAppError(error) ? error.details : {};
    throw new AppError("gateway-invalid", { details, cause: error });
  }
}
