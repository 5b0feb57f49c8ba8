/** POST /transfers/T/write and /read: short-lived signed requests for the fragments of one transfer. */
import type { FastifyInstance } from "fastify";
import type { Cloud } from "../../clouds/cloud";
import type { Bytes } from "../../core/bytes";
import { AppError, toAppError } from "../../core/errors";
import { WRITE, type SignedAction } from "../../core/format/owner-action";
import { fullShardBytes, headBytes } from "../../core/format/parameters";
import {
  readReadRequest,
  readWriteRequest,
  SIGNED_SECONDS,
  TRANSFERS_PATH,
  type Item,
  type SignedAnswer,
  type SignedRequest,
  type WriteItem,
} from "../../core/gateway-api";
import { nowSeconds, routeOf, type Gateway, type OpenRoute } from "../gateway";
import { checkAction, requireOpen } from "../transfers";
import { readBody, readTransferId, sendMessage } from "./answer";

type SignItem<Kind extends Item> = (cloud: Cloud, item: Kind) => Promise<SignedRequest>;

/** Signs for every store, each as far as it can: one whose keys cannot be had stops no other. */
async function signAll<Kind extends Item>(
  route: OpenRoute,
  items: readonly Kind[],
  sign: SignItem<Kind>,
): Promise<SignedAnswer> {
  const clouds = new Map(route.clouds.map((cloud) => [cloud.id, cloud]));
  const failed = new Map<string, string>();
  const signed = await Promise.all(
    items.map(async (item) => {
      const cloud = clouds.get(item.store);
      if (cloud === undefined) {
        throw new AppError("store-unknown", { details: { storeId: item.store } });
      }
      try {
        return await sign(cloud, item);
      } catch (error) {
        failed.set(item.store, toAppError(error).code);
        return undefined;
      }
    }),
  );
  return {
    requests: signed.filter((request) => request !== undefined),
    failed: [...failed].map(([store, error]) => ({ store, error })),
  };
}

/** No longer than the transfer itself is there. */
function expiryOfRequest(gateway: Gateway, transferExpiry: number): number {
  return Math.min(nowSeconds(gateway) + SIGNED_SECONDS, transferExpiry);
}

/** Refuses objects larger than any that this transfer can have. */
function checkSizes({ identity }: SignedAction, items: readonly WriteItem[]): void {
  const { parameters } = identity;
  const largest = Math.max(headBytes(parameters), fullShardBytes(parameters) * 2 ** parameters.p);
  const at = items.findIndex(({ sizeBytes }) => sizeBytes > largest);
  if (at < 0) return;
  const field = `items[${String(at)}].sizeBytes`;
  throw new AppError("request-invalid", { details: { field } });
}

export function addSignRoutes(api: FastifyInstance, gateway: Gateway): void {
  api.post(`${TRANSFERS_PATH}/:transfer/write`, async (request, reply) => {
    await gateway.checkToken(request.headers.authorization);
    const transfer = readTransferId(request);
    const { route: number, action: bytes, items } = readBody(request, readWriteRequest);
    const route = routeOf(gateway, number);
    const action = await checkAction(gateway, transfer, bytes, WRITE);
    checkSizes(action, items);
    const { expirySeconds } = await requireOpen(gateway, route, transfer);
    const expiresAt = expiryOfRequest(gateway, expirySeconds);
    const answer = await signAll(route, items, async (cloud, { store, name, sizeBytes }) => {
      const target = await cloud.signPut({ transfer, name, sizeBytes, expiresAt });
      return { store, name, method: "PUT", ...target, expiresAt };
    });
    return sendMessage(reply, answer);
  });

  api.post(`${TRANSFERS_PATH}/:transfer/read`, async (request, reply) => {
    if (gateway.config.restore === "signed-in") {
      await gateway.checkToken(request.headers.authorization);
    }
    const transfer: Bytes = readTransferId(request);
    const { route: number, items } = readBody(request, readReadRequest);
    const route = routeOf(gateway, number);
    const { expirySeconds } = await requireOpen(gateway, route, transfer);
    const expiresAt = expiryOfRequest(gateway, expirySeconds);
    const answer = await signAll(route, items, async (cloud, { store, name }) => {
      const target = await cloud.signGet({ transfer, name, expiresAt });
      return { store, name, method: "GET", ...target, expiresAt };
    });
    return sendMessage(reply, answer);
  });
}
