import { isWellFormed, passphraseKey } from "../../../src/core/format/passphrase";
import type { Bytes } from "../../../src/core/bytes";
import { nodePrimitives } from "../../../src/platform/node/primitives";
import { testBytes } from "../support";

const ID = testBytes(24, "T");

/** What Argon2id would be asked: cheap, and all that these laws are about. */
async function askedFor(passphrase: string): Promise<{ password: string; salt: Bytes }> {
  const argon2id = jest.fn((password: Bytes, salt: Bytes) => {
    expect(salt).toHaveLength(24);
    return password;
  });
  const password = await passphraseKey({ ...nodePrimitives, argon2id }, ID, passphrase);
  return { password: Buffer.from(password).toString("utf8"), salt: argon2id.mock.calls[0]![1] };
}

it("is empty bytes without a passphrase, and asks nothing of Argon2id", async () => {
  const argon2id = jest.fn();
  const key = await passphraseKey({ ...nodePrimitives, argon2id }, ID, undefined);
  expect(key).toEqual(new Uint8Array(0));
  expect(argon2id).not.toHaveBeenCalled();
});

it("normalises to NFC and salts with T", async () => {
  expect(await askedFor("re\u0301sume\u0301 か\u3099")).toEqual({
    password: "r\u00e9sum\u00e9 が",
    salt: ID,
  });
});

it.each([" a ", "a\n", "\u3000", "A", "a".repeat(10_000), "\u{1F511}"])(
  "neither trims nor folds %j",
  async (passphrase) => {
    expect((await askedFor(passphrase)).password).toBe(passphrase);
  },
);

it.each(["", "\ud800", "a\udc00b"])("refuses %j", async (passphrase) => {
  await expect(passphraseKey(nodePrimitives, ID, passphrase)).rejects.toMatchObject({
    code: "passphrase-invalid",
  });
});

it("knows lone surrogates from pairs", () => {
  expect(["", "a", "\u{1F511}", "\ufeff"].every(isWellFormed)).toBe(true);
  expect(["\ud800", "\udc00", "\udc00\ud800", "a\ud83d"].some(isWellFormed)).toBe(false);
});
