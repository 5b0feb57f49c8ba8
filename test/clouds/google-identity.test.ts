/** Google without keys in the environment: the machine's own account, and a file that names an account. */
import {
  createPrivateKey,
  createPublicKey,
  createSign,
  createVerify,
  generateKeyPairSync,
  type KeyObject,
} from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import tls, { type ConnectionOptions } from "node:tls";
import type { Cloud } from "../../src/clouds/cloud";
import { tempFolder } from "../fakes/temp";
import { GCS_KEY, GCS_TOKEN, startGcsDouble } from "./doubles/gcs-double";
import { createBucket } from "./doubles/object-table";
import { startDouble, type Answer, type CloudDouble } from "./doubles/server";
import type { SeenRequest } from "./doubles/signatures";
import { expectWorks, forgetEnvironment, never, signPut, transfer } from "./one-order";
import { openTestCloud } from "./open";

const certificate = (name: string): Buffer =>
  readFileSync(join(__dirname, "../fakes/certificates", name));

const json = (value: object): Answer => ({
  ...{ status: 200, headers: { "content-type": "application/json", "metadata-flavor": "Google" } },
  body: JSON.stringify(value),
});
const text = (body: string): Answer => ({
  status: 200,
  headers: { "metadata-flavor": "Google" },
  body,
});

const world = { isRefused: false, isDown: false };

/** https://cloud.google.com/compute/docs/metadata/predefined-metadata-keys */
function answerMetadata({ path }: SeenRequest): Answer {
  if (world.isRefused) return { status: 404 };
  if (world.isDown) return { status: 503 };
  const [, key = ""] = path.split("/computeMetadata/v1/");
  if (key === "universe/universe-domain") return text("googleapis.com");
  if (key === "project/project-id") return text("test-project");
  if (key.endsWith("/token")) return json({ access_token: GCS_TOKEN, expires_in: 3_600 });
  if (key.endsWith("/email")) return text(GCS_KEY.keyId);
  return text("");
}

/** https://developers.google.com/identity/protocols/oauth2/service-account#httprest */
function answerToken({ body }: SeenRequest): Answer {
  const assertion = new URLSearchParams(Buffer.from(body).toString()).get("assertion") ?? "";
  const [head = "", claims = "", signature = ""] = assertion.split(".");
  const verifier = createVerify("RSA-SHA256").update(`${head}.${claims}`);
  const isSigned = verifier.verify(
    createPublicKey(GCS_KEY.secret),
    Buffer.from(signature, "base64url"),
  );
  return isSigned ? json({ access_token: GCS_TOKEN, expires_in: 3_600 }) : { status: 400 };
}

/** https://cloud.google.com/iam/docs/reference/credentials/rest/v1/projects.serviceAccounts/signBlob */
function answerGoogle(request: SeenRequest): Answer {
  if (request.path.endsWith("/token")) return answerToken(request);
  const isSignBlob = request.path.endsWith(`/${GCS_KEY.keyId}:signBlob`);
  if (!isSignBlob || request.headers["authorization"] !== `Bearer ${GCS_TOKEN}`)
    return { status: 403 };
  const { payload } = JSON.parse(Buffer.from(request.body).toString()) as { payload: string };
  const signer = createSign("RSA-SHA256").update(Buffer.from(payload, "base64"));
  return json({ keyId: "of the machine", signedBlob: signer.sign(GCS_KEY.secret, "base64") });
}

let metadata: CloudDouble;
let google: CloudDouble;
let double: CloudDouble;
beforeAll(async () => {
  double = await startGcsDouble();
  metadata = await startDouble(answerMetadata);
  const [cert, key] = [certificate("porter.test.pem"), certificate("porter.test.key")];
  google = await startDouble(answerGoogle, { cert, key });
  // Google's names lead to this machine, whose certificate is for another name.
  const { connect } = tls;
  jest.spyOn(tls, "connect").mockImplementation(((
    options: ConnectionOptions,
    ready?: () => void,
  ) => {
    const isGoogle = (options.host ?? "").endsWith(".googleapis.com");
    if (!isGoogle) return connect(options, ready);
    const here = { host: "127.0.0.1", port: google.port, rejectUnauthorized: false };
    return connect({ ...options, ...here }, ready);
  }) as typeof connect);
});
beforeEach(() => {
  double.buckets.set("bucket", createBucket());
  for (const { requests } of [metadata, google]) requests.length = 0;
  Object.assign(world, { isRefused: false, isDown: false });
  forgetEnvironment(/^(?:GOOGLE|GCE|GCLOUD|CLOUDSDK)_/);
  process.env["HOME"] = tempFolder("home");
});
afterAll(() => Promise.all([metadata, google, double].map((server) => server.stop())));

const useMachine = (): void => {
  Object.assign(process.env, {
    GCE_METADATA_HOST: `127.0.0.1:${String(metadata.port)}`,
    METADATA_SERVER_DETECTION: "assume-present",
  });
};

function useFile(key: KeyObject): void {
  const file = join(tempFolder("account"), "account.json");
  const account = { type: "service_account", project_id: "test-project", private_key_id: "1" };
  const private_key = key.export({ type: "pkcs8", format: "pem" });
  writeFileSync(file, JSON.stringify({ ...account, client_email: GCS_KEY.keyId, private_key }));
  process.env["GOOGLE_APPLICATION_CREDENTIALS"] = file;
}

const openGcs = (): Promise<Cloud> =>
  openTestCloud({ cloud: "gcs", bucket: "bucket", endpoint: double.origin });

const asked = ({ requests }: CloudDouble, end: string): number =>
  requests.filter(({ path }) => path.endsWith(end)).length;

it("the account of the machine signs by one call each, with a token that is asked for once", async () => {
  useMachine();
  const cloud = await openGcs();
  await expectWorks(cloud);
  await signPut(cloud);
  expect([asked(metadata, "/token"), asked(google, ":signBlob")]).toEqual([1, 2]);
  expect(metadata.requests.every(({ headers }) => headers["metadata-flavor"] === "Google")).toBe(
    true,
  );
});

it("an account in a file signs on the spot, and proves itself for a token once", async () => {
  useFile(createPrivateKey(GCS_KEY.secret));
  const cloud = await openGcs();
  await expectWorks(cloud);
  await cloud.states(transfer).list(never);
  expect(google.requests.map(({ path }) => path)).toEqual(["/oauth2/v4/token"]);
});

it("an account in a file that Google does not know is an error of the store's keys", async () => {
  useFile(generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey);
  const cloud = await openGcs();
  const listing = cloud.states(transfer).list(never);
  await expect(listing).rejects.toMatchObject({ name: "AppError", code: "store-credentials" });
});

it("a token endpoint that is down is an error that passes", async () => {
  useMachine();
  world.isDown = true;
  const listing = (await openGcs()).states(transfer).list(never);
  await expect(listing).rejects.toMatchObject({ name: "AppError", retry: "yes" });
});

it("a machine without an account is an error of the store's keys", async () => {
  useMachine();
  world.isRefused = true;
  const cloud = await openGcs();
  for (const ask of [() => signPut(cloud), () => cloud.states(transfer).list(never)]) {
    await expect(ask()).rejects.toMatchObject({ name: "AppError", code: "store-credentials" });
  }
});
