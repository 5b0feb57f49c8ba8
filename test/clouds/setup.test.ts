/** Buckets that were made wrong, each in one way: found, mended where that is possible, found clean. */
import { createPooledHttp } from "../../src/platform/node/pooled-http";
import { createBucket, store, type HeldBucket } from "./doubles/object-table";
import { startS3Double } from "./doubles/s3-double";
import type { CloudDouble } from "./doubles/server";
import { WORDS } from "./setup-words";
import {
  changedParts,
  found,
  mendable,
  outcomes,
  setUp,
  WANTED,
  ORIGIN,
  type World,
} from "./setup-world";

const pool = createPooledHttp();
afterAll(() => pool.close());

const OTHER = "https://other.example";

describe.each(Object.entries(WORDS))("%s", (_, words) => {
  let double: CloudDouble;
  let world: World;
  let held: HeldBucket;
  const isMine = (text: string): boolean => text.includes(ORIGIN);
  /** All that stands there, to compare. */
  const snapshot = () => structuredClone(double.buckets);
  beforeAll(async () => {
    double = await words.start();
    world = { cloud: await words.open(double), http: pool.http, always: [] };
  });
  afterAll(() => double.stop());
  beforeEach(async () => {
    double.misbehave = undefined;
    double.buckets.set("bucket", createBucket());
    await setUp(world);
    held = double.buckets.get("bucket")!;
  });

  it("a bucket that setup has made is in order, and a second run changes nothing", async () => {
    double.buckets.delete("bucket");
    expect(await found(world)).toEqual(["missing"]);
    expect(await mendable(world)).toEqual(["missing"]);
    const first = await setUp(world);
    expect(outcomes(first).filter((outcome) => outcome !== "good")).toEqual(["changed"]);
    expect(changedParts(first)).toContain("bucket");
    expect(await found(world)).toEqual([]);
    const before = snapshot();
    expect(outcomes(await setUp(world))).toEqual(["good"]);
    expect(snapshot()).toEqual(before);
    expect(double.buckets.get("bucket")!.versions.size).toBe(0);
  });

  it("a dry run of an empty bucket says what would be changed, and sends nothing but questions", async () => {
    double.buckets.set("bucket", createBucket());
    const before = snapshot();
    const at = double.requests.length;
    const steps = await setUp(world, { isDryRun: true });
    const would = steps.flatMap(({ part, outcome }) => (outcome === "would" ? [part] : []));
    expect(would).toEqual(expect.arrayContaining(["origins", "lifecycle"]));
    expect(snapshot()).toEqual(before);
    expect(new Set(double.requests.slice(at).map(({ method }) => method))).toEqual(
      new Set(["GET"]),
    );
    double.buckets.delete("bucket");
    expect(outcomes(await setUp(world, { isDryRun: true }))).toEqual(["would"]);
    expect(double.buckets.size).toBe(0);
  });

  const makePublic = (): void => {
    words.unblock?.(held);
    held.isPublic = true;
  };
  type Wrong = readonly [name: string, spoil: () => unknown, code: string];
  const always: Wrong[] = [
    ["is public", makePublic, "public"],
    ["keeps versions", () => (held.keepsVersions = true), "versions"],
    [
      "lets nobody write from a browser",
      () => {
        words.cors(held, "*", ["GET"]);
      },
      "write-origin",
    ],
    [
      "lets anybody write",
      () => {
        words.cors(held, "*", ["PUT", "GET"]);
      },
      "wide-origin",
    ],
    [
      "removes nothing by itself",
      () => {
        words.expire(held, "elsewhere/", 1);
      },
      "lifecycle",
    ],
  ];
  const some: Wrong[] = [
    ["has a retention that is not locked", () => words.retain?.(held), "locked"],
    ["keeps what was deleted", () => words.softDelete?.(held), "soft-delete"],
    ["could be made public", () => words.unblock?.(held), "unblocked"],
  ];
  const has = [words.retain, words.softDelete, words.unblock];
  const wrong = [...always, ...some.filter((_row, at) => has[at] !== undefined)];

  it.each(wrong)("one that %s is found and mended", async (_name, spoil, code) => {
    spoil();
    expect(await found(world)).toContain(code);
    expect(await mendable(world)).toContain(code);
    const steps = await setUp(world);
    expect(changedParts(steps)).toHaveLength(1);
    expect(steps.filter(({ isSevere }) => isSevere)).toEqual([]);
    expect(await found(world)).toEqual([]);
    expect(outcomes(await setUp(world))).toEqual(["good"]);
  });

  it("a lock that stays is found, and the vendor's command is said", async () => {
    words.lock(held);
    expect(await found(world)).toEqual(["locked"]);
    const [step] = (await setUp(world)).filter(({ isSevere }) => isSevere);
    expect(step).toMatchObject({ part: "lock", byHand: expect.stringMatching(/\w/) as string });
    expect(["left", "failed"]).toContain(step?.outcome);
  });

  it("a rule of others that removes too early is found, and is theirs to change", async () => {
    words.expire(held, "pro-", 3);
    expect(await found(world)).toContain("lifecycle-early");
    expect(await mendable(world)).not.toContain("lifecycle-early");
    await setUp(world);
    expect(words.lifecycleOf(held)).toContain("pro-");
    expect(await found(world)).toEqual(["lifecycle-early"]);
    const before = snapshot();
    expect(changedParts(await setUp(world))).toEqual([]);
    expect(snapshot()).toEqual(before);
  });

  it("rules of others stay", async () => {
    words.cors(held, OTHER, ["PUT", "DELETE"]);
    words.expire(held, "theirs/", 1);
    expect(changedParts(await setUp(world))).toEqual(["origins", "lifecycle"]);
    expect(words.corsOf(held)).toContain(OTHER);
    expect(isMine(words.corsOf(held))).toBe(true);
    expect(words.lifecycleOf(held)).toContain("theirs/");
    expect(await found(world)).toEqual([]);
  });

  it("a longer expiry moves the rule, and only one is ours", async () => {
    const longer = { ...WANTED, expiryDays: 60 };
    expect(changedParts(await setUp(world, { wanted: longer }))).toEqual(["lifecycle"]);
    expect(await found(world, longer)).toEqual([]);
    expect(words.lifecycleOf(held)).toContain("67");
    expect(words.lifecycleOf(held)).not.toContain("37");
  });

  it("objects of others under an empty prefix are refused, and nothing is changed", async () => {
    const wanted = { ...WANTED, prefix: "" };
    double.buckets.set("bucket", (held = createBucket()));
    store(held, "letters/1.txt", new Uint8Array(1));
    const before = snapshot();
    const steps = await setUp(world, { wanted });
    expect(steps.at(-1)).toMatchObject({ part: "bucket", outcome: "foreign", isSevere: true });
    expect(snapshot()).toEqual(before);
    held.versions.clear();
    store(held, `${"A".repeat(32)}/state-opened`, new Uint8Array(1));
    expect(outcomes(await setUp(world, { wanted }))).not.toContain("foreign");
  });

  it("a setting that the store does not let be changed is named, and the others are mended", async () => {
    double.buckets.set("bucket", (held = createBucket()));
    held.locked.add("cors");
    const failed = (await setUp(world)).filter(({ outcome }) => outcome === "failed");
    expect(failed).toMatchObject([{ part: "origins", isSevere: true }]);
    expect(await found(world)).toEqual(["read-origin", "write-origin"]);
  });

  it("a key that may only send is told what it does not see, and nothing more", async () => {
    double.misbehave = ({ method, query, path }) => {
      const isSetting = query.some(([name]) =>
        /^(cors|acl|lifecycle|versioning|publicAcc|object-lock|worm)/.test(name),
      );
      const isMetadata = path.endsWith("/b/bucket") && path.includes("/storage/v1/");
      return method === "GET" && (isSetting || isMetadata) ? { status: 403 } : undefined;
    };
    expect(await found(world)).toEqual(["unseen"]);
  });
});

