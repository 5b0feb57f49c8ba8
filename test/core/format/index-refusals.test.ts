import { encodeBase64Url, utf8 } from "../../../src/core/bytes";
import {
  encodeIndex,
  MAX_INDEX_FILE_BYTES,
  parseIndex,
  readIndexFile,
  type Index,
} from "../../../src/core/format/index-file";
import { nodePrimitives } from "../../../src/platform/node/primitives";
import { hex, testBytes } from "../support";

const ALPHABET = Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
const INDEX: Index = { route: 7, secret: testBytes(24, "S"), id: testBytes(24, "T") };

const parse = (text: string) => parseIndex(nodePrimitives, text);
const codeOf = (): Promise<string> => encodeIndex(nodePrimitives, INDEX);

const refusedFor = (reason: string): object => ({
  ...{ name: "AppError", code: "index-invalid", details: { reason } },
});

describe("refused", () => {
  it.each([
    ["", "empty"],
    [" \r\n\t", "empty"],
    ["\uFEFF", "empty"],
    ["x".repeat(MAX_INDEX_FILE_BYTES + 1), "long"],
    ["CODE CODE", "lines"],
    ["CODE\nCODE", "lines"],
    ["p.example/# CODE", "lines"],
    ["\uFEFF CODE\u2028CODE", "lines"],
    ["p.example/CODE", "length"],
    ["CODEA", "length"],
    ["#", "length"],
    ["p.example/#", "length"],
    ["CODE=", "length"],
    ["##CODE", "length"],
    ["p.example/#a#CODE", "length"],
    ['"CODE"', "length"],
    ["http://p.example/#CODE", "http"],
    ["http://127.0.0.1.p.example/#CODE", "http"],
    ["http://localhost.p.example/#CODE", "http"],
    ["http://10.0.0.1/#CODE", "http"],
    ["ftp://p.example/#CODE", "address"],
    ["javascript:#CODE", "address"],
    ["//p.example/#CODE", "address"],
    ["https://#CODE", "address"],
    ["https:///#CODE", "address"],
    ["/#CODE", "address"],
    ["/path#CODE", "address"],
    ["user@p.example/#CODE", "address"],
    ["p.example?x=1#CODE", "address"],
    ["-p.example/#CODE", "address"],
    ["p.example:/#CODE", "address"],
    ["p.example:123456/#CODE", "address"],
    ["p\\example/#CODE", "address"],
    ["<p.example/#CODE", "address"],
    ["例え.jp/#CODE", "address"],
    ["p.example\u0000/#CODE", "address"],
  ])("%j, because of its %s", async (form, reason) => {
    const text = form.replaceAll("CODE", await codeOf());
    await expect(parse(text)).rejects.toMatchObject(refusedFor(reason));
    await expect(readIndexFile(nodePrimitives, utf8(text))).rejects.toMatchObject(
      refusedFor(reason),
    );
  });

  it("a code of another length, by one or by many", async () => {
    const code = await codeOf();
    for (const length of [1, 34, 66, 67]) {
      await expect(parse(code.slice(0, length))).rejects.toMatchObject(refusedFor("length"));
    }
  });

  it("a character outside of base64url anywhere", async () => {
    const code = await codeOf();
    for (const at of [0, 33, 67]) {
      for (const wrong of ["+", "/", "=", ".", "é", "\u0000"]) {
        const text = code.slice(0, at) + wrong + code.slice(at + 1);
        await expect(parse(text)).rejects.toMatchObject(refusedFor("letters"));
      }
    }
  });

  it("a version that is not known, though the checksum fits", async () => {
    const body = new Uint8Array([2, ...testBytes(49)]);
    const label = hex("7364312f69647800");
    const digest = await nodePrimitives.hash(new Uint8Array([...label, ...body]));
    const code = encodeBase64Url(new Uint8Array([...body, digest[0]!]));
    await expect(parse(code)).rejects.toMatchObject(refusedFor("version"));
  });

  it("a file that is not text, or longer than any index", async () => {
    const read = (bytes: Uint8Array<ArrayBuffer>) => readIndexFile(nodePrimitives, bytes);
    await expect(read(hex("fffe4100"))).rejects.toMatchObject(refusedFor("letters"));
    const long = utf8((await codeOf()).padEnd(MAX_INDEX_FILE_BYTES + 1, " "));
    await expect(read(long)).rejects.toMatchObject(refusedFor("long"));
    expect((await read(long.subarray(0, -1))).index).toEqual(INDEX);
  });
});

describe("one character changed", () => {
  const everyChange = function* (code: string): Generator<[at: number, changed: string]> {
    for (let at = 0; at < code.length; at += 1) {
      for (const letter of ALPHABET) {
        if (letter !== code[at]) yield [at, code.slice(0, at) + letter + code.slice(at + 1)];
      }
    }
  };

  it("is refused by the checksum, but for the one in 256 that a byte lets through", async () => {
    const code = await codeOf();
    let refused = 0;
    let passed = 0;
    for (const [at, changed] of everyChange(code)) {
      const found = await parse(changed).catch((error: unknown) => error);
      if (found instanceof Error) {
        expect(found).toMatchObject(refusedFor("checksum"));
        refused += 1;
        continue;
      }
      // What passes is another transfer or another secret: nothing of this one opens with it.
      passed += 1;
      expect(found).not.toMatchObject({ index: INDEX });
      expect(at).toBeLessThan(67);
    }
    expect(refused + passed).toBe(68 * 63);
    // Mean 16.7, standard deviation 4.1; the index is fixed, so this never changes.
    expect(passed).toBeLessThan(45);
  });
});
