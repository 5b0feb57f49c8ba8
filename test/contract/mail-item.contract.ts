/** What every MailItem guarantees (src/outlook/mail-item.ts). */
import type { Bytes } from "../../src/core/bytes";
import type {
  ComposedMail,
  MailAttachment,
  MailBlock,
  MailItem,
  ReceivedMail,
} from "../../src/outlook/mail-item";

export interface GivenAttachment {
  readonly name: string;
  readonly bytes: Bytes;
  readonly isInline?: boolean;
  /** A forwarded mail: `bytes` is its MIME source. */
  readonly isMail?: boolean;
}

export interface GivenMail {
  readonly attachments?: readonly GivenAttachment[];
  /** HTML, or text. */
  readonly body?: string;
  readonly bodyType?: "html" | "text";
  /** Whether the cursor stands in the body; it then stands at its end. */
  readonly hasCursor?: boolean;
}

export interface Opened<Mail> {
  readonly mail: Mail;
  /** The mail as the mailbox holds it. */
  readonly attachments: () => Promise<readonly { readonly name: string; readonly bytes: Bytes }[]>;
  readonly body: () => Promise<string>;
  /** Another mail comes to the front. */
  readonly switchMail: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface MailWorld {
  compose(given: GivenMail): Promise<Opened<ComposedMail>>;
  read(given: GivenMail): Promise<Opened<ReceivedMail>>;
}

const bytes = (text: string): Bytes => new TextEncoder().encode(text);
const names = (list: readonly { readonly name: string }[]): string[] =>
  list.map(({ name }) => name);
const BLOCK: MailBlock = {
  id: "k7",
  html: '<table id="inner"><tr><td><b>Attachments</b></td></tr></table><p>until Friday</p>',
  text: "Attachments, protected: a.pdf\nhttps://porter.example.test",
};
const THREE = ["a.pdf", "b.pdf", "a.pdf"].map((name, i) => ({
  name,
  bytes: bytes(`${name} ${"x".repeat(i)}`),
}));

async function fileBytes(mail: MailItem, attachment: MailAttachment): Promise<Bytes> {
  const found = await mail.readAttachment(attachment);
  if (found.kind !== "file") throw new Error(`a ${found.kind} is no file`);
  return new Uint8Array(await found.content.arrayBuffer());
}

export function mailContract(name: string, start: () => Promise<MailWorld>): void {
  describe(name, () => {
    let world: MailWorld;
    beforeAll(async () => {
      world = await start();
    });

    test("lists attachments and reads what they hold, a forwarded mail as its source", async () => {
      const forwarded = { name: "Fwd", bytes: bytes("Subject: x\r\n\r\nHi"), isMail: true };
      const { mail, close } = await world.compose({ attachments: [...THREE, forwarded] });
      const list = await mail.listAttachments();
      expect(list.map((one) => [one.name, one.kind, one.isInline])).toEqual([
        ["a.pdf", "file", false],
        ["b.pdf", "file", false],
        ["a.pdf", "file", false],
        ["Fwd", "mail", false],
      ]);
      expect(await fileBytes(mail, list[2]!)).toEqual(THREE[2]!.bytes);
      expect(await mail.readAttachment(list[3]!)).toEqual({
        kind: "mail",
        text: "Subject: x\r\n\r\nHi",
      });
      await close();
    });

    test("attaches a file once, however often it is asked", async () => {
      const { mail, attachments, close } = await world.compose({});
      const content = Uint8Array.from({ length: 300 }, (_, i) => i & 255);
      const first = await mail.attach("Restore.porter.txt", content);
      expect(first).toMatchObject({ name: "Restore.porter.txt", kind: "file" });
      await mail.attach("Restore.porter.txt", content);
      expect(await attachments()).toEqual([{ name: "Restore.porter.txt", bytes: content }]);
      // A second send of the same mail has another index under the same name.
      await mail.attach("Restore.porter.txt", bytes("other"));
      expect(await attachments()).toHaveLength(2);
      await close();
    });

    test("removes the one that was meant, among two of the same name, asked all at once", async () => {
      const { mail, attachments, close } = await world.compose({ attachments: THREE });
      const list = await mail.listAttachments();
      await Promise.all([mail.remove(list[0]!), mail.remove(list[1]!)]);
      expect(await attachments()).toEqual([THREE[2]]);
      await expect(mail.remove(list[1]!)).rejects.toMatchObject({ code: "attachment-missing" });
      await close();
    });

    test("says when an attachment stays", async () => {
      const inline = [{ name: "logo.png", bytes: bytes("png"), isInline: true }];
      const { mail, attachments, close } = await world.compose({ attachments: inline });
      const [logo] = await mail.listAttachments();
      await expect(mail.remove(logo!)).rejects.toMatchObject({ code: "attachment-stays" });
      expect(names(await attachments())).toEqual(["logo.png"]);
      await close();
    });

    test.each(["html", "text"] as const)(
      "a block goes into a body of %s and out again",
      async (bodyType) => {
        const body =
          bodyType === "html" ? "<html><body><p>Dear all,</p></body></html>" : "Dear all,\n";
        for (const hasCursor of [true, false]) {
          const opened = await world.compose({ body, bodyType, hasCursor });
          expect(await opened.mail.insertBlock(BLOCK)).toBe(hasCursor ? "cursor" : "top");
          expect(await opened.mail.insertBlock(BLOCK)).toBe("there-already");
          const written = await opened.body();
          const mark = bodyType === "html" ? "until Friday" : "protected: a.pdf";
          expect(written.split(mark)).toHaveLength(2);
          expect(written.indexOf("Dear all") < written.indexOf(mark)).toBe(hasCursor);
          expect(await opened.mail.removeBlock(BLOCK)).toBe(true);
          expect(await opened.body()).toBe(body);
          expect(await opened.mail.removeBlock(BLOCK)).toBe(false);
          await opened.close();
        }
      },
    );

    test("keeps notes with the mail", async () => {
      const { mail, close } = await world.compose({});
      expect(await mail.notes.read("k")).toBeUndefined();
      await mail.notes.write("k", "value");
      expect(await mail.notes.read("k")).toBe("value");
      await mail.notes.remove("k");
      await mail.notes.remove("k");
      expect(await mail.notes.read("k")).toBeUndefined();
      const tooLong = mail.notes.write("long", "x".repeat(60_000));
      await expect(tooLong).rejects.toMatchObject({ code: "notes-full" });
      await close();
    });

    test("reads subject, body and recipients of both kinds of mail", async () => {
      for (const opened of [await world.compose({}), await world.read({})]) {
        expect(await opened.mail.readSubject()).toBe("Offer");
        expect(await opened.mail.readBody()).toContain("Hello Erika");
        expect((await opened.mail.readRecipients()).to).toEqual([
          { name: "Erika Muster", address: "erika@example.com" },
        ]);
        await opened.close();
      }
    });

    test("reads the attachments of a received mail", async () => {
      const { mail, close } = await world.read({ attachments: THREE });
      const list = await mail.listAttachments();
      expect(names(list)).toEqual(names(THREE));
      expect(await fileBytes(mail, list[1]!)).toEqual(THREE[1]!.bytes);
      await close();
    });

    test("does nothing to a mail that is no longer in front", async () => {
      const { mail, attachments, switchMail, close } = await world.compose({ attachments: THREE });
      const [first] = await mail.listAttachments();
      await switchMail();
      const switched = { code: "mail-switched" };
      await expect(mail.remove(first!)).rejects.toMatchObject(switched);
      await expect(mail.attach("x", bytes("x"))).rejects.toMatchObject(switched);
      await expect(mail.insertBlock(BLOCK)).rejects.toMatchObject(switched);
      await expect(mail.listAttachments()).rejects.toMatchObject(switched);
      expect(await attachments()).toHaveLength(3);
      await close();
    });
  });
}
