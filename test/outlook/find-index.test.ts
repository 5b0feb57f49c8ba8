/** Index files in mails as people really send them on. */
import fc from "fast-check";
import type { Bytes } from "../../src/core/bytes";
import { formatIndexFile, parseIndex } from "../../src/core/format/index-file";
import { findIndexes } from "../../src/outlook/find-index";
import { smallTexts } from "../../src/outlook/mime-texts";
import { nodePrimitives } from "../../src/platform/node/primitives";
import type { GivenAttachment } from "../contract/mail-item.contract";
import { asReceived, newFakeMail } from "../fakes/fake-mail";

const bytes = (text: string): Bytes => new TextEncoder().encode(text);

const lineOf = (seed: number): Promise<string> =>
  formatIndexFile(
    nodePrimitives,
    { route: 0, secret: new Uint8Array(24).fill(seed), id: new Uint8Array(24).fill(seed + 1) },
    "porter.example.test",
  );

const readLine = (line: string) => parseIndex(nodePrimitives, line);

const find = (attachments: readonly GivenAttachment[]) =>
  findIndexes(readLine, asReceived(newFakeMail({ attachments })));

const leaf = (type: string, encoding: string, body: string): string =>
  `Content-Type: ${type}; name="=?utf-8?B?5re75LuY?="\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${body}\r\n`;

const multipart = (parts: readonly string[], boundary: string): string =>
  `Subject: x\r\nContent-Type: multipart/mixed;\r\n boundary="${boundary}"\r\n\r\nText\r\n` +
  parts.map((part) => `--${boundary}\r\n${part}`).join("") +
  `--${boundary}--\r\n`;

test("among other files, renamed, several, the same one twice", async () => {
  const [one, two] = [await lineOf(1), await lineOf(3)];
  const { indexes, unread } = await find([
    { name: "note.txt", bytes: bytes("Hello") },
    { name: "binary.txt", bytes: Uint8Array.of(255, 254, 0) },
    { name: "renamed by someone.TXT", bytes: bytes(`\uFEFF${two.trim()}\r\n`) },
    { name: "Restore attachments.porter.txt", bytes: bytes(one) },
    { name: "copy.porter.txt", bytes: bytes(one) },
    { name: "picture.png", bytes: bytes(one) },
    { name: "large.txt", bytes: new Uint8Array(100_000) },
  ]);
  expect(indexes.map(({ line, attachment }) => [attachment.name, line])).toEqual([
    ["Restore attachments.porter.txt", one.trim()],
    ["renamed by someone.TXT", two.trim()],
  ]);
  expect(indexes[0]?.found.host).toBe("porter.example.test");
  expect(unread).toEqual([]);
});

test("inside of forwarded mails, however they are encoded and nested", async () => {
  const lines = await Promise.all([5, 7, 9].map(lineOf));
  const [first = "", second = "", third = ""] = lines;
  const base64 = Buffer.from(first).toString("base64").replace(/.{40}/g, "$&\r\n");
  const quoted = second.trim().replace(/#/g, "=23").replace(/.{50}/, "$&=\r\n");
  const inner = multipart([leaf("text/plain", "7bit", third)], "in");
  const source = multipart(
    [
      leaf("text/html", "7bit", "<p>Hi</p>"),
      leaf("application/octet-stream", "base64", base64),
      leaf("text/plain; charset=utf-8", "quoted-printable", quoted),
      `Content-Type: message/rfc822\r\n\r\n${inner}`,
      leaf("application/zip", "base64", "A".repeat(2_000_000)),
    ],
    "=_out.(1)",
  );
  const { indexes } = await find([{ name: "Fwd: Offer", bytes: bytes(source), isMail: true }]);
  expect(indexes.map(({ line }) => line)).toEqual(lines.map((line) => line.trim()));
  expect(indexes.every(({ attachment }) => attachment.name === "Fwd: Offer")).toBe(true);
});

test("what Outlook does not hand over is named, and the rest is found", async () => {
  const line = await lineOf(1);
  const mail = newFakeMail({
    attachments: [
      { name: "huge", bytes: bytes("x"), isMail: true },
      { name: "i.porter.txt", bytes: bytes(line) },
    ],
  });
  let reads = 0;
  mail.fault = (call) => {
    if (call !== "readAttachment") return undefined;
    reads += 1;
    return reads === 2 ? { code: "mail-timeout" } : undefined;
  };
  const { indexes, unread } = await findIndexes(readLine, asReceived(mail));
  expect(indexes).toHaveLength(1);
  expect(unread).toMatchObject([
    { attachment: { name: "huge" }, problem: { code: "mail-timeout" } },
  ]);
  mail.fault = () => ({ code: "mail-switched" });
  await expect(findIndexes(readLine, asReceived(mail))).rejects.toMatchObject({
    code: "mail-switched",
  });
});

test("no source of a mail makes it fail", () => {
  const pieces = [
    "\r\n",
    "\n--b",
    "--b--",
    "Content-Type: multipart/mixed; boundary=b",
    "=3D",
    "\r\n\r\n",
  ];
  const source = fc
    .array(fc.oneof(fc.constantFrom(...pieces, "Content-Type: message/rfc822"), fc.string()))
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(source, (text) => {
      expect(Array.isArray(smallTexts(text))).toBe(true);
    }),
  );
});
