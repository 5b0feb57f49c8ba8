/** The gateway as a process: it dies and comes back in the middle, there are two of it, it stops in order. */
jest.mock("../../src/core/format/parameters", () =>
  jest.requireActual<SmallLayout>("../fakes/small-layout").smallParameters(),
);
import type { ChildProcess } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { connect, createServer, type AddressInfo, type Server } from "node:net";
import { join } from "node:path";
import { outlookArguments } from "../../tools/outlook-arguments.mjs";
import { assertNoStackTrace, createHome, eventsOf, killAt, type Home } from "../fakes/cli";
import { freePorts } from "../fakes/free-ports";
import { connectTo, STORES } from "../fakes/gateway";
import { differences } from "../fakes/memory-tree";
import { oneFile } from "../fakes/schemes";
import { serve, type Serving } from "../fakes/serving";
import type { SmallLayout } from "../fakes/small-layout";

const children: ChildProcess[] = [];
const proxies: Server[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await Promise.all(proxies.splice(0).map((proxy) => new Promise((done) => proxy.close(done))));
});

const start = (home: Home, args: readonly string[]): Promise<Serving> =>
  serve(home, args, { onStart: (child) => children.push(child) });

/** A configuration whose stores listen on free ports; all share the same folders. */
function writeConfig(home: Home, name: string, ports: readonly number[], origin?: string): string {
  const stores = Object.fromEntries(
    STORES.map((id, i) => [id, { cloud: "local", folder: `data/${id}`, listen: ports[i] }]),
  );
  const limits = { requestsPerSecond: 10_000 };
  const routes = [{ id: 0, stores: STORES, k: 3 }];
  return home.write(name, JSON.stringify({ stores, routes, limits, ...(origin && { origin }) }));
}

/** Resolves when a store holds so many objects. */
async function untilStored(home: Home, count: number): Promise<void> {
  const folder = join(home.folder, "data", "store-1");
  const stored = (): number =>
    existsSync(folder) ? readdirSync(folder, { recursive: true }).length : 0;
  while (stored() < count) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Sends each connection to the next of the ports, as a balancer does. */
async function roundRobin(ports: readonly number[]): Promise<number> {
  let turn = 0;
  const proxy = createServer((near) => {
    const far = connect(ports[turn % ports.length] ?? 0, "127.0.0.1");
    turn += 1;
    for (const [a, b] of [
      [near, far],
      [far, near],
    ] as const) {
      a.pipe(b);
      a.on("error", () => b.destroy()).on("close", () => b.destroy());
    }
  });
  proxies.push(proxy);
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  return (proxy.address() as AddressInfo).port;
}

const FILES = oneFile(400_000);

it("killed with -9 and started again in the middle of a send and of a restore, the transfer goes on", async () => {
  const home = createHome();
  const [port = 0, ...ports] = await freePorts(5);
  const args = ["--config", writeConfig(home, "c.json", ports), "--port", String(port)];
  let { child } = await start(home, args);
  const revive = async (): Promise<void> => {
    child.kill("SIGKILL");
    ({ child } = await start(home, args));
  };
  const person = await connectTo(`http://localhost:${String(port)}`);
  const sending = person.send(FILES);
  await untilStored(home, 12);
  await revive();
  const { index, missing } = await sending;
  expect(missing).toEqual([]);
  const restoring = person.restore(index);
  await revive();
  expect(differences(await restoring, FILES)).toEqual([]);
}, 180_000);

it("two behind a balancer serve one transfer", async () => {
  const home = createHome();
  const [first = 0, second = 0, ...ports] = await freePorts(10);
  const proxy = await roundRobin([first, second]);
  const origin = `http://localhost:${String(proxy)}`;
  const configs = [ports.slice(0, 4), ports.slice(4)].map((own, i) =>
    writeConfig(home, `${String(i)}.json`, own, origin),
  );
  await start(home, ["--config", configs[0]!, "--port", String(first)]);
  const { child } = await start(home, ["--config", configs[1]!, "--port", String(second)]);
  const person = await connectTo(origin);
  const { index } = await person.send(FILES);
  expect(differences(await person.restore(index), FILES)).toEqual([]);
  const sending = person.send(FILES);
  child.kill("SIGKILL");
  expect(differences(await person.restore((await sending).index), FILES)).toEqual([]);
}, 180_000);

it("stops in order, and says before what to do", async () => {
  const home = createHome();
  const [port = 0, ...ports] = await freePorts(5);
  const config = writeConfig(home, "c.json", ports);
  const { child, ended } = await start(home, ["--config", config, "--port", String(port)]);
  child.kill("SIGTERM");
  const end = await ended;
  expect(end.code).toBe(0);
  const ready = eventsOf(end).find(({ event }) => event === "ready");
  expect(ready).toMatchObject({ origin: `http://localhost:${String(port)}` });
}, 60_000);

describe("for an Outlook of one's own", () => {
  const certificates = join(__dirname, "../fakes/certificates");
  const tls = ["porter.test.pem", "porter.test.key"].map((name) => join(certificates, name));
  const tlsArguments = ["--tls-cert", tls[0]!, "--tls-key", tls[1]!];

  it.each([
    ["en_US.UTF-8", "Add from File", "new Outlook", "classic Outlook for Windows", "for Mac"],
    ["ja_JP.UTF-8", "ファイルから追加", "新しい Outlook", "従来の Outlook", "for Mac"],
  ])("%s: the manifest is written, and it says how to load it", async (language, ...words) => {
    const home = createHome();
    const [port = 0, ...ports] = await freePorts(5);
    writeConfig(home, "c.json", ports);
    const args = ["serve", "--port", String(port), "--config", "c.json", ...tlsArguments];
    const ended = await home.run([...args, "--outlook", "manifest.xml"], {
      env: { LC_ALL: language },
      // Once: a second one may meet a process that is ending and no longer listens.
      onOutput: killAt("docs/outlook.md", "SIGTERM"),
    });
    expect(ended.code).toBe(0);
    const origin = `https://localhost:${String(port)}`;
    for (const word of [...words, origin, "https://aka.ms/olksideload"]) {
      expect(ended.stdout).toContain(word);
    }
    const manifest = readFileSync(join(home.folder, "manifest.xml"), "utf8");
    expect(manifest).toContain(`${origin}/compose`);
    expect(manifest).not.toContain("https://localhost:3000/");
  });

  it("Outlook does not load what is served without TLS", async () => {
    const ended = await createHome().run(["serve", "--outlook", "manifest.xml"]);
    expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining("https") as string]);
  });

  it("start:outlook adds a certificate and a place only where none is named", async () => {
    const make = jest.fn(() => Promise.resolve({ cert: "C", key: "K" }));
    const all = await outlookArguments(["--port", "1"], make, "M");
    expect(all.join(" ")).toBe("--port 1 --tls-cert C --tls-key K --outlook M");
    expect(make).toHaveBeenCalledTimes(1);
    const own = ["--tls-cert=c", "--tls-key=k", "--outlook", "m"];
    expect(await outlookArguments(own, make, "M")).toEqual(own);
    expect(make).toHaveBeenCalledTimes(1);
  });
});