describe("a server that refuses every PUT once public ACLs are blocked, as Ceph's does", () => {
  let double: CloudDouble;
  let world: World;
  beforeAll(async () => {
    double = await startS3Double();
    world = { cloud: await WORDS.s3.open(double), http: pool.http, always: [] };
  });
  afterAll(() => double.stop());

  it("setup puts this one back, keeps the others, and is content the second time", async () => {
    const block = () => double.buckets.get("bucket")?.settings.get("publicAccessBlock") ?? "";
    double.misbehave = ({ method, path }) =>
      method === "PUT" && path.split("/").length > 3 && block().includes("<BlockPublicAcls>true")
        ? { status: 403, body: "<Error><Code>AccessDenied</Code></Error>" }
        : undefined;
    const [undone] = (await setUp(world)).filter(({ outcome }) => outcome === "undone");
    expect(undone).toMatchObject({ part: "public", isSevere: false });
    expect(block()).toContain("<IgnorePublicAcls>true");
    expect(block()).toContain("<BlockPublicAcls>false");
    expect(await found(world)).toEqual([]);
    expect(outcomes(await setUp(world))).toEqual(["good"]);
  });

  it("one that knows no such blocks is mended by its list of rights", async () => {
    const held = createBucket();
    held.isPublic = true;
    double.buckets.set("bucket", held);
    double.misbehave = ({ query }) =>
      query.some(([name]) => name === "publicAccessBlock") ? { status: 501 } : undefined;
    expect(await found(world)).toContain("public");
    await setUp(world);
    expect(held.isPublic).toBe(false);
    expect(await found(world)).toEqual([]);
  });
});

describe("rules of others for a part of the objects", () => {
  it.each([
    [
      "<Filter><And><Prefix>pro-</Prefix><ObjectSizeGreaterThan>9</ObjectSizeGreaterThan></And></Filter>",
      1,
    ],
    ["<Filter><ObjectSizeLessThan>9</ObjectSizeLessThan></Filter>", 1],
    ["<Prefix>pro-porter/</Prefix>", 1],
    ["<Filter><Tag><Key>a</Key><Value>b</Value></Tag></Filter>", 0],
    ["<Filter><Prefix>other/</Prefix></Filter>", 0],
  ])("%s", async (filter, early) => {
    const double = await startS3Double();
    const world = { cloud: await WORDS.s3.open(double), http: pool.http, always: [] };
    const rule = `<Rule><ID>theirs</ID>${filter}<Status>Enabled</Status><Expiration><Days>2</Days></Expiration></Rule>`;
    const lifecycle = `<LifecycleConfiguration>${rule}</LifecycleConfiguration>`;
    double.buckets.get("bucket")!.settings.set("lifecycle", lifecycle);
    await setUp(world);
    expect(await found(world)).toEqual(early === 1 ? ["lifecycle-early"] : []);
    await double.stop();
  });
});
