/** The fast copy does what the plain one does. */
import fc from "fast-check";
import type { Bytes } from "../../src/core/bytes";
import { copyInto } from "../../src/platform/node/copy";

const memories = {
  plain: (sizeBytes: number) => new Uint8Array(sizeBytes),
  shared: (sizeBytes: number) => new Uint8Array(new SharedArrayBuffer(sizeBytes)) as Uint8Array,
};

describe.each(Object.entries(memories))("copying into %s memory", (_name, allocate) => {
  const targetOf = (sizeBytes: number): Bytes => allocate(sizeBytes) as Bytes;

  it("writes what `set` writes, wherever it begins, and nothing beside it", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), fc.nat(20), fc.nat(20), (source, at, rest) => {
        const target = targetOf(8 + at + source.length + rest).fill(0xee);
        const expected = new Uint8Array(target);
        expected.set(source, 8 + at);
        copyInto(target.subarray(8), at, source);
        expect(Buffer.from(target)).toEqual(Buffer.from(expected));
      }),
    );
  });

  it("writes nothing where there is no room for all", () => {
    const target = targetOf(16);
    expect(() => {
      copyInto(target.subarray(0, 8), 4, Uint8Array.of(1, 2, 3, 4, 5));
    }).toThrow(RangeError);
    expect([...target]).toEqual(new Array(16).fill(0));
  });
});