describe("what is wrong is said plainly", () => {
  it.each([
    [["--port", "99999"], 2, "99999"],
    [["--port", "x"], 2, "wants a number"],
    [["--config", "nowhere.json"], 3, "nowhere.json"],
    [["--config", "open.json"], 3, "auth.mode"],
    [["--tls-cert", "c.pem"], 2, "--tls-key"],
    [["--tls-cert", "open.json", "--tls-key", "open.json"], 2, "PEM"],
    [["--log-level", "loud"], 2, "debug"],
  ])("%j", async (args, code, text) => {
    const home = createHome();
    writeConfig(home, "open.json", [1, 2, 3, 4], "https://porter.example");
    const ended = await home.run(["serve", ...args]);
    expect(ended.stderr).toContain(text);
    expect(ended.code).toBe(code);
    assertNoStackTrace(ended);
  });

  it("a port that is taken", async () => {
    const home = createHome();
    const port = await roundRobin([1]);
    const ended = await home.run(["serve", "--port", String(port)]);
    expect([ended.code, ended.stderr]).toEqual([
      2,
      expect.stringContaining(String(port)) as string,
    ]);
    expect(readdirSync(home.folder)).toEqual([]);
  });
});

it("sweep says what it did, and which store it could not ask", async () => {
  const home = createHome();
  const empty = await home.run(["sweep", "--json"]);
  expect(empty.code).toBe(4);
  expect(empty.stdout).toContain('"dead":["store-1: store-unavailable"');
  home.write("a.txt", "a");
  expect((await home.run(["send", "a.txt", "--expires", "1"])).code).toBe(0);
  const ended = await home.run(["sweep"]);
  expect([ended.code, ended.stdout]).toEqual([0, "Looked at 1 transfers, removed 0 objects.\n"]);
});
