/** How long a put may be silent: as long as the slowest link needs, unless others show it to be fast. */
import { Uplink } from "../../src/core/transfer/uplink";
import { createVirtualEnv } from "../fakes/virtual-env";
import { outcome } from "../fakes/world";

const PACK_BYTES = 4 * 2 ** 20;

function setUp() {
  const env = createVirtualEnv();
  const uplink = new Uplink(env);
  const carry = (ms: number, sizeBytes = PACK_BYTES): Promise<void> =>
    uplink.carry(sizeBytes, () => env.sleep(ms));
  return { uplink, carry };
}

it("allows what all that is under way takes together on the slowest link", async () => {
  const { uplink, carry } = setUp();
  const puts = Array.from({ length: 16 }, () => carry(1_000));
  expect(uplink.allowanceMs(PACK_BYTES)).toBe(2_048_000);
  await Promise.all(puts);
});

it("knows after the first ones how long is usual", async () => {
  const { uplink, carry } = setUp();
  await carry(20_000);
  const rest = Array.from({ length: 15 }, () => carry(1_000));
  expect(uplink.allowanceMs(PACK_BYTES)).toBe(320_000);
  await Promise.all(rest);
});

it("never allows less than the slowest link needs for one", async () => {
  const { uplink, carry } = setUp();
  await carry(5);
  const put = carry(1_000);
  expect(uplink.allowanceMs(PACK_BYTES)).toBe(128_000);
  await put;
});

it("learns nothing about packs from small objects and from failures", async () => {
  const { uplink, carry } = setUp();
  await carry(5, 200);
  await outcome(uplink.carry(PACK_BYTES, () => Promise.reject(new Error("refused"))));
  const puts = [carry(1_000), carry(1_000)];
  expect(uplink.allowanceMs(PACK_BYTES)).toBe(256_000);
  await Promise.all(puts);
});
