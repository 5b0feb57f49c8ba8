/** A local store as a cloud: the contract, and what its own server adds to it. */
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { signUrl } from "../../src/clouds/local-signature";
import { loadLocalKey, secretVariable } from "../../src/clouds/local-key";
import { encodeBase64Url, type Bytes } from "../../src/core/bytes";
import { cloudContract } from "../contract/cloud.contract";
import { signedRecall } from "../fakes/actions";
import { OWN_ORIGIN, startLocalCloud } from "../fakes/local-cloud";
import { patternBytes } from "../fakes/memory-tree";
import { tempFolder } from "../fakes/temp";

const NAME = "-object_name-0000000";
const transfer = patternBytes(24, "T");
const T = encodeBase64Url(transfer);
const soon = (seconds = 60): number => Math.floor(Date.now() / 1000) + seconds;

type Started = Awaited<ReturnType<typeof startLocalCloud>>;
const running: Started[] = [];
afterEach(() => Promise.all(running.splice(0).map(({ stop }) => stop())));

async function start(options: Parameters<typeof startLocalCloud>[0] = {}): Promise<Started> {
  const started = await startLocalCloud(options);
  running.push(started);
  return started;
}

cloudContract("the local store", async () => {
  const started = await startLocalCloud();
  return {
    ...started,
    breakMedium: () => {
      rmSync(started.folder, { recursive: true });
    },
  };
});

const putUrl = async ({ cloud }: Started, bytes: Bytes, name = NAME): Promise<string> =>
  (await cloud.signPut({ transfer, name, sizeBytes: bytes.length, expiresAt: soon() })).url;
const getUrl = async ({ cloud }: Started, name = NAME): Promise<string> =>
  (await cloud.signGet({ transfer, name, expiresAt: soon() })).url;
const put = async (started: Started, bytes: Bytes, headers: Record<string, string> = {}) =>
  fetch(await putUrl(started, bytes), { method: "PUT", body: bytes, headers });
const codeOf = async (answer: Response): Promise<string> =>
  ((await answer.json()) as { code: string }).code;
const stored = ({ folder }: Started): string[] =>
  (readdirSync(folder, { recursive: true }) as string[]).filter((name) => name.includes("/"));

it("the same bytes again are 200, others 412", async () => {
  const nas = await start();
  expect((await put(nas, patternBytes(1_000))).status).toBe(200);
  expect((await put(nas, patternBytes(1_000))).status).toBe(200);
  const answer = await put(nas, patternBytes(1_000, "x"));
  expect([answer.status, await codeOf(answer)]).toEqual([412, "store-conflict"]);
  expect(stored(nas)).toEqual([`${T}/${NAME}`]);
});

it("every part of a signature counts", async () => {
  const nas = await start();
  const bytes = patternBytes(100);
  const url = await putUrl(nas, bytes);
  const { origin } = new URL(url);
  const mac = url.slice(url.indexOf("signature=") + 10);
  const flipped = Array.from({ length: mac.length * 6 }, (_, bit) => {
    const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const at = Math.floor(bit / 6);
    const other = letters[letters.indexOf(mac[at] ?? "") ^ (1 << (bit % 6))] ?? "";
    return url.replace(mac, mac.slice(0, at) + other + mac.slice(at + 1));
  });
  const later = url.replace(
    /expires=(\d+)/,
    (_, at: string) => `expires=${String(Number(at) + 1)}`,
  );
  const changed = [
    ...flipped,
    later,
    url.replace("size=100", "size=101"),
    url.replace("size=100&", ""),
    url.replace("size=100", "size=0100"),
    `${url}&x=1`,
    url.replace("?", "?x=1&"),
    url.replace(`/${T}/`, `//${T}/`),
    url.replace(NAME, `%2D${NAME.slice(1)}`),
  ];
  for (const target of changed) {
    const answer = await fetch(target, { method: "PUT", body: bytes });
    expect([answer.status, await codeOf(answer)]).toEqual([403, "store-refused"]);
  }
  const other = await start({ folder: nas.folder });
  const elsewhere = await fetch(url.replace(origin, other.origin), { method: "PUT", body: bytes });
  expect(elsewhere.status).toBe(403);
  expect(stored(nas)).toEqual([]);
  expect((await fetch(url, { method: "PUT", body: bytes })).status).toBe(200);
});

