/** The signed actions of sd1-vectors.json, both ways. */
import { decodeBase64Url, utf8, type Bytes } from "../../../src/core/bytes";
import { deriveIndexKeys } from "../../../src/core/format/keys";
import {
  encodeAction,
  encodeExpiry,
  expiryOf,
  OPEN,
  openAction,
  openNote,
  RECALL,
  sealNote,
  signAction,
  WRITE,
  type SignedAction,
} from "../../../src/core/format/owner-action";
import { nodePrimitives } from "../../../src/platform/node/primitives";
import { hex } from "../support";
import { ACTION_TRANSFER, ACTION_VECTORS, type ActionVector } from "./vectors";

const ID = hex(ACTION_TRANSFER.T);
const NOTE = "wrong address / 宛先間違い";

const [OPENING, RECALLING, WRITING] = ACTION_VECTORS as [ActionVector, ActionVector, ActionVector];

const jsonOf = (vector: ActionVector): Bytes => utf8(JSON.stringify(vector));

async function opened(vector: ActionVector): Promise<SignedAction> {
  const action = await openAction(nodePrimitives, ID, jsonOf(vector));
  if (action === undefined) throw new Error("the vector does not verify");
  return action;
}

const noteKey = async (): Promise<Bytes> =>
  (await deriveIndexKeys(nodePrimitives, ID, hex(ACTION_TRANSFER.S), 1)).note;

it.each(ACTION_VECTORS.map((vector) => [vector.action, vector] as const))(
  "reads, signs and writes action %i as it stands in the file",
  async (_, vector) => {
    const action = await opened(vector);
    expect(action).toMatchObject({ action: vector.action, ts: vector.ts, origin: vector.origin });
    expect(action.payload).toEqual(decodeBase64Url(vector.payload));
    expect(encodeAction(action)).toEqual(jsonOf(vector));
    expect(await signAction(nodePrimitives, hex(ACTION_TRANSFER.seed), action)).toEqual(
      jsonOf(vector),
    );
  },
);

it("reads the expiry of the opening and makes the same payload", async () => {
  const action = await opened(OPENING);
  expect(action.action).toBe(OPEN);
  expect(encodeExpiry(expiryOf(action)!)).toEqual(action.payload);
});

it("opens the note of the recall, and seals it to the same bytes with the same nonce", async () => {
  const action = await opened(RECALLING);
  expect(action.action).toBe(RECALL);
  expect(await openNote(nodePrimitives, await noteKey(), ID, action)).toBe(NOTE);
  const prims = { ...nodePrimitives, random: (size: number) => new Uint8Array(size).fill(9) };
  expect(await sealNote(prims, 1, await noteKey(), ID, NOTE)).toEqual(action.payload);
});

it("finds nothing in the right to write but the right to write", async () => {
  const action = await opened(WRITING);
  expect(action.action).toBe(WRITE);
  expect(expiryOf(action)).toBeUndefined();
});
