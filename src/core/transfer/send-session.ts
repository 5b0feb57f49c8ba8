/** A transfer as its sender holds it: identity, keys, and what a checkpoint says is already stored. */
import { equalBytes, type Bytes } from "../bytes";
import { AppError, invariant } from "../errors";
import { drawSecrets, identify, signingSeed, transferId } from "../format/identity";
import type { Identity, TransferSecrets } from "../format/identity";
import type { Index } from "../format/index-file";
import {
  deriveIndexKeys,
  deriveSealedKeys,
  deriveSharedKeys,
  label,
  type CoderSecrets,
  type IndexKeys,
} from "../format/keys";
import { chooseLayout, MANIFEST, PASSPHRASE_FLAG, PAYLOAD } from "../format/parameters";
import type { Parameters, StreamId } from "../format/parameters";
import { passphraseKey } from "../format/passphrase";
import type { Primitives } from "../format/primitives";
import type { BeginRecord, CheckpointRecord, RowRecord } from "./checkpoint";
import type { SendRequest } from "./send";

export interface SendSession {
  readonly begin: BeginRecord;
  readonly index: Index;
  readonly identity: Identity;
  readonly seed: Bytes;
  readonly keys: IndexKeys;
  readonly secrets: TransferSecrets;
  readonly coderSecrets: CoderSecrets;
  /** Rows that an earlier run stored, by stream and q. */
  readonly rows: ReadonlyMap<string, RowRecord>;
  readonly manifest: Bytes | undefined;
}

export const rowKey = (stream: StreamId, q: number): string => `${String(stream)}/${String(q)}`;

/** A value that differs for another passphrase and says nothing about it without Kd. */
async function checkOf(prims: Primitives, key: Bytes, passphrase: Bytes): Promise<Bytes> {
  if (passphrase.length === 0) return passphrase;
  return (await prims.hmac(key, label("pw-check"), passphrase)).slice(0, 16);
}

function newBegin(prims: Primitives, request: SendRequest, createdMs: number): BeginRecord {
  const { route, source, passphrase, expirySeconds } = request;
  const shape = {
    suite: route.suite,
    k: route.k,
    n: route.storeIds.length,
    flags: passphrase === undefined ? 0 : PASSPHRASE_FLAG,
  };
  if (route.suite === 2 && passphrase !== undefined) {
    throw new AppError("passphrase-invalid", { details: { reason: "suite" } });
  }
  const { secret, key, shares } = drawSecrets(prims, shape);
  return {
    type: "begin",
    version: 1,
    id: new Uint8Array(0),
    fingerprint: source.listing.fingerprint,
    route: route.number,
    parameters: chooseLayout(shape, source.listing.totalBytes),
    ...{ secret, key, shares },
    passphraseCheck: new Uint8Array(0),
    created: new Date(createdMs).toISOString(),
    expirySeconds,
  };
}

async function coderSecretsOf(
  prims: Primitives,
  parameters: Parameters,
  id: Bytes,
  secrets: TransferSecrets,
  pw: Bytes,
): Promise<CoderSecrets> {
  const { secret, key } = secrets;
  const keysOf = (stream: StreamId) =>
    parameters.suite === 1
      ? deriveSealedKeys(
          prims,
          id,
          { secret, dataKey: key, passphraseKey: pw },
          parameters.n,
          stream,
        )
      : deriveSharedKeys(prims, id, { secret, randomSeed: key }, parameters.n, stream);
  return { parameters, id, payload: await keysOf(PAYLOAD), manifest: await keysOf(MANIFEST) };
}

/** Who a transfer is, as far as its first record says it. */
export async function ownerOf(prims: Primitives, ownerKey: Bytes, begin: BeginRecord) {
  const { secret, key, shares } = begin;
  const secrets: TransferSecrets = { secret, key, shares };
  const seed = await signingSeed(prims, ownerKey, secrets.secret);
  const publicKey = await prims.publicKey(seed);
  const identity = await identify(prims, begin.parameters, secrets, publicKey);
  return { secrets, seed, identity, id: await transferId(prims, identity) };
}

function forgetStore(rows: Map<string, RowRecord>, position: number): void {
  for (const [key, row] of rows) {
    rows.set(key, { ...row, stored: row.stored.filter((other) => other !== position) });
  }
}

/** Everything that follows from the first record; undefined when owner or passphrase are others. */
async function openSession(
  prims: Primitives,
  { ownerKey, passphrase }: SendRequest,
  begin: BeginRecord,
  records: readonly CheckpointRecord[],
): Promise<SendSession | undefined> {
  const { parameters } = begin;
  const { secrets, seed, identity, id } = await ownerOf(prims, ownerKey, begin);
  const pw = await passphraseKey(prims, id, passphrase);
  const passphraseCheck = await checkOf(prims, secrets.key, pw);
  const isSame = equalBytes(id, begin.id) && equalBytes(passphraseCheck, begin.passphraseCheck);
  if (records.length > 0 && !isSame) return undefined;
  const rows = new Map<string, RowRecord>();
  let manifest: Bytes | undefined;
  for (const record of records) {
    if (record.type === "row") rows.set(rowKey(record.stream, record.q), record);
    if (record.type === "manifest") manifest = record.bytes;
    if (record.type === "emptied") forgetStore(rows, record.position);
  }
  return {
    begin: { ...begin, id, passphraseCheck },
    index: { route: begin.route, secret: secrets.secret, id },
    identity,
    seed,
    keys: await deriveIndexKeys(prims, id, secrets.secret, parameters.n),
    secrets,
    coderSecrets: await coderSecretsOf(prims, parameters, id, secrets, pw),
    rows,
    manifest,
  };
}

/** A session for a new transfer, with fresh secrets. */
export async function startSession(
  prims: Primitives,
  request: SendRequest,
  nowMs: number,
): Promise<SendSession> {
  const session = await openSession(prims, request, newBegin(prims, request, nowMs), []);
  invariant(session !== undefined, "a new session has no other passphrase");
  return session;
}

/**
 * The session that a checkpoint describes, if the request is still the same: same files untouched, same
 * route, same passphrase, not expired. Undefined when a new transfer has to be made.
 */
export async function resumeSession(
  prims: Primitives,
  request: SendRequest,
  records: readonly CheckpointRecord[],
  nowMs: number,
): Promise<SendSession | undefined> {
  const [begin] = records;
  if (begin?.type !== "begin" || nowMs >= begin.expirySeconds * 1000) return undefined;
  const { route, source } = request;
  const { suite, k, n } = begin.parameters;
  const isSame =
    begin.fingerprint === source.listing.fingerprint &&
    begin.route === route.number &&
    suite === route.suite &&
    k === route.k &&
    n === route.storeIds.length;
  return isSame ? openSession(prims, request, begin, records) : undefined;
}
