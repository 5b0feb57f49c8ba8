/** Requests by people who mean harm: each is refused as documented, and nothing is stored. */
import { readdirSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { encodeBase64Url, utf8 } from "../../src/core/bytes";
import { readSignedAnswer, readStateAnswer, type SignedRequest } from "../../src/core/gateway-api";
import { ACTIONS, createOwner, inSeconds, type Owner } from "../fakes/actions";
import { localConfig, runGateway, STORES, type RunningGateway } from "../fakes/gateway";
import { patternBytes } from "../fakes/memory-tree";

const NAME = "-object_name-0000000";
const { open: OPEN, recall: RECALL, extend: EXTEND, write: WRITE } = ACTIONS;
const TRANSFERS = "/api/v1/transfers";

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await runGateway();
});

const here = (): { origin: string } => ({ origin: gateway.origin });
const stored = (): string[] =>
  STORES.flatMap((store) => readdirSync(gateway.storeFolder(store))).filter(
    (name) => !name.startsWith("."),
  );

async function openTransfer(to = gateway): Promise<Owner> {
  const owner = await createOwner();
  const action = await owner.sign(OPEN, { origin: to.origin });
  const body = { route: 0, transfer: owner.id, action, totalBytes: 1_000 };
  expect((await to.call(TRANSFERS, { body })).status).toBe(200);
  return owner;
}

const item = { store: "store-1", name: NAME, sizeBytes: 10 };

async function signed(
  owner: Owner,
  items = [item],
  to = gateway,
): Promise<readonly SignedRequest[]> {
  const action = await owner.sign(WRITE, { origin: to.origin });
  const { json } = await to.call(`${TRANSFERS}/${owner.transfer}/write`, {
    body: { route: 0, action, items },
  });
  return readSignedAnswer(json).requests;
}

describe("signatures", () => {
  it("an open that the owner did not sign so", async () => {
    const before = stored();
    const [owner, other] = [await createOwner(), await createOwner()];
    const cases: readonly (readonly [Uint8Array<ArrayBuffer>, string, string | undefined])[] = [
      [await other.sign(OPEN, here()), "action-refused", "signature"],
      [await owner.sign(EXTEND, here()), "action-refused", "signature"],
      [patternBytes(600), "action-refused", "signature"],
      [utf8("{}"), "action-refused", "signature"],
      [await owner.sign(OPEN, { origin: "" }), "action-refused", "origin"],
      [await owner.sign(OPEN, { origin: "https://evil.example" }), "action-refused", "origin"],
      [await owner.sign(OPEN, { ...here(), ts: inSeconds(-301) }), "action-stale", undefined],
      [await owner.sign(OPEN, { ...here(), ts: inSeconds(302) }), "action-stale", undefined],
      [await owner.sign(OPEN, { ...here(), expiry: inSeconds(-1) }), "action-refused", "expiry"],
      [
        await owner.sign(OPEN, { ...here(), expiry: inSeconds(31 * 86_400) }),
        "action-refused",
        "expiry",
      ],
    ];
    for (const [action, code, reason] of cases) {
      const body = { route: 0, transfer: owner.id, action, totalBytes: 1 };
      const answer = await gateway.call(TRANSFERS, { body });
      expect([answer.status, answer.code]).toEqual([403, code]);
      if (reason !== undefined) expect(answer.error?.details).toEqual({ reason });
    }
    expect(stored()).toEqual(before);
  });

  it("a transfer that is cut otherwise than the route says", async () => {
    const before = stored();
    for (const shape of [
      { k: 2, n: 4 },
      { k: 3, n: 3 },
    ]) {
      const owner = await createOwner(shape);
      const action = await owner.sign(OPEN, here());
      const body = { route: 0, transfer: owner.id, action, totalBytes: 1 };
      const answer = await gateway.call(TRANSFERS, { body });
      expect(answer.error).toMatchObject({ code: "action-refused", details: { reason: "shape" } });
    }
    expect(stored()).toEqual(before);
  });

  it("a right to write in the place of another, of another time, or replayed elsewhere", async () => {
    const owner = await openTransfer();
    const other = await openTransfer();
    const ask = async (transfer: string, action: Uint8Array<ArrayBuffer>) =>
      (
        await gateway.call(`${TRANSFERS}/${transfer}/write`, {
          body: { route: 0, action, items: [item] },
        })
      ).code;
    expect(await ask(owner.transfer, await owner.sign(WRITE, here()))).toBeUndefined();
    expect(await ask(other.transfer, await owner.sign(WRITE, here()))).toBe("action-refused");
    expect(await ask(owner.transfer, await owner.sign(OPEN, here()))).toBe("action-refused");
    expect(await ask(owner.transfer, await owner.sign(RECALL, here()))).toBe("action-refused");
    expect(
      await ask(owner.transfer, await owner.sign(WRITE, { ...here(), ts: inSeconds(-400) })),
    ).toBe("action-stale");
    expect(await ask(owner.transfer, await owner.sign(WRITE, { origin: "" }))).toBe(
      "action-refused",
    );
    const bent = await owner.sign(WRITE, here());
    bent[bent.length - 10] = (bent[bent.length - 10] ?? 0) ^ 1;
    expect(await ask(owner.transfer, bent)).toBe("action-refused");
  });

  it("a recall or an extend by another, or of what is nowhere", async () => {
    const owner = await openTransfer();
    const stranger = await createOwner();
    const ask = async (call: string, transfer: string, action: Uint8Array<ArrayBuffer>) =>
      gateway.call(`${TRANSFERS}/${transfer}/${call}`, { body: { route: 0, action } as never });
    const byStranger = await ask("recall", owner.transfer, await stranger.sign(RECALL, here()));
    expect([byStranger.status, byStranger.code]).toEqual([403, "action-refused"]);
    const longer = await ask("extend", owner.transfer, await stranger.sign(EXTEND, here()));
    expect(longer.code).toBe("action-refused");
    const before = stored();
    for (const [call, action] of [
      ["recall", RECALL],
      ["extend", EXTEND],
    ] as const) {
      const nowhere = await ask(call, stranger.transfer, await stranger.sign(action, here()));
      expect([nowhere.status, nowhere.code]).toEqual([404, "transfer-missing"]);
    }
    expect(stored()).toEqual(before);
  });
});

