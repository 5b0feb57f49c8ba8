/** What people read, in English: the source of truth. Every key needs its twin in ja.ts. */
import { isoMoment } from "./moments";
import { mailProblemsEn } from "./mail-problems-en";
import { detail, explain, type ErrorSentences, type Problem } from "./sentence";
import { doctorEn } from "./doctor-en";
import { administratorEn } from "./administrator-en";
import { resendEn } from "./resend-en";
import { serveEn } from "./serve-en";
import { sideloadEn } from "./sideload-en";
import { storeReasonsEn, storeStepsEn } from "./store-reasons-en";
import { systemReasonsEn } from "./system-reasons-en";

/** Why a text is no index. */
const indexReasons: Readonly<Record<string, string>> = {
  empty: "it is empty",
  long: "it is too long: an index file has less than 100 bytes",
  lines: "it has more than one line or a space inside",
  address: "what stands in front of # is no address of a restore page",
  http: "its address begins with http://, which is allowed on this computer only",
  length: "it is not 68 characters long behind the #",
  letters: "it has characters that no index has",
  version: "it was made by a newer version of Pro-Porter",
  route:
    "it is for other stores than those of this configuration; give the right one with --config",
  unreadable: "it is not a file that can be read",
  checksum: "a character in it was changed",
};

/** What the policy of a gateway does not allow. */
const refusalReasons: Readonly<Record<string, string>> = {
  closed: "this route is closed for sending",
  expiry: "the expiry is later than the policy allows",
  size: "it is more than the policy allows in one transfer",
  shape: "it is cut otherwise than this route asks for",
  signature: "the signature is not that of the owner",
  origin: "it was signed for another gateway",
};

const system = (problem: Problem): string => {
  const reason = detail(problem, "reason");
  return systemReasonsEn[reason] ?? reason;
};

const inParentheses = (text: string): string => (text === "" ? "" : ` (${text})`);

const date = (problem: Problem): string => isoMoment(Number(detail(problem, "atSeconds")));

const mebibytes = (problem: Problem, name: string): string =>
  `${String(Math.ceil(Number(detail(problem, name)) / 2 ** 20))} MiB`;

/** The stores that are not in order, if any. */
const inBrackets = (problem: Problem): string => {
  const text = explain(problem, "dead", storeReasonsEn, "; ");
  return text === "" ? "" : ` (${text})`;
};

