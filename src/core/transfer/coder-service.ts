/** The thread's side of a coder pool: rows come in, are coded, and go back. */
import { toAppError } from "../errors";
import type { Primitives } from "../format/primitives";
import type { Coder } from "./coder";
import { buffersOf, type CoderReply, type CoderRequest, type CoderTask } from "./coder-messages";
import { createRowCoder } from "./row-coder";

/** Sends a reply to the owner of the pool; the buffers move with it. */
export type PostReply = (reply: CoderReply, transfer: ArrayBuffer[]) => void;

function run(coder: Coder, { kind, job }: CoderTask) {
  if (kind === "seal") return coder.seal(job);
  return kind === "open" ? coder.open(job) : coder.rebuild(job);
}

/** Returns what takes the requests of the pool. */
export function serveCoder(prims: Primitives, post: PostReply): (request: CoderRequest) => void {
  const coders = new Map<number, Coder>();
  const answer = async (request: Extract<CoderRequest, { kind: "task" }>): Promise<CoderReply> => {
    const { id, session, task } = request;
    try {
      const coder = coders.get(session);
      if (coder === undefined) throw new RangeError("this session was not begun");
      return { id, ok: true, result: await run(coder, task) };
    } catch (error) {
      const { code, details, cause } = toAppError(error);
      const message = cause instanceof Error ? cause.message : code;
      return { id, ok: false, code, details, message };
    }
  };
  return (request) => {
    if (request.kind === "begin") {
      coders.set(request.session, createRowCoder(prims, request.secrets));
    } else if (request.kind === "end") {
      coders.delete(request.session);
    } else {
      void answer(request).then((reply) => {
        post(reply, reply.ok ? buffersOf(reply.result) : []);
      });
    }
  };
}
