/** Whatever a store sends for a head, a shard or an action: undefined or nothing, never an exception. */
import * as fc from "fast-check";
import { concatBytes, type Bytes } from "../../../src/core/bytes";
import { openHead } from "../../../src/core/format/head";
import { HEAD_KIND, label, objectName } from "../../../src/core/format/keys";
import {
  encodeExpiry,
  OPEN,
  openAction,
  openNote,
  RECALL,
  signAction,
  type SignedAction,
} from "../../../src/core/format/owner-action";
import { areValidParameters, shardBytes } from "../../../src/core/format/parameters";
import { parseSegmentHeader } from "../../../src/core/format/segment";
import { openSlot } from "../../../src/core/format/transfer-state";
import { nodePrimitives } from "../../../src/platform/node/primitives";
import { anyBytesLike, anyJsonWith } from "../mutations";
import { range, testBytes } from "../support";
import { createKit } from "./segment-kit";
import { smallPlan, writeTransfer } from "./writer";

const RUNS = { numRuns: 500 };

describe.each([1, 2] as const)("of suite %i", (suite) => {
  it("a head from any bytes, under the T of the transfer or one that is made to fit", async () => {
    const { stores, keys, index } = await writeTransfer(smallPlan({ suite }));
    const name = await objectName(nodePrimitives, keys.name, HEAD_KIND, 0, 0);
    const head = stores[0]!.get(name)!;
    const wrapKey = keys.wrap[0]!;
    const clearBytes = 76 + 32 * 3;
    await fc.assert(
      fc.asyncProperty(anyBytesLike(head), async (bytes) => {
        const expected = { id: index.id, i: 0, routeLength: 3, wrapKey };
        const opened = await openHead(nodePrimitives, bytes, expected);
        expect(opened !== undefined).toBe(Buffer.compare(bytes, head) === 0);

        // An attacker who chose T too gets as far as the seal; that one is honest here where it can be.
        const clear = bytes.slice(0, clearBytes);
        const bound = concatBytes(clear.subarray(4, 7), clear.subarray(8, 11), clear.subarray(12));
        const digest = await nodePrimitives.hash(concatBytes(label("sd1/tid"), bound));
        const end =
          suite === 1 ? bytes.subarray(clearBytes) : await nodePrimitives.hmac(wrapKey, clear);
        const fitting = { ...expected, id: digest.slice(0, 24) };
        const found = await openHead(nodePrimitives, concatBytes(clear, end), fitting);
        if (found !== undefined) expect(areValidParameters(found.identity.parameters)).toBe(true);
      }),
      RUNS,
    );
  });

  it("a segment header from any bytes: nothing, or what the length of the shard says", async () => {
    const kit = await createKit({ suite });
    const { shards } = await kit.seal(0, 0, true, testBytes(77));
    const length = fc.oneof(fc.constant(77), fc.integer({ min: 0, max: 200 }));
    fc.assert(
      fc.property(anyBytesLike(shards.get(0)!), length, fc.nat(3), (bytes, plainBytes, j) => {
        const header = parseSegmentHeader(kit.parameters, 0, j, bytes);
        if (header !== undefined) {
          expect(header.plainBytes).toBeLessThanOrEqual(128);
          expect(bytes).toHaveLength(shardBytes(kit.parameters, header.plainBytes));
          expect(header.final || header.plainBytes === 128).toBe(true);
          expect(header.plainBytes > 0 || j === 0).toBe(true);
        }
        const announced = concatBytes(bytes.subarray(0, 4), Uint8Array.of(0, 0, 0, plainBytes));
        const sized = new Uint8Array(shardBytes(kit.parameters, plainBytes));
        sized.set(announced);
        const found = parseSegmentHeader(kit.parameters, 0, j, sized);
        if (found !== undefined) expect(found.plainBytes).toBe(plainBytes);
      }),
      RUNS,
    );
  });

  it("shards from any bytes at any position: never another plaintext", async () => {
    const kit = await createKit({ suite, k: 2, n: 3 });
    const plaintext = testBytes(77);
    const { shards, expected } = await kit.seal(0, 0, true, plaintext);
    const answers = fc.tuple(...range(3).map((i) => anyBytesLike(shards.get(i)!)));
    await fc.assert(
      fc.asyncProperty(answers, fc.nat(2), fc.boolean(), async (answer, honest, isKnown) => {
        const given = new Map(answer.entries()).set(honest, shards.get(honest)!);
        const found = await kit.reader[0].candidates(0, given, isKnown ? expected : undefined);
        for (const candidate of found) {
          expect(candidate.plaintext).toEqual(plaintext);
          expect(candidate.wrong).not.toContain(honest);
        }
      }),
      RUNS,
    );
  });
});

describe("an action", () => {
  it("from any bytes, in any slot", async () => {
    const { identity, seed, index } = await writeTransfer(smallPlan());
    const payload = encodeExpiry(2_000);
    const order = { identity, action: OPEN, ts: 1, origin: "https://a.jp", payload };
    const valid = await signAction(nodePrimitives, seed, order);
    const isSame = (bytes: Bytes): boolean => Buffer.compare(bytes, valid) === 0;
    await fc.assert(
      fc.asyncProperty(anyBytesLike(valid), fc.string(), async (bytes, slot) => {
        const action = await openAction(nodePrimitives, index.id, bytes);
        // White space and the order of members are free, the content is not.
        if (action !== undefined) expect(action).toMatchObject(order);
        else expect(isSame(bytes)).toBe(false);
        expect(await openSlot(nodePrimitives, index.id, slot, bytes)).toBeUndefined();
      }),
      RUNS,
    );
  });

  it("from any JSON with its members", async () => {
    const names = ["suite", "k", "n", "z", "p", "flags", "pk", "C", "c", "action", "ts", "origin"];
    const json = anyJsonWith([...names, "payload", "sig", "__proto__"]);
    await fc.assert(
      fc.asyncProperty(json, async (value) => {
        const bytes = new TextEncoder().encode(JSON.stringify(value));
        expect(await openAction(nodePrimitives, testBytes(24), bytes)).toBeUndefined();
      }),
      RUNS,
    );
  });

  it("with any note that an action may carry", async () => {
    const { identity } = await writeTransfer(smallPlan());
    const suites = fc.constantFrom(identity, {
      ...identity,
      parameters: { ...identity.parameters, suite: 2 as const },
    });
    const anyPayload = fc.uint8Array({ minLength: 28, maxLength: 100 });
    await fc.assert(
      fc.asyncProperty(suites, anyPayload, async (of, payload) => {
        const recall = { identity: of, action: RECALL, payload } as SignedAction;
        const note = await openNote(nodePrimitives, testBytes(32), testBytes(24), recall);
        if (of.parameters.suite === 1) expect(note).toBeUndefined();
        else if (note !== undefined) expect(Buffer.from(note)).toEqual(Buffer.from(payload));
      }),
      RUNS,
    );
  });
});
