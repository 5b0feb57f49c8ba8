/** The commands over HTTP: through `pro-porter serve`, its death, a proxy, an authority of one's own. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { connect, type AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { createServer as createTlsServer, type Server as TlsServer } from "node:tls";
import { assertNoStackTrace, createHome, type Ended, type Home } from "../fakes/cli";
import { startConnectProxy, type ConnectProxy } from "../fakes/connect-proxy";
import { patternBytes } from "../fakes/memory-tree";
import { createServedGateway, type ServedGateway } from "../fakes/served-gateway";

const INDEX = "Restore attachments.porter.txt";
const certificates = resolve(__dirname, "../fakes/certificates");

let home: Home;
let gateway: ServedGateway;
beforeAll(async () => {
  home = createHome();
  home.write("tree/a file.bin", patternBytes(40_000_000));
  home.write("tree/deep/日本語.txt", "hello\n");
  gateway = await createServedGateway(home);
  await gateway.start();
});
afterAll(() => gateway.kill());

function ok(ended: Ended): Ended {
  expect([ended.code, ended.stderr.includes("Error"), ended.stderr]).toEqual([
    0,
    false,
    ended.stderr,
  ]);
  return ended;
}

function assertSame(restored: string): void {
  for (const path of ["tree/a file.bin", "tree/deep/日本語.txt"]) {
    const [before, after] = [join(home.folder, path), join(home.folder, restored, path)];
    expect(readFileSync(after).equals(readFileSync(before))).toBe(true);
  }
}

/** Kills the gateway when a text is printed, and starts it again a moment later. */
function killedAt(text: string): { onOutput: (printed: string) => void; back: Promise<void> } {
  let onOutput: (printed: string) => void = () => undefined;
  const back = new Promise<void>((done, reject) => {
    let isDone = false;
    onOutput = (printed) => {
      if (isDone || !printed.includes(text)) return;
      isDone = true;
      gateway
        .kill()
        .then(() => new Promise((wake) => setTimeout(wake, 500)))
        .then(() => gateway.start())
        .then(done, reject);
    };
  });
  return { onOutput, back };
}

it("send writes an index with the gateway's host, by which every command finds it", async () => {
  ok(await home.run(["send", "tree", "--gateway", gateway.host]));
  expect(readFileSync(join(home.folder, INDEX), "utf8")).toMatch(
    new RegExp(`^${gateway.host}/#[\\w-]{68}\\n$`),
  );
  ok(await home.run(["restore", INDEX, "--to", "out"]));
  assertSame("out");
  expect(ok(await home.run(["inspect", INDEX])).stdout).toContain("a file.bin");
  expect(ok(await home.run(["verify", INDEX])).stdout).toContain("Every store holds everything");
  expect(ok(await home.run(["extend", INDEX, "--expires", "20"])).stdout).toContain("Available");
});

it("what went over HTTP is restored with the stores' keys, and the other way round", async () => {
  const direct = ["--config", home.write("here.json", JSON.stringify(LOCAL))];
  ok(await home.run(["restore", INDEX, "--to", "direct", ...direct]));
  assertSame("direct");
  ok(await home.run(["send", "tree", "--out", "direct.txt"]));
  const way = ["--gateway", `http://127.0.0.1:${String(gateway.port)}/`];
  ok(await home.run(["restore", "direct.txt", "--to", "http", ...way]));
  assertSame("http");
});

const LOCAL = {
  stores: Object.fromEntries(
    [1, 2, 3, 4].map((at) => [
      `store-${String(at)}`,
      { cloud: "local", folder: `data/store-${String(at)}` },
    ]),
  ),
  routes: [{ id: 0, stores: ["store-1", "store-2", "store-3", "store-4"], k: 3 }],
};

it("a gateway that is killed and started again in the middle of a send is waited for", async () => {
  const { onOutput, back } = killedAt('"event":"sending"');
  ok(
    await home.run(["send", "tree", "--json", "--gateway", gateway.host, "--out", "killed.txt"], {
      onOutput,
    }),
  );
  await back;
  ok(await home.run(["restore", "killed.txt", "--to", "killed"]));
  assertSame("killed");
});

it("and in the middle of a restore", async () => {
  const { onOutput, back } = killedAt('"event":"progress"');
  ok(await home.run(["restore", INDEX, "--json", "--to", "again"], { onOutput }));
  await back;
  assertSame("again");
});

