/** The entry of a coder thread. */
import { parentPort } from "node:worker_threads";
import type { CoderRequest } from "../../core/transfer/coder-messages";
import { serveCoder } from "../../core/transfer/coder-service";
import { nodePrimitives } from "./primitives";

const take = serveCoder(nodePrimitives, (reply, transfer) => {
  parentPort?.postMessage(reply, transfer);
});

parentPort?.on("message", (request: CoderRequest) => {
  take(request);
});
