/** What the gateway's process gets to see of a transfer: every byte that goes to it is searched. */
import { type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createHome, type Ended, type Home } from "../fakes/cli";
import { freePorts } from "../fakes/free-ports";
import { assertSilent } from "../fakes/secrets";
import { startTap, type Tap } from "../fakes/tap";

const NAME = "極秘 merger-with-Contoso.txt";
const PASSPHRASE = "correct horse battery staple";
const REASON = "Sent to the wrong Contoso";
const CONTACT = "+81-3-1234-5678";
const MARK = `the price is ${randomBytes(24).toString("hex")}`;
const STORES = ["s1", "s2", "s3"];

const ports: number[] = [];
const taps: Tap[] = [];
let home: Home;
let serving: ChildProcess | undefined;
let served: Promise<Ended>;

/** The gateway and its stores, each reached only over a wire that is listened to. */
async function serve(): Promise<string> {
  ports.push(...(await freePorts(STORES.length + 1)));
  for (const port of ports) taps.push(await startTap(port));
  const urlOf = (at: number): string => `http://localhost:${String(taps[at]?.port)}`;
  const stores = STORES.map((id, at) => [
    id,
    { cloud: "local", folder: id, listen: ports[at + 1], publicUrl: urlOf(at + 1) },
  ]);
  const config = home.write(
    "config.json",
    JSON.stringify({
      origin: urlOf(0),
      stores: Object.fromEntries(stores) as object,
      routes: [{ id: 0, stores: STORES, k: 2 }],
    }),
  );
  const args = ["serve", "--port", String(ports[0]), "--config", config, "--log-level", "debug"];
  await new Promise<void>((ready, reject) => {
    served = home.run(args, {
      onStart: (child) => (serving = child),
      onOutput: (text) => {
        if (text.includes("is ready")) ready();
      },
    });
    served.then(({ stderr }) => {
      reject(new Error(stderr));
    }, reject);
  });
  return urlOf(0);
}

beforeAll(() => {
  home = createHome();
});
afterAll(() => {
  serving?.kill();
  for (const tap of taps) tap.close();
});

async function ok(args: readonly string[]): Promise<void> {
  const { code, stderr } = await home.run(args);
  expect([code, stderr]).toEqual([0, expect.not.stringContaining("Error")]);
}

it("no plaintext, name, secret, key or passphrase goes to the gateway or its stores", async () => {
  const gateway = await serve();
  home.write(`tree/${NAME}`, `${MARK}\n`.repeat(5_000));
  home.write("passphrase", PASSPHRASE);
  const secured = ["--passphrase-file", "passphrase"];
  const from = ["--from", "Taro Yamada of Contoso", "--contact", CONTACT];
  await ok(["send", "tree", "--gateway", gateway, "--out", "i.txt", ...secured, ...from]);
  await ok(["restore", "i.txt", "--to", "out", ...secured]);
  expect(readFileSync(join(home.folder, "out/tree", NAME), "utf8")).toContain(MARK);
  await ok(["extend", "i.txt", "--expires", "20"]);
  await ok(["recall", "i.txt", "--reason", REASON]);
  serving?.kill();
  const log = await served;

  const [, code = ""] = /#([\w-]{68})/.exec(readFileSync(join(home.folder, "i.txt"), "utf8")) ?? [];
  const index = Buffer.from(code, "base64url");
  const ownerKey = readFileSync(join(home.configFolder, "pro-porter", "owner-key"), "utf8").trim();
  const secrets = new Map<string, Buffer | string>([
    ["the plaintext", MARK],
    ["a file name", NAME],
    ["a part of it", "merger-with"],
    ["the folder", "tree/"],
    ["the passphrase", PASSPHRASE],
    ["the sender", "Taro Yamada"],
    ["the contact", CONTACT],
    ["the reason", REASON],
    ["the index line", code],
    ["the secret in the index", index.subarray(8, 40)],
    ["the owner key", ownerKey],
    ["the owner key's bytes", Buffer.from(ownerKey, "base64url")],
  ]);
  expect(code).toHaveLength(68);
  expect(taps.every((tap) => tap.heard().length > 1_000)).toBe(true);
  for (const [at, tap] of taps.entries()) {
    assertSilent(["gateway", ...STORES][at] ?? "", tap.heard(), secrets);
  }
  assertSilent("log", Buffer.from(log.stdout + log.stderr), secrets);
  expect(log.stdout + log.stderr).not.toContain("signature=");
  for (const store of STORES) {
    const files = readdirSync(join(home.folder, store), { recursive: true, withFileTypes: true });
    for (const file of files.filter((entry) => entry.isFile())) {
      assertSilent(store, readFileSync(join(file.parentPath, file.name)), secrets);
    }
  }
});
