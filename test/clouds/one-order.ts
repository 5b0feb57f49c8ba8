/** One object of one transfer, for tests of how a cloud is signed in to. */
import type { Cloud, SignedTarget } from "../../src/clouds/cloud";
import { patternBytes } from "../fakes/memory-tree";

export const never = { signal: new AbortController().signal };
export const transfer = patternBytes(24, "T");
export const SIZE_BYTES = 10;

export const signPut = (cloud: Cloud, name = "object_name-00000000"): Promise<SignedTarget> =>
  cloud.signPut({
    ...{ transfer, name, sizeBytes: SIZE_BYTES },
    expiresAt: Math.floor(Date.now() / 1000) + 60,
  });

/** Signs a write that is then made, and keeps a state; answers where the write went. */
export async function expectWorks(cloud: Cloud): Promise<URL> {
  const { url, headers } = await signPut(cloud);
  expect(
    (await fetch(url, { method: "PUT", headers, body: patternBytes(SIZE_BYTES) })).status,
  ).toBe(200);
  const states = cloud.states(transfer);
  await states.write("state-opened", patternBytes(20), never);
  expect(await states.list(never)).toEqual(["state-opened"]);
  return new URL(url);
}

/** Takes what the machine says of a cloud out of the environment, of which Jest gives each file its own. */
export function forgetEnvironment(names: RegExp): void {
  for (const name of Object.keys(process.env)) {
    if (names.test(name)) Reflect.deleteProperty(process.env, name);
  }
}
