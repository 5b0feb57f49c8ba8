/** An unfinished send as text and back; what was damaged on the way is refused. */
import fc from "fast-check";
import { AppError } from "../../src/core/errors";
import type { CheckpointRecord } from "../../src/core/transfer/checkpoint";
import { decodeKeptSend, encodeKeptSend } from "../../src/platform/browser/worker/kept-text";
import type { SendRecord } from "../../src/platform/browser/worker/send-records";

const record: SendRecord = {
  ...{ id: "a", gateway: "https://a.example", route: 0, startedMs: 1, expirySeconds: 2 },
  ...{ hasPassphrase: false, from: undefined, minStores: 3, dirs: ["x/"], handles: [] },
  summary: { fileCount: 1, totalBytes: 2, roots: [] },
};
const begin: CheckpointRecord = {
  ...{ type: "begin", version: 1, id: new Uint8Array(24).fill(1), fingerprint: "f", route: 0 },
  parameters: { suite: 1, k: 2, n: 3, z: 20, p: 1, flags: 0 },
  ...{ secret: new Uint8Array(24).fill(2), key: new Uint8Array(32).fill(3) },
  shares: [new Uint8Array([1, 2]), new Uint8Array([3])],
  ...{ passphraseCheck: new Uint8Array(0), created: "now", expirySeconds: 2 },
};
const row: CheckpointRecord = {
  ...{ type: "row", stream: 1, q: 7, digests: new Uint8Array(64).fill(9), stored: [0, 2] },
};

it("comes back as it was", () => {
  const kept = { record, records: [begin, row] };
  // toEqual takes a field that is undefined for one that is missing.
  expect(decodeKeptSend(encodeKeptSend(kept))).toEqual({ ...kept, version: 1 });
});

it.each(["", "{", "null", "[]", '{"version":1}', '{"version":2,"records":[]}'])(
  "refuses %j",
  (text) => {
    expect(() => decodeKeptSend(text)).toThrow(AppError);
  },
);

it("refuses anything, and never breaks", () => {
  const text = encodeKeptSend({ record, records: [begin, row] });
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.string({ maxLength: 3 }), (at, piece) => {
      const damaged = text.slice(0, at) + piece + text.slice(at + 1);
      try {
        expect(decodeKeptSend(damaged).records[0]?.type).toBe("begin");
      } catch (error) {
        expect(error).toMatchObject({ code: "transfer-missing" });
      }
    }),
  );
});
