/** GET /transfers/T?route=: the signed actions that the stores hold, for whoever knows T. */
import type { FastifyInstance } from "fastify";
import { AppError } from "../../core/errors";
import { encodeAction } from "../../core/format/owner-action";
import { TRANSFERS_PATH } from "../../core/gateway-api";
import { routeOf, type Gateway } from "../gateway";
import { readActions } from "../transfers";
import { readTransferId, sendMessage } from "./answer";

/** The number of the route out of the query. */
function readRouteNumber(query: unknown): number {
  const { route } = query as { readonly route?: unknown };
  if (typeof route === "string" && /^\d{1,3}$/.test(route)) return Number(route);
  throw new AppError("request-invalid", { details: { field: "route" } });
}

export function addStateRoute(api: FastifyInstance, gateway: Gateway): void {
  api.get(`${TRANSFERS_PATH}/:transfer`, async (request, reply) => {
    const transfer = readTransferId(request);
    const route = routeOf(gateway, readRouteNumber(request.query));
    const actions = await readActions(gateway, route, transfer);
    // The same action stands at every store; once is enough.
    const texts = new Map(
      actions.map((action) => [action.signature.toString(), encodeAction(action)]),
    );
    return sendMessage(reply, { actions: [...texts.values()] });
  });
}
