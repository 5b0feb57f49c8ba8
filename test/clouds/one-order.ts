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
