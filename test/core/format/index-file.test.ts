import * as fc from "fast-check";
import { utf8 } from "../../../src/core/bytes";
import {
  encodeIndex,
  formatIndexFile,
  parseIndex,
  readIndexFile,
  writeIndexFile,
  type Index,
} from "../../../src/core/format/index-file";
import { nodePrimitives } from "../../../src/platform/node/primitives";
import { testBytes } from "../support";

const INDEX: Index = { route: 7, secret: testBytes(24, "S"), id: testBytes(24, "T") };

const parse = (text: string) => parseIndex(nodePrimitives, text);
const codeOf = (index: Index = INDEX): Promise<string> => encodeIndex(nodePrimitives, index);

const anyIndex = fc.record({
  route: fc.integer({ min: 0, max: 255 }),
  secret: fc.uint8Array({ minLength: 24, maxLength: 24 }),
  id: fc.uint8Array({ minLength: 24, maxLength: 24 }),
});

const hostName = fc.oneof(
  fc.stringMatching(/^[a-z0-9]([a-z0-9.-]{0,26}[a-z0-9])?$/),
  fc.stringMatching(/^[a-z0-9]([a-z0-9.-]{0,20}[a-z0-9])?:[0-9]{1,5}$/),
  fc.stringMatching(/^\[[0-9a-f:]{2,19}\](:[0-9]{1,5})?$/),
);

describe("an index", () => {
  it("comes back from its 68 characters", async () => {
    await fc.assert(
      fc.asyncProperty(anyIndex, async (index) => {
        const code = await codeOf(index);
        expect(code).toMatch(/^[\w-]{68}$/);
        expect((await parse(code)).index).toEqual(index);
      }),
    );
  });

  it("comes back from its file with the host, in at most 99 bytes", async () => {
    await fc.assert(
      fc.asyncProperty(anyIndex, hostName, async (index, host) => {
        const bytes = await writeIndexFile(nodePrimitives, index, host);
        expect(bytes.length).toBeLessThanOrEqual(99);
        expect(Buffer.from(bytes).toString("latin1")).toMatch(/^[!-~]+\n$/);
        const found = await readIndexFile(nodePrimitives, bytes);
        const kept = host.length <= 28 ? host : undefined;
        expect(found).toEqual({ index, host: kept, scheme: "https" });
      }),
    );
  });

  it("is exactly 99 bytes with a host of 28 characters, and stands alone with a longer one", async () => {
    const file = (host?: string) => formatIndexFile(nodePrimitives, INDEX, host);
    const code = await codeOf();
    expect(await file("h".repeat(28))).toBe(`${"h".repeat(28)}/#${code}\n`);
    expect(await file("h".repeat(28))).toHaveLength(99);
    for (const none of ["h".repeat(29), "", undefined]) expect(await file(none)).toBe(`${code}\n`);
  });

  it.each(["my_host:3000", "p.example.", "例え.jp", "é".repeat(28), "p.example/a b"])(
    "is at most 99 bytes of ASCII and reads back, whether the host %j is kept or left out",
    async (host) => {
      const bytes = await writeIndexFile(nodePrimitives, INDEX, host);
      expect(bytes.length).toBeLessThanOrEqual(99);
      expect(Buffer.from(bytes).toString("latin1")).toMatch(/^[!-~]+\n$/);
      expect((await readIndexFile(nodePrimitives, bytes)).index).toEqual(INDEX);
    },
  );

  it.each([-1, 256, 1.5])("is not written for route %p", async (route) => {
    await expect(codeOf({ ...INDEX, route })).rejects.toThrow(RangeError);
  });

  it("is not written for a secret or an id of another length", async () => {
    await expect(codeOf({ ...INDEX, secret: testBytes(23) })).rejects.toThrow(/^secret/);
    await expect(codeOf({ ...INDEX, id: testBytes(25) })).rejects.toThrow(/^id/);
  });
});

describe("accepted", () => {
  it.each<[form: string, host: string | undefined, scheme: string]>([
    ["CODE", undefined, "https"],
    ["#CODE", undefined, "https"],
    ["CODE\n", undefined, "https"],
    ["CODE\r\n", undefined, "https"],
    ["\uFEFFCODE\r\n", undefined, "https"],
    [" \t\n CODE \r\n\r\n", undefined, "https"],
    ["p.example/#CODE\n", "p.example", "https"],
    ["p.example#CODE", "p.example", "https"],
    ["\uFEFFp.example/#CODE\r\n", "p.example", "https"],
    ["p.example:8443/#CODE", "p.example:8443", "https"],
    ["P.Example/#CODE", "p.example", "https"],
    ["https://p.example/#CODE", "p.example", "https"],
    ["HTTPS://p.example/#CODE", "p.example", "https"],
    ["https://p.example/restore/ja/#CODE", "p.example", "https"],
    ["p.example/restore.html#CODE", "p.example", "https"],
    ["https://[2001:db8::1]:8443/#CODE", "[2001:db8::1]:8443", "https"],
    ["http://localhost/#CODE", "localhost", "http"],
    ["http://localhost:3000/#CODE", "localhost:3000", "http"],
    ["http://127.0.0.1:3000/a/#CODE", "127.0.0.1:3000", "http"],
    ["http://[::1]:3000/#CODE", "[::1]:3000", "http"],
  ])("%j", async (form, host, scheme) => {
    const text = form.replace("CODE", await codeOf());
    expect(await parse(text)).toEqual({ index: INDEX, host, scheme });
    expect(await readIndexFile(nodePrimitives, utf8(text))).toEqual({ index: INDEX, host, scheme });
  });
});
