/** The stores of one transfer for whoever holds the clouds' keys: every request is signed on the spot. */
import type { Bytes } from "../core/bytes";
import type { Env } from "../core/env";
import { toAppError } from "../core/errors";
import { SIGNED_SECONDS, type SignedRequest } from "../core/gateway-api";
import type { Http } from "../core/http";
import { createGrants, type Sign, type Wish } from "../core/store/grants";
import { signedUrlStore } from "../core/store/signed-url-store";
import type { ObjectStore } from "../core/store/store";
import type { Cloud } from "./cloud";

export interface SignedStoresContext {
  readonly http: Http;
  readonly env: Env;
  /** Requests to one store at once. */
  readonly requestsPerStore: number;
}

/** One store for each cloud, in their order. */
export function openSignedStores(
  clouds: readonly Cloud[],
  transfer: Bytes,
  { http, env, requestsPerStore }: SignedStoresContext,
): ObjectStore[] {
  const grants = createGrants({
    sign: signOnTheSpot(clouds, transfer, env),
    env,
    nowMs: () => env.nowMs(),
  });
  const concurrency = requestsPerStore;
  return clouds.map(({ id }) => signedUrlStore({ id, grants, http, env, concurrency }));
}

function signOnTheSpot(clouds: readonly Cloud[], transfer: Bytes, env: Env): Sign {
  const byId = new Map(clouds.map((cloud) => [cloud.id, cloud]));
  return async (wishes) => {
    const expiresAt = Math.floor(env.nowMs() / 1000) + SIGNED_SECONDS;
    const failed = new Map<string, string>();
    const sign = async (wish: Wish): Promise<SignedRequest[]> => {
      const { store, name, method } = wish;
      try {
        const cloud = byId.get(store);
        const order = { transfer, name, expiresAt };
        const target =
          wish.method === "PUT"
            ? await cloud?.signPut({ ...order, sizeBytes: wish.sizeBytes })
            : await cloud?.signGet(order);
        return target === undefined ? [] : [{ store, name, method, expiresAt, ...target }];
      } catch (error) {
        failed.set(store, toAppError(error).code);
        return [];
      }
    };
    const requests = (await Promise.all(wishes.map(sign))).flat();
    return { requests, failed: [...failed].map(([store, error]) => ({ store, error })) };
  };
}
