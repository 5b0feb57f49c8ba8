/**
 * The language between a client (browser, command line) and the gateway. Closed: what has no type and no
 * reader here is not said. docs/gateway-api.md describes the same in words.
 *
 * How things travel: JSON in UTF-8 under /api/v1. Bytes (T, signed actions) as base64url without padding;
 * a signed action is the JSON of format/owner-action.ts, as bytes, unchanged. Times are Unix seconds. The
 * origin in a signed action is that of the address which the client dialled, by `originOf`. A client
 * corrects its clock by the Date header of an answer when it gets `action-stale`, and obeys Retry-After
 * with `gateway-busy`. The sender's calls (open, write) carry `Authorization: Bearer` where PublicConfig
 * asks for sign-in; so does read where policy.restore is "signed-in". Every error is a WireError.
 *
 *   GET  /config                             -> PublicConfig
 *   POST /transfers              OpenRequest -> KeptAnswer
 *   POST /transfers/T/write     WriteRequest -> SignedAnswer
 *   POST /transfers/T/read       ReadRequest -> SignedAnswer
 *   GET  /transfers/T?route=                 -> StateAnswer
 *   POST /transfers/T/recall   RecallRequest -> RecalledAnswer
 *   POST /transfers/T/extend   ExtendRequest -> KeptAnswer
 */
export * from "./gateway-api/answers";
export * from "./gateway-api/forms";
export * from "./gateway-api/message";
export * from "./gateway-api/public-config";
export * from "./gateway-api/requests";
export * from "./gateway-api/wire-error";
