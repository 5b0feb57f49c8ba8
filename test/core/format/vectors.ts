/** The known answers of sd1-vectors.json, typed. All byte strings are hexadecimal. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Vector {
  readonly label: string;
  readonly suite: 1 | 2;
  readonly k: number;
  readonly n: number;
  readonly z: number;
  readonly p: number;
  readonly route: number;
  readonly flags: number;
  readonly passphrase?: string;
  readonly pw?: string;
  readonly ownerKey: string;
  readonly S: string;
  readonly Kd: string | null;
  readonly R: string | null;
  readonly created: string;
  readonly dirs: readonly string[];
  readonly seed: string;
  readonly pk: string;
  readonly shares: readonly string[] | null;
  readonly C: string;
  readonly c: readonly string[];
  readonly T: string;
  readonly index: string;
  readonly PRK0: string;
  readonly PRK1?: string;
  readonly "K_seal[0][0]"?: string;
  readonly "K_iv[0]"?: string;
  readonly "K_mac[0][0]"?: string;
  readonly "name(kind=0,i=0,q=0)": string;
  readonly "name(kind=1,i=0,q=0)": string;
  readonly "name(kind=2,i=0,q=0)": string;
  readonly heads: readonly string[];
  readonly files: readonly {
    readonly path: string;
    readonly size: number;
    readonly modified?: string;
    readonly data: string;
  }[];
  readonly manifest: string;
  /** For each store the bytes of its objects by their names. */
  readonly objects: readonly Readonly<Record<string, string>>[];
}

/** A signed action as the JSON that stands in the file, member order included. */
export type ActionVector = Readonly<Record<string, unknown>> & {
  readonly action: number;
  readonly ts: number;
  readonly origin: string;
  readonly payload: string;
  readonly sig: string;
};

interface VectorFile {
  readonly actions: { readonly of: string; readonly signed: readonly ActionVector[] };
  readonly vectors: readonly Vector[];
}

const file = join(__dirname, "../../vectors/sd1-vectors.json");
const parsed = JSON.parse(readFileSync(file, "utf8")) as VectorFile;

export const VECTORS = parsed.vectors;
export const ACTION_VECTORS = parsed.actions.signed;

export function vectorOf(label: string): Vector {
  const found = VECTORS.find((vector) => vector.label === label);
  if (found === undefined) throw new RangeError(`no vector is labelled ${label}`);
  return found;
}

/** The transfer that the signed actions are about. */
export const ACTION_TRANSFER = vectorOf(parsed.actions.of);
