/** The entry of a coder worker. */
import type { CoderRequest } from "../../../core/transfer/coder-messages";
import { serveCoder } from "../../../core/transfer/coder-service";
import { browserPrimitives } from "../primitives";

const take = serveCoder(browserPrimitives, (reply, transfer) => {
  postMessage(reply, transfer);
});

addEventListener("message", ({ data }: MessageEvent<CoderRequest>) => {
  take(data);
});
