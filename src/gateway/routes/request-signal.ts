/** A signal for the calls to the stores that a request causes. */
import type { FastifyReply } from "fastify";
import { AppError } from "../../core/errors";

/** Aborts when the client has gone away before it was answered. */
export function requestSignal({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  raw.once("close", () => {
    if (!raw.writableFinished) controller.abort(new AppError("cancelled"));
  });
  return controller.signal;
}
