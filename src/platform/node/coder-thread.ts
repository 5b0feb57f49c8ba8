/** The entry of a coder thread: rows come in by transfer, are coded, and go back by transfer. */
import { parentPort } from "node:worker_threads";
import { toAppError } from "../../core/errors";
import type { Coder } from "../../core/transfer/coder";
import { createRowCoder } from "../../core/transfer/row-coder";
import { buffersOf, type CoderReply, type CoderRequest, type CoderTask } from "./coder-messages";
import { nodePrimitives } from "./primitives";

const coders = new Map<number, Coder>();

function run(coder: Coder, { kind, job }: CoderTask) {
  if (kind === "seal") return coder.seal(job);
  return kind === "open" ? coder.open(job) : coder.rebuild(job);
}

async function answer(request: Extract<CoderRequest, { kind: "task" }>): Promise<CoderReply> {
  const { id, session, task } = request;
  try {
    const coder = coders.get(session);
    if (coder === undefined) throw new RangeError("this session was not begun");
    return { id, ok: true, result: await run(coder, task) };
  } catch (error) {
    const { code, details, cause } = toAppError(error);
    return { id, ok: false, code, details, message: cause instanceof Error ? cause.message : code };
  }
}

parentPort?.on("message", (request: CoderRequest) => {
  if (request.kind === "begin") {
    coders.set(request.session, createRowCoder(nodePrimitives, request.secrets));
  } else if (request.kind === "end") {
    coders.delete(request.session);
  } else {
    void answer(request).then((reply) => {
      parentPort?.postMessage(reply, reply.ok ? buffersOf(reply.result) : []);
    });
  }
});
