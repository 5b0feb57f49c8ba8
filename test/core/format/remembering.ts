/** Node's primitives that do what is slow only once for the same question: the answers stay real. */
import { encodeHex, type Bytes } from "../../../src/core/bytes";
import type { Primitives } from "../../../src/core/format/primitives";
import { nodePrimitives } from "../../../src/platform/node/primitives";

function remember<Value>(
  ask: (...question: Bytes[]) => Value | Promise<Value>,
): (...question: Bytes[]) => Promise<Value> {
  const known = new Map<string, Promise<Value>>();
  return (...question) => {
    const key = question.map(encodeHex).join();
    const answer = known.get(key) ?? Promise.resolve(ask(...question));
    known.set(key, answer);
    return answer;
  };
}

/** Thousands of restores of one transfer verify the same signature and stretch the same passphrase. */
export const rememberingPrimitives: Primitives = {
  ...nodePrimitives,
  verify: remember((publicKey: Bytes, message: Bytes, signature: Bytes) =>
    nodePrimitives.verify(publicKey, message, signature),
  ),
  argon2id: remember((password: Bytes, salt: Bytes) => nodePrimitives.argon2id(password, salt)),
};