it("another host than the signed one is refused, whatever the signature", async () => {
  const nas = await start();
  const { hostname, port, pathname, search } = new URL(await putUrl(nas, patternBytes(5)));
  const request = (host: string): string =>
    `PUT ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 5\r\nConnection: close\r\n\r\n12345`;
  const statusLine = (host: string): Promise<string> =>
    new Promise((resolve) => {
      const socket = connect(Number(port), hostname, () => socket.write(request(host)));
      socket.setEncoding("utf8").once("data", (text: string) => {
        resolve(text.split("\r\n")[0] ?? "");
        socket.destroy();
      });
    });
  expect(await statusLine("evil.example")).toContain("403");
  expect(stored(nas)).toEqual([]);
  expect(await statusLine(`localhost:${port}`)).toContain("200");
});

it("a body without a stated length is refused", async () => {
  const nas = await start();
  const body = new Blob([patternBytes(10)]).stream();
  const init = { method: "PUT", body, duplex: "half" } as RequestInit;
  const answer = await fetch(await putUrl(nas, patternBytes(10)), init);
  expect([answer.status, await codeOf(answer)]).toEqual([400, "request-invalid"]);
  expect(stored(nas)).toEqual([]);
});

it("a body that breaks off leaves nothing", async () => {
  const nas = await start();
  const { hostname, port, pathname, search, host } = new URL(
    await putUrl(nas, patternBytes(90_000)),
  );
  await new Promise<void>((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(
        `PUT ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 90000\r\n\r\n`,
      );
      socket.write(patternBytes(40_000), () => {
        socket.destroy();
        resolve();
      });
    });
  });
  while (stored(nas).length > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  expect((await fetch(await getUrl(nas))).status).toBe(404);
});

describe("cross-origin", () => {
  const preflight = (url: string, method: string, origin: string) =>
    fetch(url, {
      method: "OPTIONS",
      headers: { Origin: origin, "Access-Control-Request-Method": method },
    });

  it("any page may read, and sees what a range was", async () => {
    const nas = await start();
    await put(nas, patternBytes(10));
    const url = await getUrl(nas);
    const asked = await preflight(url, "GET", "https://other.example");
    expect(asked.status).toBe(204);
    expect(asked.headers.get("access-control-allow-origin")).toBe("*");
    const answer = await fetch(url, { headers: { Origin: "https://other.example" } });
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(answer.headers.get("access-control-expose-headers")).toContain("Content-Range");
    expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
  });

  it("only the gateway's own pages may write", async () => {
    const nas = await start();
    const url = await putUrl(nas, patternBytes(10));
    const own = await preflight(url, "PUT", OWN_ORIGIN);
    expect(own.headers.get("access-control-allow-origin")).toBe(OWN_ORIGIN);
    expect(own.headers.get("access-control-allow-methods")).toContain("PUT");
    const other = await preflight(url, "PUT", "https://other.example");
    expect(other.headers.get("access-control-allow-origin")).toBeNull();
    const answer = await put(nas, patternBytes(10), { Origin: "https://other.example" });
    expect([answer.status, await codeOf(answer)]).toEqual([403, "origin-refused"]);
    expect(stored(nas)).toEqual([]);
    expect((await put(nas, patternBytes(10), { Origin: OWN_ORIGIN })).status).toBe(200);
  });
});

it("HEAD tells the size by the right to read", async () => {
  const nas = await start();
  await put(nas, patternBytes(1_234));
  const answer = await fetch(await getUrl(nas), { method: "HEAD" });
  expect([answer.status, answer.headers.get("content-length")]).toEqual([200, "1234"]);
});

it("after a recall an old right to write is worth nothing; a forged mark stops nobody", async () => {
  const nas = await start();
  const { id, recall } = await signedRecall();
  const sign = (name: string) =>
    nas.cloud.signPut({ transfer: id, name, sizeBytes: 10, expiresAt: soon() });
  const states = nas.cloud.states(id);
  const call = { signal: new AbortController().signal };
  await states.write("state-recalled", patternBytes(300), call);
  const first = await sign(NAME);
  expect((await fetch(first.url, { method: "PUT", body: patternBytes(10) })).status).toBe(200);
  await states.write("state-recalled", recall, call);
  const second = await sign("another_name-0000000");
  const answer = await fetch(second.url, { method: "PUT", body: patternBytes(10) });
  expect([answer.status, await codeOf(answer)]).toEqual([410, "recalled"]);
  expect(readdirSync(join(nas.folder, encodeBase64Url(id))).sort()).toEqual([
    NAME,
    "state-recalled",
  ]);
});

