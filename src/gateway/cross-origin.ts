/** Which pages may ask what (Fetch Standard, "CORS protocol"). */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { AppError } from "../core/errors";
import { API_PATH, CONFIG_PATH, TRANSFERS_PATH } from "../core/gateway-api";
import type { Origins } from "./origins";

const READ_PATH = new RegExp(`^${TRANSFERS_PATH}/[^/]+/read$`);
const STATE_PATH = new RegExp(`^${TRANSFERS_PATH}/[^/]+$`);

/** An index holder may sit in the add-in of another company: what it needs is open to every origin. */
function isForAll(method: string | undefined, path: string): boolean {
  if (method === "GET") return path === CONFIG_PATH || STATE_PATH.test(path);
  return method === "POST" && READ_PATH.test(path);
}

function methodOf({ method, headers }: FastifyRequest): string | undefined {
  return method === "OPTIONS" ? headers["access-control-request-method"] : method;
}

export function addCrossOriginRules(api: FastifyInstance, origins: Origins): void {
  api.addHook("onRequest", (request, reply, done) => {
    const { origin } = request.headers;
    const [path = ""] = request.url.split("?");
    reply.header("Vary", "Origin");
    if (isForAll(methodOf(request), path)) reply.header("Access-Control-Allow-Origin", "*");
    else if (origin !== undefined) {
      if (!origins.isOwn(origin)) {
        done(new AppError("origin-refused"));
        return;
      }
      reply.header("Access-Control-Allow-Origin", origin);
    }
    reply.header("Access-Control-Expose-Headers", "Date, Retry-After");
    done();
  });
  api.options(`${API_PATH}/*`, (_request, reply) =>
    reply
      .header("Access-Control-Allow-Methods", "GET, POST")
      .header("Access-Control-Allow-Headers", "authorization, content-type")
      .header("Access-Control-Max-Age", "7200")
      .code(204)
      .send(),
  );
}
