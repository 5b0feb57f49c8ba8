/** The port MailItem on the unmodified office.js. */
import { mailContract } from "../contract/mail-item.contract";
import { mailWorld, startMailHost } from "./mail-world";
import type { OutlookHost } from "./outlook-host";

describe.each(["stable", "position"] as const)("ids of attachments: %s", (attachmentIds) => {
  let host: OutlookHost;
  afterAll(async () => {
    await host.stop();
  });
  mailContract("office.js", async () => {
    host = await startMailHost({ client: { attachmentIds } });
    return mailWorld(() => host);
  });
});