export const errorsEn: ErrorSentences = {
  internal: (p) =>
    `This should not happen (${detail(p, "what") || "unknown"}). Please report it to whoever runs Pro-Porter.`,
  usage: (p) => p.subject,
  cancelled: () => "Stopped.",

  "index-invalid": (p) =>
    detail(p, "reason") === "route"
      ? "This index is for other stores than those of this configuration. Give the right one with --config."
      : `This is not an index of Pro-Porter: ${indexReasons[detail(p, "reason")] ?? "it cannot be read"}. Use the attached file itself, or copy its whole line.`,
  "config-invalid": (p) =>
    `The configuration is wrong at ${p.subject}: ${detail(p, "reason")}. Correct the file and try again.`,
  "owner-key-invalid": (p) =>
    `The owner key in ${p.subject} cannot be read. Restore the file from a backup, or import the key again (pro-porter config owner-key import).`,
  "owner-key-missing": () =>
    "This transfer was not sent with an owner key of this computer. Recall or extend it where it was sent, or import that owner key (pro-porter config owner-key import); with the stores' keys, recall --as-administrator needs none.",
  "passphrase-invalid": (p) =>
    p.subject !== ""
      ? `The passphrase file ${p.subject} cannot be read: ${system(p)}.`
      : detail(p, "reason") === "suite"
        ? "A route without a cipher takes no passphrase. Choose another route, or send without one."
        : "This passphrase cannot be used: it is empty or not text.",
  "passphrase-needed": () =>
    "This transfer needs a passphrase. Ask the sender for it and give it with --passphrase-file.",
  "passphrase-wrong": () =>
    "The passphrase is wrong, or too few stores hold good data. Check the passphrase and try again.",

  "source-missing": (p) => `${p.subject} does not exist. Check the path.`,
  "source-unreadable": (p) =>
    `${p.subject} cannot be read: ${system(p)}. Change its permissions or leave it out; nothing was sent.`,
  "source-changed": (p) =>
    `${p.subject || "A file"} changed while it was sent. Nothing was sent; close what writes to it and send again.`,
  "source-too-large": () => "This is more than one transfer can hold. Send it in several parts.",
  "source-path-too-long": (p) =>
    `${p.subject} has a path of more than 1,024 bytes. Shorten the names of its folders, or send a folder further inside.`,
  "source-empty": () =>
    "There is nothing to send: links, sockets and devices are left out, and nothing else was named.",
  "send-running": (p) =>
    `The same send is under way already (process ${detail(p, "pid")}). Wait for it, or stop it first.`,
  "restore-running": (p) =>
    `The same restore into this folder is under way already (process ${detail(p, "pid")}). Wait for it, or stop it first.`,
  "not-in-transfer": (p) =>
    `The transfer holds no file or folder "${p.subject}". pro-porter inspect lists what it holds.`,

  "store-unavailable": (p) => `The store ${detail(p, "storeId")} does not answer: ${system(p)}.`,
  "store-throttled": (p) =>
    `The store ${detail(p, "storeId")} asks for fewer requests. Try again later.`,
  "store-refused": (p) => `The store ${detail(p, "storeId")} refuses access: ${system(p)}.`,
  "store-expired-grant": () => "The permission to use the store ran out. Try again.",
  "store-credentials": (p) =>
    `The store ${detail(p, "storeId")} does not accept the keys it was given (${detail(p, "reason")}). Check PRO_PORTER_.._KEY_ID and _SECRET, or what the cloud's own sign-in finds on this machine.`,
  "store-clock": (p) =>
    `The clock of this machine differs too much from that of the store ${detail(p, "storeId")}. Set the clock and try again.`,
  "store-missing": (p) =>
    `The bucket or container of the store ${detail(p, "storeId")} does not exist. Check its name, or create it: pro-porter setup`,
  "store-region": (p) =>
    `The bucket of the store ${detail(p, "storeId")} is in another region than the configuration says. Correct "region" or "endpoint".`,
  "store-full": (p) => `The store ${detail(p, "storeId")} has no space left.`,
  "store-conflict": (p) =>
    `The store ${detail(p, "storeId")} holds another object in the place of one of this transfer.`,
  "store-unknown": (p) => `The route has no store "${p.subject || detail(p, "storeId")}".`,

  "transfer-missing": (p) =>
    `None of the stores has this transfer${inBrackets(p)}. It was removed, or this is not the configuration it was sent with.`,
  "too-few-stores": (p) =>
    `${storeStepsEn[detail(p, "doing")] ?? "This cannot be done"}: only ${detail(p, "left")} of the stores can be used, ${detail(p, "needed")} are needed: ${explain(p, "dead", storeReasonsEn, "; ") || "no other store holds it"}. Try again when they are back.`,
  "manifest-corrupt": (p) =>
    `The list of files cannot be put together: more stores than the transfer can bear gave wrong data (${explain(p, "dead", storeReasonsEn, "; ") || "one of those asked"}). Nothing was restored.`,
  "manifest-invalid": (p) =>
    `The signed list of files breaks a rule of the format (${detail(p, "what")}). Nothing was restored; ask the sender to send again.`,
  "segment-corrupt": (p) =>
    `A part of the files cannot be put together: one of these stores gave wrong data: ${detail(p, "given")}${inBrackets(p)}. Nothing has its final name.`,

  recalled: (p) =>
    `The sender recalled this transfer on ${date(p)}.${p.subject ? ` Reason: ${p.subject}` : ""}`,
  expired: (p) => `This transfer expired on ${date(p)}. Ask the sender to send it again.`,
  "action-pending": (p) =>
    `Not every store has done it yet: ${explain(p, "dead", storeReasonsEn, "; ")}. Give the same command again later.`,
  "action-refused": (p) =>
    `This is not allowed: ${p.subject || (refusalReasons[detail(p, "reason")] ?? "the gateway does not take this order")}.`,

  "gateway-unavailable": (p) =>
    `The gateway${p.subject && ` ${p.subject}`} does not answer${inParentheses(system(p))}. Check the connection; what was sent stays where it is.`,
  "gateway-busy": () => "The gateway has too much to do. Try again in a moment.",
  "gateway-invalid": (p) =>
    `What answers ${p.subject === "" ? "there" : `at ${p.subject}`} is not a gateway of Pro-Porter, or one of another version. Check the address.`,
  "request-invalid": (p) =>
    `The gateway does not understand the request${detail(p, "field") && ` (${detail(p, "field")})`}. Reload the page or update the program.`,
  "sign-in-needed": () => "Please sign in to do this.",
  "sign-in-refused": () =>
    "Your account may not do this. Ask your administrator to allow it, or sign in with another account.",
  "origin-refused": () =>
    "The gateway takes this order from its own pages only. Open its send page and try again there.",
  "action-stale": () =>
    "The clock of this device differs too much from that of the gateway. Set the clock and try again.",
  "port-taken": (p) =>
    `Port ${detail(p, "port")} is taken by another program. Stop that one, or choose another port with --port.`,

  ...mailProblemsEn,

  "disk-full": (p) =>
    p.details["neededBytes"] === undefined
      ? `The disk is full: ${p.subject}. Free some space; the same command goes on from there.`
      : `The disk is too full: ${p.subject} has room for ${mebibytes(p, "freeBytes")}, ${mebibytes(p, "neededBytes")} are needed.`,
  "disk-error": (p) => `${p.subject} cannot be read or written: ${system(p)}.`,
  "target-exists": (p) => {
    const count = Number(detail(p, "count") || "1");
    const others = count > 1 ? ` (and ${String(count - 1)} more)` : "";
    return `${p.subject} is already there${others}. Nothing was changed: choose another folder with --to, or give --overwrite.`;
  },
};

