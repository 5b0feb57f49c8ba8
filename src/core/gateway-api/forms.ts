/** Where the calls are, and the forms of everything that stands in them. */
import { decodeBase64Url, encodeBase64Url, type Bytes } from "../bytes";

export const API_PATH = "/api/v1";
export const CONFIG_PATH = `${API_PATH}/config`;
export const TRANSFERS_PATH = `${API_PATH}/transfers`;

/** What can be asked of one transfer, as the last part of the path. */
export type TransferCall = "write" | "read" | "recall" | "extend";

/** At most so many objects in one write or read. */
export const MAX_ITEMS = 256;
/** No request is larger than this; the gateway refuses more with 413. */
export const MAX_REQUEST_BYTES = 128 * 1024;
/** How far a signed request may be valid ahead. */
export const SIGNED_SECONDS = 15 * 60;
/** |now - ts| of an action that a gateway still takes. */
export const ACTION_WINDOW_SECONDS = 300;
export const MAX_ACTION_BYTES = 8_192;
export const MAX_ROUTE = 255;
export const MAX_STORES = 16;
/** Larger than any pack that a writer makes: one segment of suite 2 with 16 cells of 2^24 bytes. */
export const MAX_OBJECT_BYTES = 2 ** 28 + 1_024;

/** Id of a store in the configuration. */
export const STORE_ID = /^[a-z0-9][a-z0-9-]{0,62}$/;
/** Name of a fragment: 20 characters, and not that of a slot. */
export const FRAGMENT_NAME = /^(?!state-)[A-Za-z0-9_-]{20}$/;
const TRANSFER_ID = /^[A-Za-z0-9_-]{32}$/;

/** T out of 32 base64url characters; undefined for anything else. */
export function parseTransferId(text: string): Bytes | undefined {
  return TRANSFER_ID.test(text) ? decodeBase64Url(text) : undefined;
}

/** The path of a call on a transfer. */
export function transferPath(id: Bytes, call: TransferCall): string {
  return `${TRANSFERS_PATH}/${encodeBase64Url(id)}/${call}`;
}

/** The path at which the signed actions of a transfer are read. */
export function statePath(id: Bytes, route: number): string {
  return `${TRANSFERS_PATH}/${encodeBase64Url(id)}?route=${String(route)}`;
}

/**
 * scheme://host[:port] as it is signed: lower case, default port left out. Undefined for what is no
 * http(s) address.
 */
export function originOf(address: string): string | undefined {
  try {
    const { protocol, origin } = new URL(address);
    return protocol === "https:" || protocol === "http:" ? origin : undefined;
  } catch {
    return undefined;
  }
}
