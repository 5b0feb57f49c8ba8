/** Whatever is given: a sentence that says what is wrong, the exit code that says which, no stack trace. */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import {
  assertNoStackTrace,
  createHome,
  DEFAULT_FOLDERS,
  eventsOf,
  killAt,
  type Ended,
  type Home,
} from "../fakes/cli";
import { patternBytes } from "../fakes/memory-tree";

const INDEX = "Restore attachments.porter.txt";
const NOBODY = 65_534;

let home: Home;
let code: string;
beforeAll(async () => {
  home = createHome();
  home.write("tree/file", patternBytes(1_000));
  expect((await home.run(["send", "tree"])).code).toBe(0);
  code = readFileSync(join(home.folder, INDEX), "utf8").trim();
});

function assertSaid(ended: Ended, exitCode: number, saying: RegExp): void {
  expect([ended.code, ended.stderr]).toEqual([exitCode, expect.stringMatching(saying)]);
  assertNoStackTrace(ended);
  expect(ended.stderr).toMatch(/^Error: \S/m);
}

function makePipe(): string {
  execFileSync("mkfifo", [join(home.folder, "pipe")]);
  return "pipe";
}

describe("an index", () => {
  it.each([0, 1, 2, 20, 34, 35, 50, 66, 67])("with character %d changed is refused", async (at) => {
    const letter = code.charAt(at) === "x" ? "y" : "x";
    const line = code.slice(0, at) + letter + code.slice(at + 1);
    const ended = await home.run(["restore", line, "--to", "out"]);
    // One change in 256 passes the check byte; then no store knows such a transfer.
    expect([3, 4]).toContain(ended.code);
    expect(ended.stderr).toMatch(/not an index|has this transfer|has no route/);
    assertNoStackTrace(ended);
  });

  const contents: readonly [string, () => string | Uint8Array, RegExp][] = [
    ["empty", () => "", /it is empty/],
    ["only white space", () => " \r\n\t\n", /it is empty/],
    ["binary", () => patternBytes(69), /not an index/],
    ["zeros", () => new Uint8Array(69), /not an index/],
    ["a byte short", () => `${code.slice(0, -1)}\n`, /68 characters/],
    ["a byte long", () => `${code}A\n`, /68 characters/],
    ["two lines", () => `${code}\n${code}\n`, /more than one line/],
    ["a letter", () => "Dear Sir or Madam,\nplease find attached\n", /more than one line/],
    ["in double quotes", () => `"${code}"\n`, /not an index/],
    ["UTF-16", () => Buffer.from(`\uFEFF${code}\n`, "utf16le"), /not an index/],
    ["on a page of plain http", () => `http://porter.example/#${code}\n`, /http:\/\//],
    ["behind a strange address", () => `file:///etc/#${code}\n`, /address/],
  ];
  it.each(contents)("file that is %s", async (_, content, saying) => {
    home.write("bad.txt", content());
    assertSaid(await home.run(["restore", "bad.txt", "--to", "out"]), 3, saying);
    expect(existsSync(join(home.folder, "out"))).toBe(false);
  });

  it("file of a gigabyte is refused without reading it", async () => {
    const path = home.write("huge.txt", `${code}\n`);
    truncateSync(path, 2 ** 30);
    assertSaid(await home.run(["inspect", "huge.txt"]), 3, /too long/);
  });

  it.each([
    ["BOM", (line: string) => `\uFEFF${line}\n`],
    ["CRLF", (line: string) => `${line}\r\n`],
    ["spaces and lines around it", (line: string) => `\n\n  ${line} \t\n`],
    ["no line end", (line: string) => line],
    ["an address", (line: string) => `porter.example:8443/path/#${line}\n`],
  ])("file with %s is read", async (_, write) => {
    home.write("good.txt", write(code));
    const config = home.write("here.json", JSON.stringify(DEFAULT_FOLDERS));
    const ended = await home.run(["inspect", "good.txt", "--config", config]);
    expect([ended.code, ended.stderr]).toEqual([0, ""]);
  });

  it.each([
    ["a path that does not exist", () => "no such file.txt", /does not exist/],
    ["nothing", () => "", /it is empty/],
    ["a folder", () => "tree", /not an index|cannot be read/],
    ["a pipe", makePipe, /not an index|cannot be read/],
    ["a path with a line end", () => "a\nb", /does not exist|not an index/],
    ["a name of 5,000 letters", () => "n".repeat(5_000), /does not exist|not an index/],
  ])("argument that is %s", async (_, argument, saying) => {
    assertSaid(await home.run(["restore", argument()]), 3, saying);
  });
});

describe("send", () => {
  it.each([
    [["send", "no such path"], 3, /no such path does not exist/],
    [["send", "tree", "also not"], 3, /also not does not exist/],
    [["send", "tree", "--route", "7"], 3, /route 7/],
    [["send", "tree", "--route", "x"], 2, /--route/],
    [["send", "tree", "--expires", "0"], 2, /days/],
    [["send", "tree", "--expires", "0x10"], 2, /days/],
    [["send", "tree", "--expires", "0.000000001"], 2, /days/],
    [["send", "tree", "--expires", "31"], 5, /30 days/],
    [["send", "tree", "--min-stores", "2"], 2, /from 3 to 4/],
    [["send", "tree", "--min-stores", "5"], 2, /from 3 to 4/],
    [["send", "tree", "--out", "no/such/folder/x"], 2, /folder/],
    [["send", "tree", "--out", "tree"], 2, /tree/],
    [["send", "tree", "--passphrase-file", "none"], 3, /passphrase/i],
    [["send", "tree", "--config", "none.json"], 3, /none\.json.*no such file/],
  ] as const)("%j ends with %d", async (args, exitCode, saying) => {
    assertSaid(await home.run(args), exitCode, saying);
  });

  it("what is neither file nor folder alone is nothing to send", async () => {
    symlinkSync("tree", join(home.folder, "link"));
    const ended = await home.run(["send", "link"]);
    expect(ended.stderr).toContain("Left out (link)");
    assertSaid(ended, 3, /nothing to send/);
  });

  it("a folder that may not be read is named, before anything is sent", async () => {
    const other = createHome();
    other.write("mine/open/file", "x");
    other.write("mine/closed/file", "x");
    other.write("mine/secret", "x");
    chmodSync(join(other.folder, "mine/closed"), 0o700);
    for (const folder of [other.folder, other.configFolder, other.stateFolder]) {
      chownSync(folder, NOBODY, NOBODY);
      chmodSync(join(folder, ".."), 0o755);
    }
    const ended = await other.run(["send", "mine"], { uid: NOBODY });
    assertSaid(ended, 3, /mine\/closed cannot be read: permission denied/);
    chmodSync(join(other.folder, "mine/closed"), 0o755);
    chmodSync(join(other.folder, "mine/secret"), 0o600);
    assertSaid(
      await other.run(["send", "mine"], { uid: NOBODY }),
      3,
      /mine\/secret cannot be read/,
    );
    chmodSync(join(other.folder, "mine/secret"), 0o644);
    expect((await other.run(["send", "mine"], { uid: NOBODY })).code).toBe(0);
    // Nor may a store be one in which nothing can be written, or a target.
    chmodSync(join(other.folder, "data/store-2"), 0o555);
    chownSync(join(other.folder, "data/store-2"), 0, 0);
    const few = await other.run(["send", "mine"], { uid: NOBODY });
    assertSaid(few, 4, /store-2.*(refuses access|permission)/);
    mkdirSync(join(other.folder, "target"), { mode: 0o755 });
    const target = await other.run(["restore", INDEX, "--to", "target"], { uid: NOBODY });
    assertSaid(target, 6, /target/);
  });

  it("every odd name comes back, or is said to be changed", async () => {
    const odd = [
      "-rf",
      "a\nb",
      "tab\there",
      "back\\slash",
      "Upper",
      "upper",
      "e\u0301",
      " ",
      "é~2",
      "*?",
    ];
    for (const [at, name] of odd.entries()) home.write(join("odd", name), String(at));
    const sent = await home.run(["send", "odd", "--out", "odd.txt"]);
    expect(sent.code).toBe(0);
    expect((await home.run(["restore", "odd.txt", "--to", "odd-out"])).code).toBe(0);
    const out = join(home.folder, "odd-out/odd");
    const back = readdirSync(out).map((name) => readFileSync(join(out, name), "utf8"));
    expect(back.sort()).toEqual(odd.map((_, at) => String(at)).sort());
    const renamed = sent.stderr.split("\n").filter((line) => line.startsWith("Renamed"));
    expect(renamed.length).toBeGreaterThanOrEqual(4);
  });

  it("a closed route, and more than the policy allows, are refused", async () => {
    const config = {
      stores: { a: { cloud: "local", folder: "a" } },
      routes: [
        { id: 0, stores: ["a"] },
        { id: 1, stores: ["a"], closed: true },
      ],
      policy: { maxTransferBytes: 999 },
    };
    home.write("config.json", JSON.stringify(config));
    const send = (...more: string[]) =>
      home.run(["send", "tree", "--config", "config.json", ...more]);
    assertSaid(await send(), 5, /maxTransferBytes/);
    assertSaid(await send("--route", "1"), 5, /closed/);
    expect(readdirSync(home.folder)).not.toContain("a");
  });

  it("a configuration is refused at the place that is wrong", async () => {
    const bad: readonly [string, RegExp][] = [
      ["{", /no JSON/],
      ["[]", /top level/],
      ['{"stores":{},"routes":[]}', /routes/],
      [
        '{"stores":{"a":{"cloud":"local"}},"routes":[{"id":0,"stores":["a"]}]}',
        /stores\.a\.folder/,
      ],
    ];
    for (const [text, saying] of bad) {
      home.write("bad.json", text);
      assertSaid(await home.run(["config", "show", "--config", "bad.json"]), 3, saying);
    }
  });

  it("a passphrase that is none is refused", async () => {
    for (const content of ["", "\n", patternBytes(40), "x".repeat(5_000)]) {
      home.write("pass.txt", content);
      const ended = await home.run(["send", "tree", "--passphrase-file", "pass.txt"]);
      assertSaid(ended, 3, /passphrase/);
    }
  });
});

describe("the command itself", () => {
  it.each([
    [[], 2],
    [["fly"], 2],
    [["send"], 2],
    [["restore"], 2],
    [["send", "tree", "--fast"], 2],
    [["rebuild", "x"], 2],
    [["--help"], 0],
    [["send", "--help"], 0],
    [["--version"], 0],
  ] as const)("%j ends with %d", async (args, exitCode) => {
    const ended = await home.run(args);
    expect(ended.code).toBe(exitCode);
    assertNoStackTrace(ended);
    expect((ended.stdout + ended.stderr).length).toBeGreaterThan(4);
  });

  it("an owner key file that is damaged is not overwritten", async () => {
    const other = createHome();
    other.write("../config/pro-porter/owner-key", "not a key\n");
    other.write("tree/file", "x");
    assertSaid(await other.run(["send", "tree"]), 3, /owner key/);
    expect(readFileSync(join(other.configFolder, "pro-porter/owner-key"), "utf8")).toBe(
      "not a key\n",
    );
  });

  it("a damaged checkpoint does not stop a send", async () => {
    const other = createHome();
    other.write("tree/file", patternBytes(5_000));
    await other.run(["send", "tree", "--json"], { onOutput: killAt('"sending"', "SIGKILL") });
    const sends = join(other.stateFolder, "pro-porter/sends");
    for (const name of readdirSync(sends)) writeFileSync(join(sends, name), "5\nnull\n{}\n");
    const ended = await other.run(["send", "tree"]);
    expect([ended.code, ended.stderr]).toEqual([0, expect.not.stringContaining("Error")]);
  });

  it("speaks Japanese to whoever reads it", async () => {
    const ended = await home.run(["restore", "nothing.txt"], { env: { LC_ALL: "ja_JP.UTF-8" } });
    expect([ended.code, ended.stderr]).toEqual([3, expect.stringMatching(/[ぁ-ん]/)]);
  });

  it("words of a stranger reach the terminal without control characters", async () => {
    const evil = "Bob\u001b[2J\u001b]52;c;ZXZpbA==\u0007\u202Egpj";
    const from = ["--from", evil, "--contact", `x${evil}`];
    expect((await home.run(["send", "tree", "--out", "evil.txt", ...from])).code).toBe(0);
    const inspected = await home.run(["inspect", "evil.txt"]);
    expect(inspected.stdout).toContain("Bob");
    expect((await home.run(["recall", "evil.txt", "--reason", evil])).code).toBe(0);
    const refused = await home.run(["restore", "evil.txt"]);
    expect([refused.code, refused.stderr.includes("Bob")]).toEqual([5, true]);
    home.write("odd2/\u001b[31mred", "x");
    symlinkSync("nowhere", join(home.folder, "odd2/\u001b[31mlink"));
    const sent = await home.run(["send", "odd2", "--out", "odd2.txt"]);
    for (const { stdout, stderr } of [inspected, refused, sent]) {
      expect((stdout + stderr).replace(/\n/g, "")).not.toMatch(/[\p{Cc}\u202e]/u);
    }
  });

  it("a reader that goes away after one line is no crash", async () => {
    for (let at = 0; at < 3_000; at += 1)
      home.write(`many/${"long name ".repeat(8)}${String(at)}`, "");
    expect((await home.run(["send", "many", "--out", "many.txt"])).code).toBe(0);
    const ended = await home.run(["inspect", "many.txt", "--json"], {
      onStart: (child) => child.stdout?.once("data", () => child.stdout?.destroy()),
    });
    assertNoStackTrace(ended);
    expect(eventsOf(await home.run(["inspect", "many.txt", "--json"]))).toHaveLength(1);
  });
});