export const en = {
  storeReasons: storeReasonsEn,
  errors: errorsEn,
  cli: {
    error: (sentence: string) => `Error: ${sentence}`,
    needsToken: "An access token is read from the file that --token-file names.",
    madeStore: (folder: string) => `Created the store folder ${folder}`,
    madeOwnerKey: (path: string) =>
      `Created your owner key ${path}; it recalls what you send and reads nothing. Back it up with: pro-porter config owner-key export`,
    skipped: (path: string, kind: string) => `Left out (${kind}): ${path}`,
    renamed: (from: string, to: string) => `Renamed: ${from} -> ${to}`,
    resuming: "Going on with the send that was broken off.",
    startingAnew:
      "The stores hold something else than that send had stored: everything is sent anew.",
    sending: (files: number, size: string, stores: number, k: number) =>
      `Sending ${String(files)} files, ${size}, to ${String(stores)} stores; any ${String(k)} of them restore.`,
    sent: (path: string, bytes: number, until: string) =>
      `Ready to attach: ${path} (${String(bytes)} bytes). It restores everything until ${until}.`,
    missingStore: (storeId: string, reason: string) =>
      `Less redundancy: ${storeId} ${reason}. When it is back: pro-porter rebuild --store ${storeId}`,
    waiting: (storeId: string, reason: string) => `Waiting for ${storeId}: it ${reason}.`,
    stopped:
      "Stopped. The same command goes on from here; with --discard it removes what was stored.",
    discarded: "What was stored of this send has been removed.",
    nothingToDiscard: "There is no broken send of these paths.",
    restored: (files: number, size: string, folder: string) =>
      `Restored ${String(files)} files, ${size}, into ${folder}.`,
    storeNote: (storeId: string, reason: string) => `Note: ${storeId} ${reason}.`,
    storeLied: (storeId: string) =>
      `Note: ${storeId} gave back wrong data. The files are whole: the other stores made up for it. When it is in order again: pro-porter rebuild --store ${storeId}`,
    verified: "Every store holds everything, unchanged.",
    verifiedDamaged: "Everything can be restored, but not every store is in order.",
    verifiedLost: (runs: number) =>
      `Not everything can be restored any more: ${String(runs)} parts are lost.`,
    rebuilt: (storeId: string, written: number, kept: number) =>
      `Filled ${storeId} again: ${String(written)} objects written, ${String(kept)} were in order.`,
    recalledAt: (storeId: string, removed: number) =>
      `${storeId}: recalled, ${String(removed)} objects removed.`,
    pendingAt: (storeId: string, reason: string) =>
      `${storeId}: pending, it ${reason}. Give the same command again later.`,
    recallFinal: "Nothing can be restored any more. What was restored before cannot be taken back.",
    recallNotFinal: "Enough stores still hold their part: a restore may still be possible.",
    reasonReadable: "The stores can read the reason: this route has no cipher.",
    extended: (until: string) => `Available until ${until}.`,
    state: {
      open: (until: string) => `available until ${until}`,
      unknown: "available (no store says until when)",
      recalled: (at: string) => `recalled on ${at}`,
      expired: (at: string) => `expired on ${at}`,
    },
    inspect: {
      state: "State",
      from: "From",
      created: "Created",
      scheme: "Scheme",
      content: "Content",
      stores: "Stores",
      good: "in order",
      sealed: (k: number, n: number) =>
        `any ${String(k)} of ${String(n)}, sealed (Reed-Solomon, AES-256-GCM)`,
      cipherFree: (k: number, n: number) =>
        `any ${String(k)} of ${String(n)}, cipher-free (Shamir, HMAC)`,
      files: (count: number, size: string) => `${String(count)} files, ${size}`,
    },
    phases: {
      starting: "Preparing",
      moving: "Moving",
      finishing: "Finishing",
      verifying: "Verifying",
    },
    left: (time: string) => `${time} left`,
    ownerKeyImported: (path: string) => `Imported the owner key into ${path}.`,
    ...administratorEn,
    ...resendEn,
    ...serveEn,
    ...sideloadEn,
    doctor: doctorEn,
    refusals: {
      expiry: (max: number) => `an expiry of more than ${String(max)} days (policy.expiryDays.max)`,
      size: "more bytes than policy.maxTransferBytes",
      closedRoute: (route: number) => `sending over route ${String(route)}, which is closed`,
    },
    usage: {
      manifestOrigin: (text: string) =>
        `"${text}" is not an address that Outlook can load. Give one like https://porter.example.com, without a path.`,
      gateway: (text: string) =>
        `"${text}" is not the address of a gateway. Give one like https://porter.example.com.`,
      gatewayHttp: (host: string) =>
        `${host} is another computer: a gateway there is reached by https:// only.`,
      twoWays: "--gateway and --config are two ways to the stores. Give one of them.",
      tokenFile: (path: string) =>
        `${path} cannot be read, or holds no access token on a line of its own.`,
      noRoute: (route: number, origin: string) =>
        `The gateway ${origin} has no route ${String(route)}.`,
      days: (text: string) => `"${text}" is not a number of days above 0.`,
      port: (text: string, most: number) =>
        `"${text}" is no port: --port (or PORT) wants a number from 0 to ${String(most)}.`,
      logLevel: (levels: string) => `--log-level wants one of: ${levels}.`,
      tls: "--tls-cert and --tls-key are given both or not at all.",
      outlookHttps: "Outlook loads add-ins by https only: give --tls-cert and --tls-key too.",
      tlsFiles: "The files of --tls-cert and --tls-key are no PEM certificate and its private key.",
      number: (option: string, text: string) => `${option} wants a whole number, not "${text}".`,
      minStores: (least: number, most: number) =>
        `--min-stores must be from ${String(least)} to ${String(most)} on this route.`,
      outExists: (path: string) =>
        `${path} is there and is not an index file. Choose another name with --out.`,
      outIsOld: (path: string) =>
        `${path} is the old index, which is needed to recall it. Choose another name with --out.`,
      outFolder: (path: string) => `The folder of ${path} does not exist.`,
      noteTooLong: "The reason of a recall has at most 4,096 bytes.",
      ownerKey:
        "An owner key is 43 letters, digits, - and _, as config owner-key export prints it.",
    },
  },
};

export type Strings = typeof en;