it("a recall removes everything, and a restore says when and why", async () => {
  ok(await home.run(["send", "tree", "--gateway", gateway.host, "--out", "gone.txt"]));
  const recalled = ok(await home.run(["recall", "gone.txt", "--reason", "wrong recipient"]));
  expect(recalled.stdout).toContain("Nothing can be restored any more");
  const ended = await home.run(["restore", "gone.txt", "--to", "gone"]);
  expect([ended.code, ended.stderr]).toEqual([5, expect.stringContaining("wrong recipient")]);
  expect(existsSync(join(home.folder, "gone"))).toBe(false);
});

it.each<[string, string[], number, RegExp]>([
  ["another computer in the clear", ["--gateway", "http://porter.test"], 2, /by https:\/\/ only/],
  ["a path", ["--gateway", "https://porter.test/api"], 2, /not the address of a gateway/],
  ["no address", ["--gateway", "::"], 2, /not the address of a gateway/],
  ["two ways", ["--gateway", "localhost:1", "--config", "x.json"], 3, /there is no such file/],
  ["nobody", ["--gateway", "localhost:1"], 4, /http:\/\/localhost:1 does not answer .*listens/],
  ["no token", ["--token-file", "none.txt", "--gateway", "localhost:1"], 4, /does not answer/],
])("an inspect with %s says so", async (_, args, code, saying) => {
  const ended = await home.run(["inspect", INDEX, ...args]);
  expect([ended.code, ended.stderr]).toEqual([code, expect.stringMatching(saying)]);
  assertNoStackTrace(ended);
});

it("a token file that is none ends a send before anything is stored", async () => {
  const before = readdirSync(join(home.folder, "data/store-1"));
  for (const path of ["none.txt", home.write("two words.txt", "one two\n")]) {
    const args = ["--gateway", gateway.host, "--token-file", path, "--out", "t.txt"];
    const ended = await home.run(["send", "tree", ...args]);
    expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining("no access token")]);
  }
  expect(readdirSync(join(home.folder, "data/store-1"))).toEqual(before);
});

describe("behind the proxy of a company, with its own authority", () => {
  let front: TlsServer;
  let proxy: ConnectProxy;
  beforeAll(async () => {
    const read = (name: string): Buffer => readFileSync(join(certificates, name));
    const tls = { cert: read("porter.test.pem"), key: read("porter.test.key") };
    front = createTlsServer(tls, (client) => {
      const target = connect(gateway.port, "127.0.0.1");
      target.pipe(client).pipe(target);
      for (const socket of [target, client]) {
        socket.on("error", () => {
          target.destroy();
          client.destroy();
        });
      }
    });
    await new Promise<void>((done) => front.listen(0, "127.0.0.1", done));
    const { port } = front.address() as AddressInfo;
    proxy = await startConnectProxy({ "porter.test:443": port });
  });
  afterAll(() => {
    front.close();
    proxy.stop();
  });
  const ca = { NODE_EXTRA_CA_CERTS: join(certificates, "ca.pem") };
  const inspect = (env: Readonly<Record<string, string>>): Promise<Ended> =>
    home.run(["inspect", INDEX, "--gateway", "https://porter.test"], { env });

  it("the gateway is reached through it, and this computer's stores without", async () => {
    const env = { ...ca, HTTPS_PROXY: proxy.address, HTTP_PROXY: proxy.address };
    const args = ["--to", "proxied", "--gateway", "https://porter.test"];
    ok(await home.run(["restore", INDEX, ...args], { env }));
    assertSame("proxied");
    expect(new Set(proxy.asked)).toEqual(new Set(["porter.test:443"]));
  });

  it("without the authority nothing is said to it", async () => {
    const ended = await inspect({ HTTPS_PROXY: proxy.address });
    expect([ended.code, ended.stderr]).toEqual([4, expect.stringContaining("is not trusted")]);
    assertNoStackTrace(ended);
  });

  it("NO_PROXY is obeyed", async () => {
    const before = proxy.asked.length;
    const ended = await inspect({ ...ca, HTTPS_PROXY: proxy.address, NO_PROXY: "porter.test" });
    expect([ended.code, proxy.asked.length]).toEqual([4, before]);
  });

  it("a proxy that is none is said", async () => {
    const ended = await inspect({ ...ca, HTTPS_PROXY: "not a proxy" });
    expect([ended.code, ended.stderr]).toEqual([3, expect.stringContaining("HTTPS_PROXY")]);
    assertNoStackTrace(ended);
  });
});
