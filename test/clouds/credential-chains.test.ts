/** Keys that nobody gave: each SDK's own chain, against a token endpoint of this machine. */
import type { Cloud } from "../../src/clouds/cloud";
import { createBucket } from "./doubles/object-table";
import { S3_KEY, S3_REGION, startS3Double } from "./doubles/s3-double";
import { startDouble, type Answer, type CloudDouble } from "./doubles/server";
import { expectWorks, forgetEnvironment, never, signPut, transfer } from "./one-order";
import { openTestCloud } from "./open";

/** What a container of AWS asks for its role's keys. Each answer has a session of its own. */
const role = { secondsLeft: 3600, isRefused: false };

const answerKeys = (_: unknown, { requests }: CloudDouble): Answer => {
  if (role.isRefused) return { status: 403 };
  const keys = {
    ...{ AccessKeyId: S3_KEY.keyId, SecretAccessKey: S3_KEY.secret },
    Token: `session/${String(requests.length)}=`,
    Expiration: new Date(Date.now() + role.secondsLeft * 1000).toISOString(),
  };
  const headers = { "content-type": "application/json" };
  return { status: 200, headers, body: JSON.stringify(keys) };
};

let tokens: CloudDouble;
let double: CloudDouble;
beforeAll(async () => {
  double = await startS3Double();
  tokens = await startDouble(answerKeys);
  forgetEnvironment(/^AWS_/);
  Object.assign(process.env, {
    HOME: "/nonexistent",
    AWS_CONTAINER_CREDENTIALS_FULL_URI: `${tokens.origin}/role`,
    AWS_CONTAINER_AUTHORIZATION_TOKEN: "of this container",
  });
});
beforeEach(() => {
  double.buckets.set("bucket", createBucket());
  tokens.requests.length = 0;
  Object.assign(role, { secondsLeft: 3600, isRefused: false });
});
afterAll(() => Promise.all([tokens.stop(), double.stop()]));

const openS3 = (): Promise<Cloud> =>
  openTestCloud({
    ...{ cloud: "s3", bucket: "bucket", region: S3_REGION },
    ...{ pathStyle: true, endpoint: double.origin },
  });

it("s3: the role of a container signs and keeps states, and is asked once", async () => {
  const cloud = await openS3();
  const { searchParams } = await expectWorks(cloud);
  expect(searchParams.get("X-Amz-Security-Token")).toBe("session/1=");
  expect(tokens.requests.map(({ headers }) => headers["authorization"])).toEqual([
    "of this container",
  ]);
});

it("s3: keys that end soon are asked for again, behind the back of whoever signs", async () => {
  role.secondsLeft = 30;
  const cloud = await openS3();
  const session = async () =>
    new URL((await signPut(cloud)).url).searchParams.get("X-Amz-Security-Token");
  expect(await session()).toBe("session/1=");
  await session();
  while (tokens.requests.length < 2) await new Promise((done) => setTimeout(done, 20));
  await new Promise((done) => setTimeout(done, 200));
  expect(await session()).not.toBe("session/1=");
});

it("s3: a role that is refused is an error of the store's keys", async () => {
  role.isRefused = true;
  const cloud = await openS3();
  for (const asked of [signPut(cloud), cloud.states(transfer).list(never)]) {
    await expect(asked).rejects.toMatchObject({ name: "AppError", code: "store-credentials" });
  }
});
