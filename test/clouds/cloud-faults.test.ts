/**
 * Whatever a cloud or the way to it does wrong: the transfer finishes, or the cloud and the reason are named;
 * nothing is stored twice, and no signed address is printed. With FAULTS=all also where two
 * clouds are away in each way, which takes minutes.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createHome, eventsOf, type Ended, type Home } from "../fakes/cli";
import { patternBytes } from "../fakes/memory-tree";
import { CLOUD_IDS, type CloudId } from "./cloud-servers";
import type { Fault } from "./fault-proxy";
import { startFourClouds, type FourClouds } from "./four-clouds";

let clouds: FourClouds;
beforeAll(async () => {
  clouds = await startFourClouds();
}, 90_000);

const CONTENT = patternBytes(900_000, "content");
let home: Home;

beforeEach(async () => {
  await clouds.renew();
  home = createHome();
  home.write("secret plan.bin", CONTENT);
  configure();
});

function configure(endpoints: Partial<Record<CloudId, string>> = {}): void {
  home.write("config.json", JSON.stringify(clouds.config(endpoints)));
}

const run = (...args: string[]) =>
  home.run([...args, "--config", "config.json"], { env: clouds.env });
const send = (...args: string[]) => run("send", "secret plan.bin", "--out", "t.txt", ...args);
const restored = (folder: string) =>
  new Uint8Array(readFileSync(join(home.folder, folder, "secret plan.bin")));

const SIGNED = /sig=|[Ss]ignature|X-Amz-|X-Goog-|x-oss-credential/i;
const expectSilent = (...runs: readonly Ended[]): void => {
  for (const { stdout, stderr } of runs) expect(stdout + stderr).not.toMatch(SIGNED);
};

/** No fragment was written a second time, at the doubles, which keep versions; a state's slot may be. */
function expectNoneTwice(): void {
  for (const bucket of clouds.buckets()) {
    for (const [key, versions] of bucket.versions) {
      if (!key.includes("/state-")) expect([key, versions.length]).toEqual([key, 1]);
    }
  }
}

/** A signed request for a fragment; a state's slot and a listing have other names. */
const isFragment = (url: string): boolean => /\/[\w-]{20}\?/.test(decodeURIComponent(url));

/** The first two requests for fragments go wrong at each cloud; answers how many did, by cloud. */
function spoilAll(method: "GET" | "PUT", fault: Fault): () => readonly number[] {
  const counts = Object.values(clouds.proxies).map((proxy) => {
    let spoilt = 0;
    proxy.spoil = (given, url) => {
      if (given !== method || !isFragment(url) || spoilt === 2) return undefined;
      spoilt += 1;
      return fault;
    };
    return () => spoilt;
  });
  return () => counts.map((count) => count());
}

const PASSING: readonly (readonly [string, Fault])[] = [
  ["429", { status: 429, retryAfter: "1" }],
  ["500", { status: 500 }],
  ["503 with Retry-After", { status: 503, retryAfter: "1" }],
  ["a reset after half of the body", "reset"],
  ["half of an answer", "truncated"],
  ["a wrong length", "wrong-length"],
];

it.each(PASSING)(
  "%s at every cloud: a send finishes, nothing is stored twice",
  async (_, fault) => {
    const spoilt = spoilAll("PUT", fault);
    const sent = await send();
    expect([sent.code, spoilt()]).toEqual([0, [2, 2, 2, 2]]);
    expectSilent(sent);
    expectNoneTwice();
    const done = await run("restore", "t.txt", "--to", "out");
    expect(done.code).toBe(0);
    expect(restored("out")).toEqual(CONTENT);
  },
  120_000,
);