describe("after a recall", () => {
  it("nothing is signed, at another replica too, and nothing is extended or opened again", async () => {
    const other = await runGateway({ folder: gateway.folder });
    const owner = await openTransfer();
    const [old] = await signed(owner);
    const action = await owner.sign(RECALL, here());
    const path = `${TRANSFERS}/${owner.transfer}`;
    const recalled = await gateway.call(`${path}/recall`, {
      body: { route: 0, action, first: [] },
    });
    expect(recalled.json).toMatchObject({ impossibleSince: expect.any(Number) as number });
    const late = await fetch(old!.url, { method: "PUT", body: patternBytes(10) });
    expect(late.status).toBe(410);
    for (const each of [gateway, other]) {
      const { origin } = each;
      const write = { route: 0, action: await owner.sign(WRITE, { origin }), items: [item] };
      expect((await each.call(`${path}/write`, { body: write })).status).toBe(410);
      const read = { route: 0, items: [{ store: "store-1", name: NAME }] };
      const answer = await each.call(`${path}/read`, { body: read });
      expect([answer.status, answer.code]).toEqual([410, "recalled"]);
      const extend = { route: 0, action: await owner.sign(EXTEND, { origin }) };
      expect((await each.call(`${path}/extend`, { body: extend })).code).toBe("recalled");
      const open = { route: 0, transfer: owner.id, totalBytes: 1 };
      const reopened = { ...open, action: await owner.sign(OPEN, { origin }) };
      expect((await each.call(TRANSFERS, { body: reopened })).code).toBe("recalled");
      const { json } = await each.call(`${path}?route=0`);
      expect(readStateAnswer(json).actions).toHaveLength(1);
    }
    for (const store of STORES) {
      expect(readdirSync(`${gateway.storeFolder(store)}/${owner.transfer}`)).toEqual([
        "state-recalled",
      ]);
    }
  });
});