it("whoever sends headers slowly is cut off, and others are served meanwhile", async () => {
  const nas = await start();
  const { hostname, port } = new URL(nas.origin);
  const socket = connect(Number(port), hostname, () =>
    socket.write("PUT / HTTP/1.1\r\nHost: x\r\n"),
  );
  const ended = new Promise<void>((resolve) => {
    socket
      .on("data", () => undefined)
      .on("error", () => undefined)
      .on("close", () => {
        resolve();
      });
  });
  const drip = setInterval(() => socket.write("X-Slow: 1\r\n"), 500);
  expect((await put(nas, patternBytes(10))).status).toBe(200);
  await ended;
  clearInterval(drip);
}, 40_000);

describe("the key", () => {
  it("lies in the folder, for its owner only, and outlives a restart", async () => {
    const first = await start();
    await put(first, patternBytes(10));
    const path = join(first.folder, ".signing-key");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const port = Number(new URL(first.origin).port);
    const url = await getUrl(first);
    await first.stop();
    const second = await start({ folder: first.folder, listening: { port } });
    expect(second.origin).toBe(first.origin);
    expect((await fetch(url)).status).toBe(200);
  });

  it("is the same for all who make it at once", async () => {
    const folder = tempFolder("key");
    const keys = await Promise.all([1, 2, 3, 4, 5].map(() => loadLocalKey("nas", folder, {})));
    expect(new Set(keys.map(encodeBase64Url)).size).toBe(1);
    expect(readdirSync(folder)).toEqual([".signing-key"]);
  });

  it("comes from the environment, another for each store", async () => {
    const secret = "0123456789abcdef0123456789abcdef";
    const environment = { [secretVariable("nas-1")]: secret, [secretVariable("nas-2")]: secret };
    expect(Object.keys(environment)).toEqual([
      "PRO_PORTER_NAS_1_SECRET",
      "PRO_PORTER_NAS_2_SECRET",
    ]);
    const folder = tempFolder("key");
    const [one, two] = [
      await loadLocalKey("nas-1", folder, environment),
      await loadLocalKey("nas-2", folder, environment),
    ];
    expect(encodeBase64Url(one)).not.toBe(encodeBase64Url(two));
    expect(readdirSync(folder)).toEqual([]);
  });

  it("that is too short, or no key, is said", async () => {
    const folder = tempFolder("key");
    const short = { [secretVariable("nas")]: "short" };
    const invalid = { code: "config-invalid" };
    await expect(loadLocalKey("nas", folder, short)).rejects.toMatchObject(invalid);
    writeFileSync(join(folder, ".signing-key"), "garbage\n");
    await expect(loadLocalKey("nas", folder, {})).rejects.toMatchObject(invalid);
  });

  it("is no transfer", async () => {
    const nas = await start();
    await put(nas, patternBytes(10));
    mkdirSync(join(nas.folder, "lost+found"));
    const found: string[] = [];
    for await (const page of nas.cloud.transfers({ signal: new AbortController().signal })) {
      found.push(...page.map(encodeBase64Url));
    }
    expect(found).toEqual([T]);
  });
});

it("behind a proxy the public address is signed", async () => {
  const nas = await start({ listening: { publicUrl: "https://nas.example" } });
  const url = await putUrl(nas, patternBytes(10));
  expect(url.startsWith("https://nas.example/")).toBe(true);
  expect(nas.origin).toBe("https://nas.example");
});

it("a disk that is away is said, and comes back by itself", async () => {
  const nas = await start();
  await put(nas, patternBytes(10));
  const url = await getUrl(nas);
  const key = readFileSync(join(nas.folder, ".signing-key"));
  rmSync(nas.folder, { recursive: true });
  const answer = await fetch(url);
  expect([answer.status, await codeOf(answer)]).toEqual([503, "store-unavailable"]);
  expect(answer.headers.get("retry-after")).toBe("1");
  mkdirSync(nas.folder);
  writeFileSync(join(nas.folder, ".signing-key"), key);
  chmodSync(join(nas.folder, ".signing-key"), 0o600);
  expect((await put(nas, patternBytes(10))).status).toBe(200);
});

it("a URL that nobody signed is worth nothing", async () => {
  const nas = await start();
  const object = { method: "GET" as const, transfer: T, name: NAME, sizeBytes: undefined };
  const url = signUrl(new Uint8Array(32), nas.origin, { ...object, expiresAt: soon() });
  expect((await fetch(url)).status).toBe(403);
  for (const target of ["/", "/favicon.ico", "/../etc/passwd", `/${T}`, `/${T}/${NAME}`]) {
    expect((await fetch(nas.origin + target)).status).toBe(403);
  }
});
