/**
 * Cells of 256 bytes and packs of four segments instead of 128 KiB and 4 MiB, so that a few kilobytes
 * make many packs. Used as:
 *
 *   jest.mock("../../src/core/format/parameters", () =>
 *     jest.requireActual<SmallLayout>("../fakes/small-layout").smallParameters(),
 *   );
 */
import type * as Actual from "../../src/core/format/parameters";

export interface SmallLayout {
  smallParameters(): typeof Actual;
}

export const SMALL = { z: 8, p: 2 } as const;

export function smallParameters(): typeof Actual {
  const actual = jest.requireActual<typeof Actual>("../../src/core/format/parameters");
  return { ...actual, chooseLayout: (shape) => ({ ...shape, ...SMALL }) };
}
