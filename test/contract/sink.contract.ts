/** What every Sink guarantees (src/core/transfer/sink.ts). */
import { concatBytes, type Bytes } from "../../src/core/bytes";
import type { Awaitable } from "../../src/core/format/primitives";
import type { Sink, SinkPlan } from "../../src/core/transfer/sink";
import { patternBytes } from "../fakes/memory-tree";
import { never } from "../fakes/world";

export interface SinkUnderTest {
  /** A sink for the same place, as the next attempt has it. */
  open(): Sink;
  /** Final names that are there, and no other ones: paths of files, and of folders with a slash. */
  names(): Awaitable<string[]>;
  read(path: string): Awaitable<{ readonly bytes: Bytes; readonly modified: string | undefined }>;
  /** False where files cannot be given a time. */
  readonly keepsTimes?: boolean;
}

const MODIFIED = "2020-02-29T12:34:56.789Z";
const contents = [
  patternBytes(0),
  patternBytes(600_000, "large"),
  patternBytes(0),
  patternBytes(10, "small"),
  patternBytes(50_000, "middle"),
  patternBytes(0),
];
const paths = ["0", "a/b/large", "a/empty", "a/small", "ü/middle", "z/empty"];
const plan: SinkPlan = {
  files: paths.map((path, at) => ({
    ...{ path, size: contents[at]!.length },
    ...(at % 2 === 0 ? {} : { modified: MODIFIED }),
  })),
  dirs: ["an/empty/folder"],
};
const payload = concatBytes(...contents);
const STEP = 70_001;

export function sinkContract(name: string, create: () => SinkUnderTest): void {
  describe(`${name} as a sink`, () => {
    let under: SinkUnderTest;
    beforeEach(() => {
      under = create();
    });

    const keepsTimes = (): boolean => under.keepsTimes !== false;

    async function write(sink: Sink, from: number, to: number): Promise<void> {
      for (let at = from; at < to; at += STEP) {
        await sink.write(at, payload.slice(at, Math.min(to, at + STEP)), never());
      }
    }

    async function assertRestored(): Promise<void> {
      expect((await under.names()).sort()).toEqual([...paths, "an/empty/folder/"].sort());
      for (const [at, path] of paths.entries()) {
        const { bytes, modified } = await under.read(path);
        expect(Buffer.compare(bytes, contents[at]!)).toBe(0);
        if (at % 2 === 1 && keepsTimes()) expect(modified).toBe(MODIFIED);
      }
    }

    it("1. publishes files, empty ones too, folders and times", async () => {
      const sink = under.open();
      expect(await sink.begin(plan)).toBe(0);
      await write(sink, 0, payload.length);
      await sink.publish();
      await assertRestored();
      await sink.close(false);
      await assertRestored();
    });

    it("2. nothing has its final name before publish", async () => {
      const sink = under.open();
      await sink.begin(plan);
      expect(await under.names()).toEqual([]);
      await write(sink, 0, payload.length);
      expect(await under.names()).toEqual([]);
    });

    it.each([1, STEP, 600_000, 600_005, payload.length])(
      "3. begin tells of %d bytes that an earlier attempt left, and reads them back",
      async (count) => {
        const first = under.open();
        await first.begin(plan);
        await write(first, 0, count);
        await first.close(false);
        const second = under.open();
        const staged = await second.begin(plan);
        expect(staged).toBe(count);
        const into = new Uint8Array(staged);
        await second.readBack(0, into);
        expect(Buffer.compare(into, payload.subarray(0, staged))).toBe(0);
        await write(second, staged, payload.length);
        await second.publish();
        await assertRestored();
      },
    );

    it("4. what was staged may be written over, from any byte on", async () => {
      const first = under.open();
      await first.begin(plan);
      await first.write(0, patternBytes(600_030, "wrong"), never());
      await first.close(false);
      const second = under.open();
      expect(await second.begin(plan)).toBe(600_030);
      await write(second, 0, payload.length);
      await second.publish();
      await assertRestored();
    });

    it("5. close with discard leaves nothing, never rejects, and may be called at any time", async () => {
      const first = under.open();
      await first.begin(plan);
      await write(first, 0, 100_000);
      await first.close(true);
      await first.close(true);
      expect(await under.names()).toEqual([]);
      await under.open().close(true);
      expect(await under.open().begin(plan)).toBe(0);
    });

    it("6. a plan of nothing but empty files and folders needs no write", async () => {
      const sink = under.open();
      const files = [{ path: "x/empty", size: 0, modified: MODIFIED }];
      expect(await sink.begin({ files, dirs: ["y"] })).toBe(0);
      await sink.publish();
      expect((await under.names()).sort()).toEqual(["x/empty", "y/"]);
      if (keepsTimes()) expect((await under.read("x/empty")).modified).toBe(MODIFIED);
    });

    it("7. a write under an aborted signal rejects with its reason", async () => {
      const sink = under.open();
      await sink.begin(plan);
      const reason = new Error("the user went home");
      const writing = sink.write(0, payload.slice(0, 10), AbortSignal.abort(reason));
      await expect(writing).rejects.toBe(reason);
    });
  });
}
