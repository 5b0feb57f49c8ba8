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

/** What could not be done because too few stores can be used. */
export const storeStepsEn: Readonly<Record<string, string>> = {
  write: "The fragments cannot be stored",
  open: "The transfer cannot be opened",
  list: "The list of files cannot be read",
  read: "The fragments cannot be read",
  state: "What was decided about this transfer cannot be read",
};
