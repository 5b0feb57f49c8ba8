/** A store that lies is named although another one has nothing to compare with, as long as that one says so. */
jest.mock("../../src/core/format/parameters", () =>
  jest.requireActual<SmallLayout>("../fakes/small-layout").smallParameters(),
);
import type { Bytes } from "../../src/core/bytes";
import { createMemorySource, differences } from "../fakes/memory-tree";
import { nameAt, resealInPack } from "../fakes/recipient";
import { oneFile } from "../fakes/schemes";
import type { SmallLayout } from "../fakes/small-layout";
import { createWorld } from "../fakes/world";

const LIAR = 0;
const LOSER = 3;

const losses: readonly {
  how: string;
  verdict: string;
  lose: (bytes: Bytes) => Bytes | undefined;
  /** Whether it is the head that is lost. */
  head?: true;
}[] = [
  { how: "has lost the object", verdict: "absent", lose: () => undefined },
  { how: "has half of it", verdict: "lied", lose: (bytes) => bytes.slice(0, bytes.length >> 1) },
  { how: "has a bad head", verdict: "lied", lose: (bytes) => bytes.slice(1), head: true },
  { how: "has an empty one", verdict: "lied", lose: () => new Uint8Array(0) },
];

const streams = [
  { object: "payload", kind: 0 },
  { object: "manifest", kind: 1 },
] as const;

describe.each([1, 2] as const)("suite %d, 3 of 5", (suite) => {
  describe.each(streams)("a $object pack", ({ kind }) => {
    it.each(losses)("one store reseals it, another one $how", async ({ verdict, lose, head }) => {
      const world = createWorld({ suite, k: 3, n: 5 });
      const files = oneFile(2_000);
      const { index } = await world.send(createMemorySource(files));
      const honest = await world.open(index);
      const objectsOf = (i: number): Map<string, Bytes> => world.route.store(i, index.id).objects;
      const lie = await nameAt(honest, kind, LIAR, 0);
      const place = { stream: kind, i: LIAR, j: 0 } as const;
      const forged = await resealInPack(honest, place, objectsOf(LIAR).get(lie)!, (content) => {
        content.set([content[0]! ^ 1]);
      });
      objectsOf(LIAR).set(lie, forged);
      const lost = await nameAt(honest, head === true ? 2 : kind, LOSER, 0);
      const left = lose(objectsOf(LOSER).get(lost)!);
      if (left === undefined) objectsOf(LOSER).delete(lost);
      else objectsOf(LOSER).set(lost, left);

      const { disk, transfer } = await world.restore(index);
      expect(differences(disk, files)).toEqual([]);
      const verdicts = transfer.verdicts.list().map((store) => store.verdict);
      expect(verdicts).toEqual(["lied", "good", "good", verdict, "good"]);
    });
  });
});
