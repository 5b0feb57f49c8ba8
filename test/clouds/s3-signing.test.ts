/** What the adapter signs by itself is what the SDK's getSignedUrl would have given: its slow twin. */
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { openS3, type S3Store } from "../../src/clouds/s3";
import { forgetEnvironment } from "./one-order";

const NOW_MS = Date.UTC(2026, 10, 28, 12);
const SECONDS = 600;
const KEYS = ["pro-porter/T/name", "odd ~!'()*+&=?#%/ä/図面/n", "a//b", "-", "deep/-"];
const STORES: readonly S3Store[] = [
  { bucket: "bucket" },
  { bucket: "bucket", region: "eu-central-1" },
  { bucket: "dotted.bucket", region: "cn-north-1" },
  { bucket: "bucket", pathStyle: true },
  { bucket: "bucket", pathStyle: true, endpoint: "http://127.0.0.1:9000" },
  { bucket: "bucket", endpoint: "https://s3.isk01.sakurastorage.jp" },
  { bucket: "bucket", pathStyle: true, endpoint: "https://nas.example/below/s3" },
  { bucket: "arn:aws:s3:eu-west-1:123456789012:accesspoint/point", region: "eu-west-1" },
];
const SESSION_TOKEN = "to/ken+of=a&session";
const identity = { accessKeyId: "KEY/ID", secretAccessKey: "se/cr+et" };

function partsOf(text: string) {
  const { origin, pathname, searchParams } = new URL(text);
  return { origin, pathname, query: Object.fromEntries(searchParams) };
}

/** The environment's chain, as a role gives it. */
beforeAll(() => {
  forgetEnvironment(/^AWS_/);
  process.env["AWS_ACCESS_KEY_ID"] = identity.accessKeyId;
  process.env["AWS_SECRET_ACCESS_KEY"] = identity.secretAccessKey;
  process.env["AWS_SESSION_TOKEN"] = SESSION_TOKEN;
});

const cases = STORES.flatMap((store) =>
  [undefined, SESSION_TOKEN].map((sessionToken) => ({ store, sessionToken })),
);

it.each(cases)("$store, session $sessionToken", async ({ store, sessionToken }) => {
  const bucket = await openS3({
    ...{ store, environment: {}, nowMs: () => NOW_MS },
    credentials:
      sessionToken === undefined
        ? { keyId: identity.accessKeyId, secret: identity.secretAccessKey }
        : undefined,
  });
  const client = new S3Client({
    ...{ region: store.region ?? "us-east-1", forcePathStyle: store.pathStyle ?? false },
    ...(store.endpoint !== undefined && { endpoint: store.endpoint }),
    credentials: { ...identity, ...(sessionToken !== undefined && { sessionToken }) },
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  const times = { signingDate: new Date(NOW_MS), expiresIn: SECONDS };
  for (const Key of KEYS) {
    const place = { Bucket: store.bucket, Key };
    const got = await bucket.signGet(Key, NOW_MS / 1000 + SECONDS);
    const get = await getSignedUrl(client, new GetObjectCommand(place), times);
    expect(partsOf(got.url)).toEqual(partsOf(get));
    const made = await bucket.signPut(Key, 4_096, NOW_MS / 1000 + SECONDS);
    const order = new PutObjectCommand({ ...place, ContentLength: 4_096, IfNoneMatch: "*" });
    const signableHeaders = new Set(["host", "content-length", "if-none-match"]);
    const put = await getSignedUrl(client, order, { ...times, signableHeaders });
    expect(partsOf(made.url)).toEqual(partsOf(put));
  }
});
