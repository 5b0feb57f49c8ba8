/** POST /transfers: begins a transfer by keeping its signed open at every store. */
import type { FastifyInstance } from "fastify";
import { encodeBase64Url } from "../../core/bytes";
import { AppError } from "../../core/errors";
import { expiryOf, OPEN } from "../../core/format/owner-action";
import { foldState } from "../../core/format/transfer-state";
import { readOpenRequest, TRANSFERS_PATH } from "../../core/gateway-api";
import { adminOf, nowSeconds, routeOf, type Gateway } from "../gateway";
import { checkAction, checkShape, readActions, refuseAction } from "../transfers";
import { readBody, sendMessage } from "./answer";
import { keptAnswer } from "./outcomes";
import { requestSignal } from "./request-signal";

const DAY_SECONDS = 86_400;
/** The client's clock may be a little ahead when it says "in 30 days". */
const LENIENCY_SECONDS = 600;

/** Throws `action-refused` for an expiry later than the policy's, or one in the past. */
export function checkExpiry(gateway: Gateway, expirySeconds: number): void {
  const now = nowSeconds(gateway);
  const longest = gateway.config.expiryDays.max * DAY_SECONDS + LENIENCY_SECONDS;
  if (expirySeconds <= now || expirySeconds > now + longest) throw refuseAction("expiry");
}

export function addOpenRoute(api: FastifyInstance, gateway: Gateway): void {
  api.post(TRANSFERS_PATH, async (request, reply) => {
    await gateway.checkToken(request.headers.authorization);
    const {
      route: number,
      transfer,
      action: bytes,
      totalBytes,
    } = readBody(request, readOpenRequest);
    const route = routeOf(gateway, number);
    const action = await checkAction(gateway, transfer, bytes, OPEN);
    checkShape(action, route);
    const { recall, opened } = foldState(await readActions(gateway, route, transfer));
    if (recall !== undefined) throw new AppError("recalled", { details: { atSeconds: recall.ts } });
    // A send that goes on after the route was closed has begun before.
    if (route.closed && opened === undefined) throw refuseAction("closed");
    if (totalBytes > gateway.config.maxTransferBytes) throw refuseAction("size");
    checkExpiry(gateway, expiryOf(action) ?? 0);
    const signal = requestSignal(reply);
    const outcomes = await adminOf(gateway, route, transfer).keep(bytes, signal);
    gateway.states.forget(route.id, transfer);
    const answer = keptAnswer(outcomes);
    request.log.info({ transfer: encodeBase64Url(transfer), ...answer }, "opened");
    return sendMessage(reply, answer);
  });
}
