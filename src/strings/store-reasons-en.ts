/** Why a store is not used, after its name. */
export const storeReasonsEn: Readonly<Record<string, string>> = {
  absent: "does not have this transfer",
  suspect: "gave back something that does not fit, which proves nothing by itself",
  lied: "gave back something else than was stored",
  unreachable: "cannot be reached",
  "store-unavailable": "does not answer",
  "store-throttled": "asks for fewer requests",
  "store-refused": "refuses access",
  "store-credentials": "does not accept the keys",
  "store-clock": "has another time than this machine",
  "store-missing": "has no such bucket",
  "store-region": "is in another region",
  "store-full": "has no space left",
  "store-conflict": "holds another object in its place",
  "store-expired-grant": "wants a new permission",
  internal: "failed in an unexpected way",
};
