/** What storage locations are called on the screen. */
import type { CloudKind, PublicRoute, PublicStore } from "../core/gateway-api";
import { AppError } from "../core/errors";
import type { PageStrings } from "../strings/pages/en";

/** Product names; the same in every language. A local folder is called by its id. */
const CLOUDS: Readonly<Record<CloudKind, string>> = {
  azure: "Azure Blob Storage",
  s3: "Amazon S3",
  gcs: "Google Cloud Storage",
  oss: "Alibaba Cloud",
  local: "",
};

/** Finds the name for a storage location's id; an id of another gateway stays as it is. */
export type NameStore = (storeId: string) => string;

function plainName({ cloud, id }: PublicStore, place: string, strings: PageStrings): string {
  const name = CLOUDS[cloud] || id;
  return place === "" ? name : `${name}${strings.pages.common.inBrackets(place)}`;
}

/** Cloud and country; with the region where that is not enough to tell two apart, else with the id. */
export function createStoreNames(routes: readonly PublicRoute[], strings: PageStrings): NameStore {
  const stores = new Map(routes.flatMap((route) => route.stores.map((store) => [store.id, store])));
  const names = new Map<string, string>();
  const taken = new Map<string, string>();
  for (const store of stores.values()) {
    const country =
      store.jurisdiction === undefined ? "" : strings.pages.common.country(store.jurisdiction);
    const region = [country, store.region].filter((part) => part !== undefined && part !== "");
    const candidates = [country, region.join(", "), [...region, store.id].join(", ")];
    const name = candidates
      .map((place) => plainName(store, place, strings))
      .find((candidate) => !taken.has(candidate));
    names.set(store.id, name ?? store.id);
    taken.set(name ?? store.id, store.id);
  }
  return (storeId) => names.get(storeId) ?? storeId;
}

/** The countries of a route's locations, or their regions, each once; empty when nothing is stated. */
export function placesOf({ stores }: PublicRoute, strings: PageStrings): readonly string[] {
  const places = stores.map(({ jurisdiction, region }) =>
    jurisdiction === undefined ? (region ?? "") : strings.pages.common.country(jurisdiction),
  );
  return [...new Set(places)].filter((place) => place !== "");
}

/** The same error with its storage locations called by name, for sentences. */
export function withStoreNames(error: AppError, nameStore: NameStore): AppError {
  const { code, details, subject } = error;
  const { dead, storeId, given } = details;
  const named = {
    ...details,
    ...(typeof storeId === "string" && { storeId: nameStore(storeId) }),
    ...(typeof given === "object" && { given: given.map(nameStore) }),
    ...(typeof dead === "object" && {
      dead: dead.map((entry) => {
        const at = entry.lastIndexOf(": ");
        return at < 0 ? entry : `${nameStore(entry.slice(0, at))}${entry.slice(at)}`;
      }),
    }),
  };
  return new AppError(code, {
    details: named,
    cause: error,
    ...(subject !== undefined && { subject }),
  });
}
