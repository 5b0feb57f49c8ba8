/** Somebody who sent files through the gateway of a pane host before the test began. */
import { encodeBase64Url } from "../../src/core/bytes";
import { formatIndexFile } from "../../src/core/format/index-file";
import { recall } from "../../src/core/transfer/owner";
import { send, type SendRequest } from "../../src/core/transfer/send";
import { nodePrimitives as prims } from "../../src/platform/node/primitives";
import { engine } from "../fakes/gateway";
import { createMemoryCheckpoint } from "../fakes/memory-checkpoint";
import { createMemorySource, type MemoryFile } from "../fakes/memory-tree";
import { never } from "../fakes/world";
import type { NewAttachment } from "./mail";
import { openTlsGateway } from "./pane-host";

const DAY_SECONDS = 86_400;

export async function openSender(origin: string) {
  const { gateway, close } = await openTlsGateway(origin);
  const ownerKey = prims.random(32);
  return {
    /** 43 characters, as it roams. */
    ownerKey: encodeBase64Url(ownerKey),
    /** Sends, and answers the index as it is attached; `host` is whose gateway it names. */
    async send(
      files: readonly MemoryFile[],
      more: Partial<Pick<SendRequest, "passphrase">> = {},
      host = new URL(origin).host,
    ) {
      const route = gateway.route(0);
      const { index } = await send(engine, {
        ...{ source: createMemorySource(files), route, ownerKey, minStores: 4, ...more },
        expirySeconds: Math.floor(Date.now() / 1000) + DAY_SECONDS,
        ...{ from: { name: "Hanako Sato" }, checkpoint: createMemoryCheckpoint(), signal: never() },
      });
      const attachment: NewAttachment = {
        name: "Restore attachments.porter.txt",
        bytes: await formatIndexFile(prims, index, host),
        contentType: "text/plain",
      };
      return {
        attachment,
        recall: (reason: string) =>
          recall(engine, { index, route, ownerKeys: [ownerKey], signal: never() }, reason),
      };
    },
    close,
  };
}