describe("names", () => {
  const BAD = [
    ...["..", "../../../../etc/pw", "....................", "a/b", "/etc/passwd-000000000"],
    ...["state-recalled-00000", "state-opened", "", "a".repeat(21), "%2e%2e%2f%2e%2e%2f%2e"],
    ...[`${NAME}\0`, "あいうえおかきくけこさしすせそたちつてと", NAME.replace("-", " ")],
  ];

  it("nothing outside of T is signed", async () => {
    const owner = await openTransfer();
    const action = await owner.sign(WRITE, here());
    for (const name of BAD.filter((text) => text !== "....................")) {
      const write = { route: 0, action, items: [item, { ...item, name }] };
      const answer = await gateway.call(`${TRANSFERS}/${owner.transfer}/write`, { body: write });
      expect([answer.status, answer.error]).toMatchObject([
        400,
        { details: { field: "items[1].name" } },
      ]);
      const read = { route: 0, items: [{ store: "store-1", name }] };
      expect(
        (await gateway.call(`${TRANSFERS}/${owner.transfer}/read`, { body: read })).status,
      ).toBe(400);
    }
  });

  it("a store of no route, or of none", async () => {
    const owner = await openTransfer();
    const action = await owner.sign(WRITE, here());
    const ask = async (store: string, route = 0) => {
      const body = { route, action, items: [{ ...item, store }] };
      return gateway.call(`${TRANSFERS}/${owner.transfer}/write`, { body });
    };
    expect([(await ask("store-9")).status, (await ask("store-9")).code]).toEqual([
      400,
      "store-unknown",
    ]);
    expect((await ask("../store-1")).code).toBe("request-invalid");
    expect((await ask("__proto__")).code).toBe("request-invalid");
    expect((await ask("store-1", 7)).error?.details).toEqual({ field: "route" });
  });

  it("a T that is none", async () => {
    const body = { route: 0, items: [{ store: "store-1", name: NAME }] };
    for (const transfer of [
      "x",
      "..",
      "%2e%2e",
      "A".repeat(31),
      "A".repeat(33),
      `${"A".repeat(31)}%2F`,
      "A".repeat(5_000),
    ]) {
      const answer = await gateway.call(`${TRANSFERS}/${transfer}/read`, { body });
      expect([400, 403, 404, 414]).toContain(answer.status);
      expect(answer.code).toBe("request-invalid");
    }
    const unknown = await gateway.call(`${TRANSFERS}/${"A".repeat(32)}/read`, { body });
    expect([unknown.status, unknown.code]).toEqual([404, "transfer-missing"]);
    expect((await gateway.call(`${TRANSFERS}/${"A".repeat(32)}`)).code).toBe("request-invalid");
    expect((await gateway.call(`${TRANSFERS}/${"A".repeat(32)}?route=0&route=1`)).code).toBe(
      "request-invalid",
    );
  });

  it("10,000 names, or an object larger than any", async () => {
    const owner = await openTransfer();
    const action = await owner.sign(WRITE, here());
    const many = { route: 0, action, items: Array.from({ length: 300 }, () => item) };
    const answer = await gateway.call(`${TRANSFERS}/${owner.transfer}/write`, { body: many });
    expect(answer.error?.details).toEqual({ field: "items" });
    const items = Array.from({ length: 10_000 }, () => item);
    const more = await gateway.call(`${TRANSFERS}/${owner.transfer}/write`, {
      body: { ...many, items },
    });
    expect([more.status, more.code]).toEqual([413, "request-invalid"]);
    const huge = { route: 0, action, items: [{ ...item, sizeBytes: 6_000_000 }] };
    const large = await gateway.call(`${TRANSFERS}/${owner.transfer}/write`, { body: huge });
    expect(large.error?.details).toEqual({ field: "items[0].sizeBytes" });
  });
});

describe("bodies", () => {
  it("broken JSON, other types, other methods, other paths", async () => {
    const cases: readonly (readonly [
      string,
      string,
      string | undefined,
      Record<string, string>,
      number,
    ])[] = [
      ["POST", TRANSFERS, "{", {}, 400],
      ["POST", TRANSFERS, "", {}, 400],
      ["POST", TRANSFERS, '{"__proto__":{"x":1}}', {}, 400],
      ["POST", TRANSFERS, "[".repeat(100_000), {}, 400],
      ["POST", TRANSFERS, "{}", { "Content-Type": "text/plain" }, 415],
      ["POST", TRANSFERS, "{}", { "Content-Type": "multipart/form-data" }, 415],
      ["DELETE", `${TRANSFERS}/${"A".repeat(32)}`, undefined, {}, 404],
      ["PUT", TRANSFERS, "{}", {}, 404],
      ["GET", "/api/v1/secrets", undefined, {}, 404],
      ["GET", "/api/v1/../../etc/passwd", undefined, {}, 404],
      ["GET", "/..%2f..%2fetc/passwd", undefined, {}, 404],
    ];
    for (const [method, path, body, headers, status] of cases) {
      const answer = await gateway.call(path, {
        method,
        headers,
        ...(body !== undefined && { body }),
      });
      expect([answer.status, answer.code]).toEqual([status, "request-invalid"]);
    }
  });

  it("a hundred megabytes are not read", async () => {
    const { port, hostname } = new URL(gateway.origin);
    const before = process.memoryUsage().rss;
    const status = await new Promise<number>((resolve, reject) => {
      const headers = { "Content-Type": "application/json", "Content-Length": 100_000_000 };
      const post = httpRequest({ method: "POST", port, hostname, path: TRANSFERS, headers });
      post.on("response", (response) => {
        resolve(response.statusCode ?? 0);
        post.destroy();
      });
      post.on("error", reject);
      post.write(Buffer.alloc(1_000_000));
    });
    expect(status).toBe(413);
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 2 ** 20);
  });

  it("who sends headers or a body slowly is cut off, and others are served meanwhile", async () => {
    const { port, hostname } = new URL(gateway.origin);
    const beginnings = [
      `POST ${TRANSFERS} HTTP/1.1\r\nHost: x\r\n`,
      `POST ${TRANSFERS} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{`,
    ];
    const ended = beginnings.map(
      (text) =>
        new Promise<void>((resolve) => {
          const socket = connect(Number(port), hostname, () => socket.write(text));
          const drip = setInterval(() => socket.write("a: 1\r\n"), 300);
          socket.on("data", () => undefined).on("error", () => undefined);
          socket.on("close", () => {
            clearInterval(drip);
            resolve();
          });
        }),
    );
    expect((await gateway.call("/healthz")).status).toBe(200);
    await Promise.all(ended);
  }, 60_000);
});