it.each(PASSING)(
  "%s at every cloud: a restore finishes, or names who is busy",
  async (_, fault) => {
    expect(await send()).toMatchObject({ code: 0 });
    const spoilt = spoilAll("GET", fault);
    const done = await run("restore", "t.txt", "--to", "out");
    expect(spoilt().filter((count) => count > 0).length).toBeGreaterThan(2);
    const isBusy = typeof fault === "object" && fault.retryAfter !== undefined;
    if (isBusy && done.code !== 0) {
      // A reader waits 1.5 s for a store that is busy; when all are, it names them and may be asked again.
      expect(done.code).toBe(4);
      for (const id of CLOUD_IDS) expect(done.stderr).toContain(id);
      expect((await run("restore", "t.txt", "--to", "out")).code).toBe(0);
    } else expect(done.code).toBe(0);
    expectSilent(done);
    expect(restored("out")).toEqual(CONTENT);
  },
  120_000,
);

/** Whoever is asked first, for whatever: the first two requests go wrong at each cloud. */
function spoilAny(fault: Fault): void {
  for (const proxy of Object.values(clouds.proxies)) {
    let spoilt = 0;
    proxy.spoil = () => ((spoilt += 1) > 2 ? undefined : fault);
  }
}

it.each(PASSING)(
  "%s at every cloud: what is decided about a transfer is done, or named and done the next time",
  async (_, fault) => {
    expect(await send("--expires", "3")).toMatchObject({ code: 0 });
    for (const order of [
      ["extend", "t.txt", "--expires", "9"],
      ["recall", "t.txt"],
    ]) {
      spoilAny(fault);
      const first = await run(...order);
      if (first.code !== 0) {
        expect(first.code).toBe(4);
        expect(CLOUD_IDS.some((id) => first.stderr.includes(`${id} `))).toBe(true);
        expect(await run(...order)).toMatchObject({ code: 0 });
      }
      expectSilent(first);
    }
    await clouds.expectOnlyMarks();
  },
  120_000,
);

/** What lasts, as the address at which a cloud is looked for. */
const LASTING: Readonly<Record<string, (id: CloudId) => string>> = {
  "no TLS where TLS is wanted": (id) => clouds.proxies[id].origin.replace("http", "https"),
  "a name that nobody knows": (id) => `http://${id}.no-such-host.invalid`,
  silence(id) {
    clouds.proxies[id].spoil = () => "silence";
    return clouds.proxies[id].origin;
  },
};
const lasting = Object.keys(LASTING);

it.each(lasting.flatMap((trouble) => CLOUD_IDS.map((id) => [trouble, id] as const)))(
  "%s at %s: it is named, and the others do",
  async (trouble, id) => {
    configure({ [id]: LASTING[trouble]!(id) });
    const sent = await send("--min-stores", "3", "--json");
    expect(sent.code).toBe(0);
    const missing = eventsOf(sent).filter(({ event }) => event === "store-missing");
    expect(missing.map(({ storeId }) => storeId)).toEqual([id]);
    const done = await run("restore", "t.txt", "--to", "out");
    expect(done.code).toBe(0);
    expect(restored("out")).toEqual(CONTENT);
    expectSilent(sent, done);
    expect(sent.stderr + done.stderr).not.toContain("    at ");
  },
  180_000,
);

it.each(process.env["FAULTS"] === "all" ? lasting : ["a name that nobody knows"])(
  "%s at two clouds: they are named, with what could not be done, and nothing is left half",
  async (trouble) => {
    expect(await send()).toMatchObject({ code: 0 });
    const away = ["s3-us", "oss-sh"] as const;
    configure(Object.fromEntries(away.map((id) => [id, LASTING[trouble]!(id)])));
    const attempts = [
      [await run("restore", "t.txt", "--to", "out"), /opened|list of files|fragments/],
      [await run("recall", "t.txt"), /decided|Not every store/],
      [await send("--min-stores", "3", "--out", "new.txt"), /fragments cannot be stored/],
    ] as const;
    for (const [ended, doing] of attempts) {
      expect(ended.code).toBe(4);
      expect(ended.stderr).toMatch(doing);
      for (const id of away) expect(ended.stderr).toContain(`${id} `);
      expect(ended.stderr).not.toContain("    at ");
      expectSilent(ended);
    }
    expect(readdirSync(home.folder).sort()).toEqual(["config.json", "secret plan.bin", "t.txt"]);
  },
  300_000,
);
