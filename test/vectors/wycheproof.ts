/** The selection of Wycheproof's test vectors in wycheproof.json, typed. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

interface Case {
  readonly tcId: number;
  readonly comment: string;
}

export interface AeadCase extends Case {
  readonly key: string;
  readonly iv: string;
  readonly aad: string;
  readonly msg: string;
  readonly ct: string;
  readonly tag: string;
  readonly result: "valid" | "invalid";
}

export interface HkdfCase extends Case {
  readonly ikm: string;
  readonly salt: string;
  readonly info: string;
  readonly okm: string;
}

export interface SignatureCase extends Case {
  readonly pk: string;
  readonly msg: string;
  readonly sig: string;
  readonly result: "valid" | "invalid";
}

interface Wycheproof {
  readonly source: string;
  readonly aesGcm256: readonly AeadCase[];
  readonly hkdfSha256: readonly HkdfCase[];
  readonly ed25519: readonly SignatureCase[];
}

export const WYCHEPROOF = JSON.parse(
  readFileSync(join(__dirname, "wycheproof.json"), "utf8"),
) as Wycheproof;
