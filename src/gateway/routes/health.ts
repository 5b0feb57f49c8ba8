/** GET /healthz and /readyz, for whoever operates the gateway. */
import type { FastifyInstance } from "fastify";
import { memoFor } from "../memo";
import type { Gateway } from "../gateway";

const CHECK_MS = 3_000;
/** Balancers ask often, and a store should not notice. */
const KEEP_MS = 2_000;

interface RouteHealth {
  readonly route: number;
  readonly needed: number;
  readonly answering: readonly string[];
  readonly silent: readonly string[];
}

async function checkRoutes({ routes }: Gateway): Promise<readonly RouteHealth[]> {
  const clouds = new Map(routes.flatMap((route) => route.clouds.map((cloud) => [cloud.id, cloud])));
  const answering = new Set<string>();
  const checks = [...clouds.values()].map(async (cloud) => {
    const signal = AbortSignal.timeout(CHECK_MS);
    const late = new Promise<never>((_, reject) => {
      signal.addEventListener("abort", () => {
        reject(new Error("late"));
      });
    });
    await Promise.race([cloud.check({ signal }), late]);
    answering.add(cloud.id);
  });
  await Promise.allSettled(checks);
  return routes.map(({ id, k, stores }) => ({
    ...{ route: id, needed: k },
    answering: stores.filter((store) => answering.has(store)),
    silent: stores.filter((store) => !answering.has(store)),
  }));
}

export function addHealthRoutes(app: FastifyInstance, gateway: Gateway): void {
  const check = memoFor(KEEP_MS, gateway.env, () => checkRoutes(gateway));
  app.get("/healthz", (_request, reply) =>
    reply.header("Cache-Control", "no-store").send({ status: "alive" }),
  );
  app.get("/readyz", async (_request, reply) => {
    const routes = await check();
    const isReady = routes.every(({ needed, answering }) => answering.length >= needed);
    return reply
      .code(isReady ? 200 : 503)
      .header("Cache-Control", "no-store")
      .send({ status: isReady ? "ready" : "not ready", routes });
  });
}
