/** Reads an index that was pasted, dropped or opened as a file. */
import { AppError } from "../../../core/errors";
import {
  encodeIndex,
  MAX_INDEX_FILE_BYTES,
  parseIndex,
  readIndexFile,
} from "../../../core/format/index-file";
import type { FoundIndexLine } from "../transfers";
import type { Context } from "./context";

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::|$)/;

async function readBlob(source: Blob) {
  try {
    return new Uint8Array(await source.slice(0, MAX_INDEX_FILE_BYTES + 1).arrayBuffer());
  } catch (cause) {
    throw new AppError("index-invalid", { details: { reason: "unreadable" }, cause });
  }
}

/** Throws `index-invalid`. */
export async function findIndex(
  { engine, ownGateway }: Context,
  source: string | Blob,
): Promise<FoundIndexLine> {
  const { prims } = engine;
  const { index, host, scheme } =
    typeof source === "string"
      ? await parseIndex(prims, source)
      : await readIndexFile(prims, await readBlob(source));
  const code = await encodeIndex(prims, index);
  const isOwn = host === undefined || host === new URL(ownGateway).host;
  if (isOwn) return { code, gateway: ownGateway, isForeign: false };
  // A line says https only where it matters: a gateway on this machine has no certificate.
  const gateway = `${LOOPBACK.test(host) ? "http" : scheme}://${host}`;
  return { code, gateway, isForeign: true };
}