describe("other sites", () => {
  const evil = { Origin: "https://evil.example" };

  it("may not open, write, recall or extend", async () => {
    const owner = await openTransfer();
    const body = { route: 0, action: await owner.sign(WRITE, here()), items: [item] };
    for (const path of [
      TRANSFERS,
      ...["write", "recall", "extend"].map((call) => `${TRANSFERS}/${owner.transfer}/${call}`),
    ]) {
      for (const method of ["POST", "OPTIONS"]) {
        const headers = { ...evil, "Access-Control-Request-Method": "POST" };
        const answer = await gateway.call(path, {
          method,
          headers,
          ...(method === "POST" && { body }),
        });
        expect([answer.status, answer.code]).toEqual([403, "origin-refused"]);
        expect(answer.headers.get("access-control-allow-origin")).toBeNull();
      }
    }
  });

  it("may read what an index holder reads", async () => {
    const owner = await openTransfer();
    const body = { route: 0, items: [{ store: "store-1", name: NAME }] };
    for (const [path, init] of [
      ["/api/v1/config", {}],
      [`${TRANSFERS}/${owner.transfer}?route=0`, {}],
      [`${TRANSFERS}/${owner.transfer}/read`, { body }],
    ] as const) {
      const answer = await gateway.call(path, { ...init, headers: evil });
      expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([
        200,
        "*",
      ]);
    }
    const preflight = await gateway.call(`${TRANSFERS}/${owner.transfer}/read`, {
      method: "OPTIONS",
      headers: { ...evil, "Access-Control-Request-Method": "POST" },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-headers")).toContain("authorization");
  });

  it("this computer's names for itself are the own origin, the Host header is not", async () => {
    const { port } = new URL(gateway.origin);
    const owner = await createOwner();
    for (const host of ["localhost", "127.0.0.1", "[::1]"]) {
      const origin = `http://${host}:${port}`;
      const action = await owner.sign(OPEN, { origin });
      const body = { route: 0, transfer: owner.id, action, totalBytes: 1 };
      const answer = await gateway.call(TRANSFERS, { body, headers: { Origin: origin } });
      expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([
        200,
        origin,
      ]);
    }
    for (const origin of [
      `http://localhost:${String(Number(port) + 1)}`,
      `https://localhost:${port}`,
      "null",
    ]) {
      const answer = await gateway.call(TRANSFERS, { body: "{}", headers: { Origin: origin } });
      expect(answer.code).toBe("origin-refused");
    }
  });
});

describe("signed requests", () => {
  it("an oversize or overwriting PUT, and one for another name, do nothing", async () => {
    const owner = await openTransfer();
    const [right] = await signed(owner);
    const put = async (url: string, bytes: Uint8Array<ArrayBuffer>) =>
      (await fetch(url, { method: "PUT", body: bytes })).status;
    expect(await put(right!.url, patternBytes(11))).toBe(400);
    expect(await put(right!.url.replace(NAME, "another_name-0000000"), patternBytes(10))).toBe(403);
    expect(await put(right!.url, patternBytes(10))).toBe(200);
    expect(await put(right!.url, patternBytes(10, "x"))).toBe(412);
    expect(right!.expiresAt - inSeconds(0)).toBeLessThanOrEqual(15 * 60);
  });
});

it("who asks too often is told to wait, and others are not", async () => {
  const config = localConfig({ limits: { requestsPerSecond: 5 }, trustProxy: 1 });
  const limited = await runGateway({ config });
  const ask = (client: string) =>
    limited.call("/api/v1/config", { headers: { "X-Forwarded-For": client } });
  const answers = await Promise.all(Array.from({ length: 30 }, () => ask("10.0.0.1")));
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(10);
  expect(refused[0]).toMatchObject({ code: "gateway-busy", error: { retry: "yes" } });
  expect(Number(refused[0]?.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
  expect((await ask("10.0.0.2")).status).toBe(200);
  expect((await limited.call("/healthz")).status).toBe(200);
});

it("after all of it the gateway is well", async () => {
  expect((await gateway.call("/readyz")).json).toMatchObject({ status: "ready" });
  expect(gateway.log.filter((line) => line.includes('"level":50'))).toEqual([]);
  const log = gateway.log.join("");
  for (const word of [NAME, "signature=", "etc/passwd", encodeBase64Url(patternBytes(10))]) {
    expect(log).not.toContain(word);
  }
});
