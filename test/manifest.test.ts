/** manifest.xml: what Outlook asks of it, as far as a schema says it and further. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { commands } from "../webpack.commands.mjs";
import { build } from "./outlook-host/bundle";

const root = process.cwd();
const LOCAL = "https://localhost:3000";
const text = readFileSync(join(root, "manifest.xml"), "utf8");
const withoutComments = text.replace(/<!--[\s\S]*?-->/g, "");

const all = (pattern: RegExp): string[] =>
  [...withoutComments.matchAll(pattern)].map((match) => match[1] ?? "");

/** Width and height of a PNG. */
const sizeOf = (png: Buffer): readonly [number, number] => [
  png.readUInt32BE(16),
  png.readUInt32BE(20),
];

test("Microsoft's own reader takes it", () => {
  const reader = join(root, "node_modules/office-addin-manifest/cli.js");
  const told = execFileSync(process.execPath, [reader, "info", "manifest.xml"], {
    encoding: "utf8",
  });
  for (const line of [
    "Id: 3f7f1861-de7b-48d9-9a44-8ac0c673db01",
    "Type: MailApp",
    "Default Locale: en-US",
    "Hosts: Mailbox",
    "Permissions: ReadWriteItem",
  ]) {
    expect(told).toContain(`  ${line}\n`);
  }
  expect(told).toMatch(/ Version: \d+\.\d+\.\d+\.\d+\n/);
});

test("VersionOverrides 1.1 lies within 1.0, Mailbox 1.5 is the floor", () => {
  expect(all(/<VersionOverrides [^>]*xsi:type="(\w+)"/g)).toEqual([
    "VersionOverridesV1_0",
    "VersionOverridesV1_1",
  ]);
  expect(withoutComments).toMatch(/<Set Name="Mailbox" MinVersion="1\.5" \/>/);
  expect(Buffer.byteLength(text)).toBeLessThan(256 * 1_024);
});

test("every resource that is named is there, and every one that is there is named", () => {
  const [first = "", second = ""] = withoutComments.split('xsi:type="VersionOverridesV1_1"');
  const outer = first.slice(first.indexOf("VersionOverridesV1_0"));
  for (const part of [outer, second]) {
    const named = new Set([...part.matchAll(/ resid="([^"]+)"/g)].map((match) => match[1]));
    const defined = [...part.matchAll(/<bt:\w+ id="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(defined).size).toBe(defined.length);
    for (const id of named) {
      expect(defined).toContain(id);
      expect(id?.length).toBeLessThanOrEqual(32);
    }
    // The script of classic Outlook is named in the inner part alone.
    const unnamed = defined.filter((id) => !named.has(id) && id !== "commandsScript");
    expect(unnamed).toEqual([]);
  }
});

test("every icon has its size", () => {
  const icons = all(/"(https:[^"]+\.png)"/g);
  expect(icons.length).toBeGreaterThan(20);
  for (const url of icons) {
    const path = join(root, "assets", url.slice(LOCAL.length));
    const expected = Number(/icon-(\d+)\.png$/.exec(url)?.[1]);
    expect(sizeOf(readFileSync(path))).toEqual([expected, expected]);
  }
  for (const size of [16, 32, 80]) {
    expect(withoutComments).toContain(
      `<bt:Image size="${String(size)}" resid="icon${String(size)}" />`,
    );
  }
  expect(withoutComments).toMatch(/<IconUrl DefaultValue="[^"]+icon-64\.png"/);
  expect(withoutComments).toMatch(/<HighResolutionIconUrl DefaultValue="[^"]+icon-128\.png"/);
  const mobile = all(/<bt:Image (size="\d+" scale="\d" resid="icon\d+")/g);
  expect(mobile).toEqual(
    [25, 32, 48].flatMap((size) =>
      [1, 2, 3].map(
        (scale) =>
          `size="${String(size)}" scale="${String(scale)}" resid="icon${String(size * scale)}"`,
      ),
    ),
  );
});

test("labels keep their limits, in both languages", () => {
  const sections = [
    [/<bt:ShortStrings>([\s\S]*?)<\/bt:ShortStrings>/g, 125],
    [/<bt:LongStrings>([\s\S]*?)<\/bt:LongStrings>/g, 250],
  ] as const;
  for (const [pattern, most] of sections) {
    for (const section of all(pattern)) {
      const strings = section.match(/<bt:String [\s\S]*?<\/bt:String>/g) ?? [];
      expect(strings.length).toBeGreaterThan(0);
      for (const one of strings) {
        const values = [...one.matchAll(/(?:DefaultValue|Value)="([^"]*)"/g)].map(
          (match) => match[1],
        );
        expect(values).toHaveLength(2);
        for (const value of values) expect(value?.length).toBeLessThanOrEqual(most);
        expect(one).toContain('Locale="ja-JP"');
      }
    }
  }
  for (const value of all(/<Description DefaultValue="([^"]*)"/g)) {
    expect(value.length).toBeLessThanOrEqual(250);
  }
});

test("the events are those that the script answers, and Send asks and does not block", async () => {
  const events = [...withoutComments.matchAll(/<LaunchEvent Type="(\w+)" FunctionName="(\w+)"/g)];
  expect(events.map((match) => match[1])).toEqual([
    "OnMessageAttachmentsChanged",
    "OnMessageRecipientsChanged",
    "OnMessageSend",
  ]);
  const script = await build(commands);
  for (const [, , name] of events) expect(script).toContain(`"${name ?? ""}"`);
  // What the questions and notifications open, and the icon that they show.
  for (const id of ["composeButton", "icon16"]) {
    expect(script).toContain(`"${id}"`);
    expect(withoutComments).toContain(`id="${id}"`);
  }
  expect(all(/SendMode="(\w+)"/g)).toEqual(["PromptUser"]);
  const runtime = /<Runtime resid="(\w+)">/.exec(withoutComments)?.[1];
  expect(withoutComments).toContain(`<SourceLocation resid="${runtime ?? ""}" />`);
});

test("pro-porter manifest fills in an origin, and only one that Outlook can load", () => {
  const run = (origin: string): string =>
    execFileSync(
      process.execPath,
      [join(root, "dist/pro-porter.js"), "manifest", "--origin", origin],
      {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      },
    );
  expect(existsSync(join(root, "dist/manifest.xml"))).toBe(true);
  const filled = run("https://porter.example.co.jp:8443/");
  expect(filled).toBe(text.replaceAll(LOCAL, "https://porter.example.co.jp:8443"));
  for (const wrong of ["http://porter.example.co.jp", "https://x.example/path", "porter", ""]) {
    expect(() => run(wrong)).toThrow(expect.objectContaining({ status: 2 }) as Error);
  }
});
