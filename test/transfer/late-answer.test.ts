/** An answer that comes in while the others are being opened is tried as well, not forgotten. */
jest.mock("../../src/core/format/parameters", () =>
  jest.requireActual<SmallLayout>("../fakes/small-layout").smallParameters(),
);
import type { CoderFactory } from "../../src/core/transfer/coder";
import { createMemorySource, differences } from "../fakes/memory-tree";
import { nameAt, resealInPack } from "../fakes/recipient";
import { oneFile, SMALL_SCHEMES } from "../fakes/schemes";
import type { SmallLayout } from "../fakes/small-layout";
import { createWorld, inlineCoders, type World } from "../fakes/world";

/** Opening takes longer than the late store. */
const OPENING_MS = 2_000;
const LATE_MS = 1_500;

it.each(SMALL_SCHEMES)("suite $suite: a liar and a late store", async (scheme) => {
  const slow: CoderFactory = {
    ...inlineCoders,
    create(secrets) {
      const coder = inlineCoders.create(secrets);
      return {
        ...{ seal: (job) => coder.seal(job), rebuild: (job) => coder.rebuild(job) },
        close: () => coder.close(),
        async open(job) {
          await world.env.sleep(OPENING_MS);
          return coder.open(job);
        },
      };
    },
  };
  const world: World = createWorld(scheme, slow);
  const files = oneFile(300);
  const { index } = await world.send(createMemorySource(files));
  const honest = await world.open(index);
  const { objects } = world.route.store(0, index.id);
  const pack = await nameAt(honest, 0, 0, 0);
  const place = { stream: 0, i: 0, j: 0 } as const;
  const forged = await resealInPack(honest, place, objects.get(pack)!, (content) => {
    content.set([content[0]! ^ 1]);
  });
  objects.set(pack, forged);
  const late = await nameAt(honest, 0, 2, 0);
  world.route.script(2, ({ name }) => (name === late ? { kind: "delay", ms: LATE_MS } : undefined));
  const { disk, transfer } = await world.restore(index);
  expect(differences(disk, files)).toEqual([]);
  expect(transfer.verdicts.of(0)).toBe("lied");
});
