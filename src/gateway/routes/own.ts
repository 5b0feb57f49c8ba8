/** POST /transfers/T/recall and /extend: what only the owner's signature can order. */
import type { FastifyInstance } from "fastify";
import { encodeBase64Url, type Bytes } from "../../core/bytes";
import { AppError, isAppError } from "../../core/errors";
import { EXTEND, expiryOf, RECALL } from "../../core/format/owner-action";
import { readExtendRequest, readRecallRequest, TRANSFERS_PATH } from "../../core/gateway-api";
import { adminOf, routeOf, type Gateway, type OpenRoute } from "../gateway";
import { checkAction, requireOpen } from "../transfers";
import { readBody, readTransferId, sendMessage } from "./answer";
import { checkExpiry } from "./open";
import { keptAnswer, recalledAnswer } from "./outcomes";
import { requestSignal } from "./request-signal";

/**
 * Refuses to recall what is nowhere: anyone could fill the stores with marks of transfers that never
 * were. One store that knows the transfer is enough, however many are down.
 */
async function requireKnown(
  gateway: Gateway,
  { clouds }: OpenRoute,
  id: Bytes,
  signal: AbortSignal,
): Promise<void> {
  const answers = await Promise.allSettled(
    clouds.map(async (cloud) => {
      const actions = await adminOf(gateway, { clouds: [cloud], k: 1 }, id).readActions(signal);
      if (actions.length === 0) throw new AppError("transfer-missing");
    }),
  );
  signal.throwIfAborted();
  const errors: unknown[] = answers.flatMap((answer) =>
    answer.status === "rejected" ? [answer.reason as unknown] : [],
  );
  if (errors.length < answers.length) return;
  const isMissing = errors.every((error) => isAppError(error) && error.code === "transfer-missing");
  throw new AppError(isMissing ? "transfer-missing" : "too-few-stores", {
    details: isMissing
      ? {}
      : { needed: 1, left: 0, dead: clouds.map(({ id: store }) => `${store}: store-unavailable`) },
  });
}

export function addOwnRoutes(api: FastifyInstance, gateway: Gateway): void {
  api.post(`${TRANSFERS_PATH}/:transfer/recall`, async (request, reply) => {
    const transfer = readTransferId(request);
    const { route: number, action: bytes, first } = readBody(request, readRecallRequest);
    const route = routeOf(gateway, number);
    await checkAction(gateway, transfer, bytes, RECALL);
    // A recall that has begun is carried through, whether the client waits for it or not.
    const { signal } = new AbortController();
    await requireKnown(gateway, route, transfer, signal);
    const outcomes = await adminOf(gateway, route, transfer).recall(bytes, first, signal);
    gateway.states.forget(route.id, transfer);
    gateway.sweepLater(route, transfer);
    const answer = recalledAnswer(outcomes, route.k);
    request.log.info({ transfer: encodeBase64Url(transfer), ...answer }, "recalled");
    return sendMessage(reply, answer);
  });

  api.post(`${TRANSFERS_PATH}/:transfer/extend`, async (request, reply) => {
    const transfer = readTransferId(request);
    const { route: number, action: bytes } = readBody(request, readExtendRequest);
    const route = routeOf(gateway, number);
    const action = await checkAction(gateway, transfer, bytes, EXTEND);
    await requireOpen(gateway, route, transfer);
    checkExpiry(gateway, expiryOf(action) ?? 0);
    const signal = requestSignal(reply);
    const outcomes = await adminOf(gateway, route, transfer).keep(bytes, signal);
    gateway.states.forget(route.id, transfer);
    const answer = keptAnswer(outcomes);
    request.log.info({ transfer: encodeBase64Url(transfer), ...answer }, "extended");
    return sendMessage(reply, answer);
  });
}
