/** How every route reads its request and writes its answer. */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Bytes } from "../../core/bytes";
import { AppError } from "../../core/errors";
import { encodeMessage, parseTransferId, readRequest, type Message } from "../../core/gateway-api";

/** The body of a request, read by the language. Throws `request-invalid`. */
export function readBody<Value>({ body }: FastifyRequest, read: (value: unknown) => Value): Value {
  return readRequest(typeof body === "string" ? body : "", read);
}

/** T out of the path. Throws `request-invalid`. */
export function readTransferId({ params }: FastifyRequest): Bytes {
  const { transfer } = params as { readonly transfer?: string };
  const id = parseTransferId(transfer ?? "");
  if (id === undefined) throw new AppError("request-invalid", { details: { field: "transfer" } });
  return id;
}

export function sendMessage(reply: FastifyReply, message: Message): FastifyReply {
  return reply.type("application/json; charset=utf-8").send(encodeMessage(message));
}
