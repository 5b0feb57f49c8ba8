/** How to try the add-in in an Outlook of one's own, said by `pro-porter serve --outlook`. */
export const sideloadEn = {
  sideload: (manifest: string, origin: string): readonly string[] => [
    `The manifest for ${origin} is in ${manifest}.`,
    "To load it into your mailbox (Microsoft 365 or Exchange; a private Outlook.com mailbox may refuse):",
    "  1. Open https://aka.ms/olksideload in a browser and sign in. Outlook on the web shows",
    '     "Add-Ins for Outlook" after a few seconds.',
    "  2. My add-ins, at the bottom Custom Addins: Add a custom add-in, Add from File, choose the manifest.",
    "Where it then is:",
    "  Outlook on the web, new Outlook   write or open a mail: Apps",
    "  classic Outlook for Windows       ribbon, within 24 hours or after a restart; there the same dialog",
    "                                    is at File, Info, Manage Add-ins",
    "  Outlook for Mac                   the ... of the ribbon; before 16.85 the same dialog is at Get Add-ins",
    `Open ${origin} once in the browser that shows Outlook: a certificate that it does not trust`,
    "leaves the pane empty. To remove the add-in: the same dialog. More: docs/outlook.md",
  ],
};
