/** Index holders who hold stores make a manifest of their own: only the owner's signature decides. */
jest.mock("../../src/core/format/parameters", () =>
  jest.requireActual<SmallLayout>("../fakes/small-layout").smallParameters(),
);
import { concatBytes, decodeUtf8, readU32, u32, utf8, type Bytes } from "../../src/core/bytes";
import type { OpenedTransfer } from "../../src/core/transfer/open-transfer";
import { createMemorySource, differences, patternBytes } from "../fakes/memory-tree";
import { nameAt, resealInPack, sealManifest } from "../fakes/recipient";
import { FILES } from "../fakes/schemes";
import type { SmallLayout } from "../fakes/small-layout";
import { inAllWeathers } from "../fakes/weather";
import { createWorld, outcome, type Scheme, type World } from "../fakes/world";

/** The stream with another JSON; digests and signature as they were. */
function withJson(stream: Bytes, change: (json: string) => string): Bytes {
  const length = readU32(stream, 4);
  const json = utf8(change(decodeUtf8(stream.subarray(8, 8 + length))));
  return concatBytes(stream.subarray(0, 4), u32(json.length), json, stream.subarray(8 + length));
}

const forgeries: readonly { forgery: string; forge: (stream: Bytes) => Bytes }[] = [
  { forgery: "another name", forge: (s) => withJson(s, (json) => json.replace("one", "two")) },
  {
    forgery: "a longer name, so that every later byte is another one",
    forge: (s) => withJson(s, (json) => json.replace("one", `one ${"much longer ".repeat(300)}`)),
  },
  {
    forgery: "fewer bytes, so that it ends in an earlier segment",
    forge: (s) => withJson(s, () => '{"v":1}'),
  },
  { forgery: "another digest", forge: (s) => s.with(s.length - 65, s[s.length - 65]! ^ 1) },
  { forgery: "another signature", forge: (s) => s.with(s.length - 1, s[s.length - 1]! ^ 1) },
  { forgery: "nothing but zeros", forge: (s) => new Uint8Array(s.length) },
];

/** Puts the forged stream in the place of the manifest at some stores. */
async function plant(
  { route }: World,
  transfer: OpenedTransfer,
  stream: Bytes,
  positions: readonly number[],
): Promise<void> {
  const packs = await sealManifest(transfer, stream);
  for (const i of positions) {
    const { objects } = route.store(i, transfer.index.id);
    for (let q = 0; q < 20; q += 1) objects.delete(await nameAt(transfer, 1, i, q));
    for (const [q, row] of packs.entries()) objects.set(await nameAt(transfer, 1, i, q), row[i]!);
  }
}

async function sendOne(scheme: Scheme) {
  const world = createWorld(scheme);
  const { index } = await world.send(createMemorySource(FILES));
  return { world, index, transfer: await world.open(index) };
}

const schemes = [
  { suite: 1, k: 2, n: 4, forgers: [0, 1] },
  { suite: 1, k: 1, n: 2, forgers: [0] },
  { suite: 2, k: 2, n: 4, forgers: [0, 3] },
  { suite: 2, k: 3, n: 6, forgers: [0, 1, 2] },
] as const;

describe.each(inAllWeathers(schemes))(
  "$weather, suite $suite, $k of $n, $forgers forge",
  (setting) => {
    const { apply, forgers, suite, k, n } = setting;
    const named = { lied: [...forgers] as number[] };

    async function restoreAndName(world: World, index: Parameters<World["open"]>[0]) {
      apply(world.route);
      const { disk, transfer } = await world.restore(index);
      expect(differences(disk, FILES)).toEqual([]);
      const verdicts = transfer.verdicts.list();
      return { lied: verdicts.flatMap(({ verdict }, i) => (verdict === "lied" ? [i] : [])) };
    }

    it.each(forgeries)("$forgery", async ({ forge }) => {
      const { world, index, transfer } = await sendOne({ suite, k, n });
      await plant(world, transfer, forge(transfer.manifestStream), forgers);
      expect(await restoreAndName(world, index)).toEqual(named);
    });

    it("one segment in the middle of the stream", async () => {
      const { world, index, transfer } = await sendOne({ suite, k, n });
      const forged = transfer.manifestStream.map((byte, at) => (at >> 8 === 1 ? byte ^ 1 : byte));
      await plant(world, transfer, forged, forgers);
      expect(await restoreAndName(world, index)).toEqual(named);
    });

    it("another segment at each forger", async () => {
      const { world, index, transfer } = await sendOne({ suite, k, n });
      for (const [j, i] of forgers.entries()) {
        const name = await nameAt(transfer, 1, i, 0);
        const { objects } = world.route.store(i, index.id);
        const place = { stream: 1, i, j: j % 2 } as const;
        const noise = patternBytes(8, String(i));
        const change = (content: Bytes): void => {
          for (const [at, byte] of noise.entries()) content[at]! ^= byte;
        };
        objects.set(name, await resealInPack(transfer, place, objects.get(name)!, change));
      }
      expect(await restoreAndName(world, index)).toEqual(named);
    });

    it("at every store: nothing is restored", async () => {
      const { world, index, transfer } = await sendOne({ suite, k, n });
      const all = Array.from({ length: n }, (_, i) => i);
      await plant(world, transfer, forgeries[0]!.forge(transfer.manifestStream), all);
      apply(world.route);
      const { error } = await outcome(world.restore(index));
      expect(error).toMatchObject({ code: "manifest-corrupt" });
    });
  },
);

it("two of five who share a recipient cannot shift the blame in suite 2", async () => {
  const { world, index, transfer } = await sendOne({ suite: 2, k: 3, n: 5 });
  for (const i of [1, 3]) {
    const name = await nameAt(transfer, 0, i, 0);
    const { objects } = world.route.store(i, index.id);
    const place = { stream: 0, i, j: 0 } as const;
    // Both move their share along one line, so that they agree with each other.
    const change = (content: Bytes): void => {
      content[40]! ^= i + 1;
    };
    objects.set(name, await resealInPack(transfer, place, objects.get(name)!, change));
  }
  const { disk, transfer: read } = await world.restore(index);
  expect(differences(disk, FILES)).toEqual([]);
  const verdicts = read.verdicts.list().map(({ verdict }) => verdict);
  expect(verdicts).toEqual(["good", "lied", "good", "lied", "good"]);
});
