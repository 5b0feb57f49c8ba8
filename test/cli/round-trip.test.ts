/** The commands as a person uses them: what they print, write, and end with. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
} from "node:fs";
import { join } from "node:path";
import { patternBytes } from "../fakes/memory-tree";
import {
  assertNoStackTrace,
  createHome,
  DEFAULT_FOLDERS,
  eventsOf,
  type Ended,
  type Home,
} from "../fakes/cli";

const INDEX = "Restore attachments.porter.txt";
const MTIME = new Date("2020-02-29T12:34:56.789Z");

function withTree(): Home {
  const home = createHome();
  home.write("tree/a file.bin", patternBytes(1_000_000));
  home.write("tree/deep/er/日本語.txt", "hello\n");
  home.write("tree/deep/empty", "");
  mkdirSync(join(home.folder, "tree/nothing here"));
  utimesSync(join(home.folder, "tree/deep/er/日本語.txt"), MTIME, MTIME);
  return home;
}

function assertSame({ folder }: Home, restored: string): void {
  for (const path of ["a file.bin", "deep/er/日本語.txt", "deep/empty"]) {
    const [before, after] = [join(folder, "tree", path), join(folder, restored, "tree", path)];
    expect(Buffer.compare(readFileSync(before), readFileSync(after))).toBe(0);
  }
  const restoredTime = statSync(join(folder, restored, "tree/deep/er/日本語.txt")).mtime;
  expect(restoredTime).toEqual(MTIME);
  expect(readdirSync(join(folder, restored, "tree/nothing here"))).toEqual([]);
}

const ok = (ended: Ended): Ended => {
  expect([ended.code, ended.stderr.includes("Error")]).toEqual([0, false]);
  assertNoStackTrace(ended);
  return ended;
};

const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);

describe("with the four folders that are made on first use", () => {
  let home: Home;
  beforeAll(async () => {
    home = withTree();
    const { stdout, stderr } = ok(await home.run(["send", "tree"]));
    expect(stdout).toContain(INDEX);
    expect(stderr).toContain("data/store-4");
    expect(stderr).toContain("owner-key");
  });

  it("the index file is one short line, and every secret is for its user alone", () => {
    const path = join(home.folder, INDEX);
    expect(readFileSync(path, "ascii")).toMatch(/^[\w-]{68}\n$/);
    expect(mode(path)).toBe("600");
    expect(mode(join(home.configFolder, "pro-porter/owner-key"))).toBe("600");
    expect(mode(join(home.configFolder, "pro-porter"))).toBe("700");
    expect(mode(join(home.stateFolder, "pro-porter/sends"))).toBe("700");
    expect(readdirSync(join(home.stateFolder, "pro-porter/sends"))).toEqual([]);
  });

  it("restore brings everything back, once; a second time only with --overwrite", async () => {
    ok(await home.run(["restore", INDEX, "--to", "out"]));
    assertSame(home, "out");
    expect(readdirSync(join(home.folder, "out"))).toEqual(["tree"]);
    const again = await home.run(["restore", INDEX, "--to", "out"]);
    expect(again.code).toBe(6);
    expect(again.stderr).toMatch(/already there.*Nothing was changed/);
    ok(await home.run(["restore", INDEX, "--to", "out", "--overwrite"]));
    assertSame(home, "out");
  });

  it("restore takes the line itself, with and without an address", async () => {
    const code = readFileSync(join(home.folder, INDEX), "utf8").trim();
    const lines = [
      code,
      `#${code}`,
      `porter.example/#${code}`,
      ` https://porter.example/#${code} `,
    ];
    // Without it the address would say where to ask.
    const config = ["--config", home.write("here.json", JSON.stringify(DEFAULT_FOLDERS))];
    for (const [at, line] of lines.entries()) {
      ok(await home.run(["restore", line, "--to", `line-${String(at)}`, ...config]));
      assertSame(home, `line-${String(at)}`);
    }
  });

  it("restore --only brings one file or one folder", async () => {
    ok(await home.run(["restore", INDEX, "--to", "only", "--only", "tree/deep"]));
    expect(readdirSync(join(home.folder, "only/tree"))).toEqual(["deep"]);
    const { code, stderr } = await home.run(["restore", INDEX, "--to", "x", "--only", "tree/no"]);
    expect([code, existsSync(join(home.folder, "x"))]).toEqual([3, false]);
    expect(stderr).toContain('"tree/no"');
  });

  it("inspect lists the files and fetches none", async () => {
    const { stdout } = ok(await home.run(["inspect", INDEX]));
    expect(stdout).toContain("tree/deep/er/日本語.txt");
    expect(stdout).toContain("1.0 MB");
    expect(stdout).toContain("tree/nothing here/");
  });

  it("verify is satisfied, and says which store is not in order", async () => {
    expect(ok(await home.run(["verify", INDEX])).stdout).toContain("Every store");
    const [transfer] = readdirSync(join(home.folder, "data/store-2"));
    expect(transfer).toBeDefined();
  });

  it("the same command twice makes a new transfer, and the index is replaced", async () => {
    const before = readFileSync(join(home.folder, INDEX), "utf8");
    ok(await home.run(["send", "tree"]));
    const after = readFileSync(join(home.folder, INDEX), "utf8");
    expect(after).not.toBe(before);
    ok(await home.run(["restore", before.trim(), "--to", "first"]));
    ok(await home.run(["restore", INDEX, "--to", "second"]));
    assertSame(home, "first");
    assertSame(home, "second");
  });

  it("the current folder can be sent: stores and index in it are left out, and said", async () => {
    const listOf = async (): Promise<string> => {
      const { stdout } = ok(await home.run(["inspect", INDEX]));
      return stdout.slice(stdout.indexOf("Content"));
    };
    const first = ok(await home.run(["send", "."]));
    expect(first.stderr).toMatch(/Left out \(store\): .*data\/store-1/);
    expect(first.stderr).toMatch(/Left out \(index\): .*Restore attachments/);
    const list = await listOf();
    ok(await home.run(["send", "."]));
    expect(await listOf()).toBe(list);
    expect(list).not.toMatch(/store-|Restore/);
  });

  it("a file that is no index is never replaced", async () => {
    home.write("letter.txt", "Dear Sir");
    const { code, stderr } = await home.run(["send", "tree", "--out", "letter.txt"]);
    expect(code).toBe(2);
    expect(stderr).toContain("letter.txt");
    expect(readFileSync(join(home.folder, "letter.txt"), "utf8")).toBe("Dear Sir");
  });
});

describe("a store that is lost", () => {
  it("is named by restore and verify, and filled again by rebuild", async () => {
    const home = withTree();
    ok(await home.run(["send", "tree"]));
    rmSync(join(home.folder, "data/store-2"), { recursive: true });
    const { stderr } = ok(await home.run(["restore", INDEX, "--to", "out"]));
    expect(stderr).toContain("store-2");
    assertSame(home, "out");
    expect((await home.run(["verify", INDEX])).stderr).toContain("store-2");
    ok(await home.run(["rebuild", INDEX, "--store", "store-2"]));
    expect(ok(await home.run(["verify", INDEX])).stdout).toContain("Every store");
    const unknown = await home.run(["rebuild", INDEX, "--store", "store-9"]);
    expect([unknown.code, unknown.stderr.includes("store-9")]).toEqual([2, true]);
    for (const lost of ["store-1", "store-4"]) {
      rmSync(join(home.folder, "data", lost), { recursive: true });
    }
    const few = await home.run(["restore", INDEX, "--to", "few"]);
    expect(few.code).toBe(4);
    expect(few.stderr).toMatch(/store-1.*store-4/s);
    expect(few.stderr).not.toMatch(/store-[23]/);
    assertNoStackTrace(few);
  });

  it("that lies is named, and the files are right", async () => {
    const home = withTree();
    ok(await home.run(["send", "tree"]));
    const store = join(home.folder, "data/store-3");
    const [transfer] = readdirSync(store).filter((name) => name !== ".incoming");
    for (const name of readdirSync(join(store, transfer!))) {
      const path = join(store, transfer!, name);
      const bytes = readFileSync(path);
      bytes[bytes.length >> 1]! ^= 1;
      home.write(join("data/store-3", transfer!, name), bytes);
    }
    const { stderr } = ok(await home.run(["restore", INDEX, "--to", "out"]));
    expect(stderr).toMatch(/store-3.*wrong data/);
    expect(stderr).not.toMatch(/store-[124]/);
    assertSame(home, "out");
  });
});

describe("recall and extend", () => {
  it("over a route without a cipher, it is told that the stores can read the reason", async () => {
    const home = withTree();
    const stores = Object.fromEntries(
      ["a", "b"].map((id) => [id, { cloud: "local", folder: id }] as const),
    );
    const routes = [{ id: 0, stores: ["a", "b"], k: 2, suite: "cipher-free" }];
    home.write("config.json", JSON.stringify({ stores, routes }));
    ok(await home.run(["send", "tree", "--config", "config.json"]));
    const recall = ["recall", INDEX, "--config", "config.json"];
    expect(ok(await home.run([...recall, "--reason", "hm"])).stderr).toMatch(/stores can read/);
  });

  it("need the owner key, and a recall is told with its reason", async () => {
    const home = withTree();
    ok(await home.run(["send", "tree", "--expires", "1"]));
    const stranger = { XDG_CONFIG_HOME: join(home.folder, "stranger") };
    for (const command of ["recall", "extend"]) {
      const refused = await home.run([command, INDEX], { env: stranger });
      expect([refused.code, refused.stderr.includes("owner key")]).toEqual([5, true]);
    }
    const { stdout } = ok(await home.run(["extend", INDEX, "--expires", "20"]));
    const date = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
    expect(stdout).toContain(date);
    expect(ok(await home.run(["inspect", INDEX])).stdout).toContain(date);
    const recalled = ok(await home.run(["recall", INDEX, "--reason", "wrong person"]));
    for (const id of [1, 2, 3, 4]) expect(recalled.stdout).toContain(`store-${String(id)}`);
    const restored = await home.run(["restore", INDEX, "--to", "out"]);
    expect([restored.code, restored.stderr.includes("wrong person")]).toEqual([5, true]);
    expect(existsSync(join(home.folder, "out"))).toBe(false);
    const inspected = await home.run(["inspect", INDEX]);
    expect(inspected.stdout + inspected.stderr).toContain("wrong person");
    assertNoStackTrace(inspected);
    const again = await home.run(["extend", INDEX]);
    expect(again.code).toBe(5);
  });

  it("an expired transfer is said to be that", async () => {
    const home = withTree();
    ok(await home.run(["send", "tree", "--expires", "0.00002"]));
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    const { code, stderr } = await home.run(["restore", INDEX, "--to", "out"]);
    expect([code, stderr.includes("expired")]).toEqual([5, true]);
    ok(await home.run(["extend", INDEX, "--expires", "3"]));
    ok(await home.run(["restore", INDEX, "--to", "out"]));
    assertSame(home, "out");
  });

  it("recall is pending at a store that is away, and done by the same command later", async () => {
    const home = withTree();
    ok(await home.run(["send", "tree"]));
    const store = join(home.folder, "data/store-1");
    rmSync(store, { recursive: true });
    const pending = await home.run(["recall", INDEX]);
    expect([pending.code, pending.stderr.includes("store-1")]).toEqual([4, true]);
    mkdirSync(store);
    ok(await home.run(["recall", INDEX]));
  });
});

describe("the owner key", () => {
  it("is exported and imported, and recalls from another computer", async () => {
    const home = withTree();
    ok(await home.run(["send", "tree"]));
    const { stdout } = ok(await home.run(["config", "owner-key", "export"]));
    expect(stdout).toMatch(/^[\w-]{43}\n$/);
    const other = { env: { XDG_CONFIG_HOME: join(home.folder, "other") } };
    const missing = await home.run(["config", "owner-key", "export"], other);
    expect(missing.code).not.toBe(0);
    home.write("key.txt", stdout);
    ok(await home.run(["config", "owner-key", "import", "key.txt"], other));
    expect(mode(join(home.folder, "other/pro-porter/owner-key"))).toBe("600");
    ok(await home.run(["config", "owner-key", "import", "-"], { ...other, stdin: stdout }));
    expect((await home.run(["config", "owner-key", "export"], other)).stdout).toBe(stdout);
    ok(await home.run(["recall", INDEX], other));
  });

  it("an imported key signs from now on, the old one still recalls", async () => {
    const home = withTree();
    ok(await home.run(["send", "tree", "--out", "old.txt"]));
    const imported = "A".repeat(42) + "E";
    ok(await home.run(["config", "owner-key", "import", "-"], { stdin: imported }));
    expect((await home.run(["config", "owner-key", "export"])).stdout).toBe(`${imported}\n`);
    ok(await home.run(["send", "tree", "--out", "new.txt"]));
    for (const index of ["old.txt", "new.txt"]) ok(await home.run(["recall", index]));
  });

  it.each(["", "too short", "A".repeat(44), "A".repeat(42) + "B", "A".repeat(42) + "é"])(
    "%j is refused as a key",
    async (stdin) => {
      const home = createHome();
      const ended = await home.run(["config", "owner-key", "import", "-"], { stdin });
      expect([2, 3]).toContain(ended.code);
      assertNoStackTrace(ended);
      expect(existsSync(join(home.configFolder, "pro-porter/owner-key"))).toBe(false);
    },
  );
});

describe("--json", () => {
  it("prints one event a line, the result and the error among them", async () => {
    const home = withTree();
    const sent = ok(await home.run(["send", "tree", "--json"]));
    const events = eventsOf(sent);
    expect(sent.stderr).toBe("");
    const names = events.map(({ event }) => event);
    expect(names).toEqual(expect.arrayContaining(["store-created", "sending", "progress", "sent"]));
    const done = events.find(({ event }) => event === "sent");
    expect(done).toMatchObject({ indexBytes: 69, resumed: false });
    const progress = events.filter(({ event }) => event === "progress");
    expect(progress.every(({ totalBytes }) => totalBytes === 1_000_006)).toBe(true);
    const inspected = eventsOf(ok(await home.run(["inspect", INDEX, "--json"])));
    expect(inspected[0]).toMatchObject({ event: "transfer", recalled: false });
    ok(await home.run(["restore", INDEX, "--to", "out", "--json"]));
    const failed = await home.run(["restore", INDEX, "--to", "out", "--json"]);
    expect(failed.stderr).toBe("");
    const error = { event: "error", code: "target-exists", exitCode: 6 };
    expect(eventsOf(failed).at(-1)).toMatchObject(error);
    expect(failed.code).toBe(6);
  });

  it("says nothing of the passphrase, the index or a key", async () => {
    const home = withTree();
    home.write("secret.txt", "correct horse battery\n");
    const sent = ok(await home.run(["send", "tree", "--json", "--passphrase-file", "secret.txt"]));
    const key = readFileSync(join(home.configFolder, "pro-porter/owner-key"), "utf8").trim();
    const code = readFileSync(join(home.folder, INDEX), "utf8").trim();
    for (const secret of ["correct horse", key, code]) expect(sent.stdout).not.toContain(secret);
  });
});

it("a passphrase is asked for, checked, and restores", async () => {
  const home = withTree();
  home.write("right.txt", "correct horse battery\n");
  home.write("wrong.txt", "correct horse");
  ok(await home.run(["send", "tree", "--passphrase-file", "right.txt"]));
  const without = await home.run(["restore", INDEX, "--to", "out"]);
  expect([without.code, without.stderr.includes("--passphrase-file")]).toEqual([3, true]);
  const wrong = await home.run(["restore", INDEX, "--to", "out", "--passphrase-file", "wrong.txt"]);
  expect([wrong.code, wrong.stderr.includes("passphrase is wrong")]).toEqual([3, true]);
  ok(await home.run(["restore", INDEX, "--to", "out", "--passphrase-file", "right.txt"]));
  assertSame(home, "out");
});
