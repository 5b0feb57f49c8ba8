/** What one side writes the other reads; everything else is refused with the place of the fault. */
import * as fc from "fast-check";
import { isAppError } from "../../../src/core/errors";
import {
  encodeMessage,
  originOf,
  parseTransferId,
  readAnswer,
  readExtendRequest,
  readKeptAnswer,
  readOpenRequest,
  readPublicConfig,
  readReadRequest,
  readRecallRequest,
  readRecalledAnswer,
  readRequest,
  readSignedAnswer,
  readStateAnswer,
  readWriteRequest,
  statePath,
  transferPath,
  type Message,
} from "../../../src/core/gateway-api";
import { anyJsonLike } from "../mutations";
import { testBytes } from "../support";

const name = "abcdefghijklmnopqrs_";
const action = testBytes(300, "action");
const transfer = testBytes(24, "T");
const signed = {
  ...{ store: "s3-us", name, method: "PUT" as const, url: "https://b.example/T/n?sig=1" },
  ...{ headers: { "If-None-Match": "*" }, expiresAt: 1_800_000_000 },
};

const REQUESTS: readonly (readonly [string, Message, (value: unknown) => unknown])[] = [
  ["open", { route: 0, transfer, action, totalBytes: 5 }, readOpenRequest],
  ["write", { route: 1, action, items: [{ store: "a", name, sizeBytes: 9 }] }, readWriteRequest],
  ["read", { route: 255, items: [{ store: "a", name }] }, readReadRequest],
  ["recall", { route: 0, action, first: [[name], []] }, readRecallRequest],
  ["extend", { route: 0, action }, readExtendRequest],
];

const publicConfig = {
  origin: "https://porter.example",
  routes: [
    {
      ...{ number: 0, label: { en: "World", ja: "世界" }, suite: 1 as const, k: 1, n: 2 },
      stores: [
        { id: "a", cloud: "azure" as const, region: "japaneast", jurisdiction: "JP" },
        { id: "b", cloud: "local" as const },
      ],
      isOpen: true,
    },
  ],
  policy: {
    threshold: { fileBytes: 1, totalBytes: 2 },
    expiryDays: { default: 14, max: 30 },
    maxTransferBytes: 1e12,
    restore: "index-holder" as const,
  },
  signIn: {
    ...{ mode: "entra" as const, clientId: "c", authority: "https://login.example/t" },
    scope: "api://c/send",
  },
};

const ANSWERS: readonly (readonly [string, Message, (value: unknown) => unknown])[] = [
  ["signed", { requests: [signed], failed: [{ store: "b", error: "x" }] }, readSignedAnswer],
  ["state", { actions: [action, action] }, readStateAnswer],
  [
    "kept",
    {
      stores: [
        { store: "a", done: true },
        { store: "b", done: false, error: "store-full" },
      ],
    },
    readKeptAnswer,
  ],
  [
    "recalled",
    {
      stores: [
        { store: "a", state: "recalled", removed: 7, left: 0, emptiedAt: 1_800_000_000 },
        { store: "b", state: "pending", removed: 0, error: "store-unavailable" },
      ],
      impossibleSince: null,
    },
    readRecalledAnswer,
  ],
  ["config", publicConfig, readPublicConfig],
];

const withExtra = (message: Message): string => encodeMessage(message).replace("{", '{"extra":1,');

it.each(REQUESTS)("%s: the request comes through as it was", (_, message, read) => {
  expect(readRequest(encodeMessage(message), read)).toEqual(message);
});

it.each(ANSWERS)("%s: the answer comes through as it was", (_, message, read) => {
  expect(readAnswer(encodeMessage(message), read)).toEqual(message);
});

it.each(REQUESTS)("%s: a request with a strange member is refused", (_, message, read) => {
  const text = withExtra(message);
  expect(() => readRequest(text, read)).toThrow(
    expect.objectContaining({ code: "request-invalid", details: { field: "(unknown)" } }) as Error,
  );
});

it.each(ANSWERS)("%s: an answer with a strange member is read", (_, message, read) => {
  expect(readAnswer(withExtra(message), read)).toEqual(message);
});

function expectRefused(code: string, task: () => unknown): void {
  try {
    task();
  } catch (error) {
    if (!isAppError(error)) throw error;
    expect(error.code).toBe(code);
    expect(typeof error.details["field"]).toMatch(/string|undefined/);
    return;
  }
}

it.each([...REQUESTS, ...ANSWERS])(
  "%s: whatever comes, one error or a value",
  (_, message, read) => {
    const valid: unknown = JSON.parse(encodeMessage(message));
    fc.assert(
      fc.property(anyJsonLike(valid), (value) => {
        const text = JSON.stringify(value);
        expectRefused("request-invalid", () => readRequest(text, read));
        expectRefused("gateway-invalid", () => readAnswer(text, read));
      }),
      { numRuns: 500 },
    );
  },
);

describe("a request is refused at its place", () => {
  const item = { store: "a", name, sizeBytes: 9 };
  const write = (change: object): string =>
    JSON.stringify({ route: 0, action: "", items: [], ...change });
  it.each([
    ["broken JSON", "{", "(JSON)"],
    ["a member twice", '{"route":0,"route":0,"action":"","items":[]}', "(JSON)"],
    ["no object", "[]", "(all)"],
    ["no route", write({ route: undefined, items: [item] }), "route"],
    ["route 256", write({ route: 256, items: [item] }), "route"],
    ["half a route", write({ route: 0.5, items: [item] }), "route"],
    ["no items", write({}), "items"],
    ["257 items", write({ items: Array(257).fill(item) }), "items"],
    ["a slot", write({ items: [{ ...item, name: "state-recalled-abcde" }] }), "items[0].name"],
    [
      "a way out",
      write({ items: [item, { ...item, name: "../../../etc/passwd_" }] }),
      "items[1].name",
    ],
    ["a short name", write({ items: [{ ...item, name: "abc" }] }), "items[0].name"],
    ["a line end", write({ items: [{ ...item, name: `${name}\n` }] }), "items[0].name"],
    ["no size", write({ items: [{ store: "a", name }] }), "items[0].sizeBytes"],
    ["size 0", write({ items: [{ ...item, sizeBytes: 0 }] }), "items[0].sizeBytes"],
    ["a huge size", write({ items: [{ ...item, sizeBytes: 2 ** 40 }] }), "items[0].sizeBytes"],
    ["a store in capitals", write({ items: [{ ...item, store: "A" }] }), "items[0].store"],
    ["padded base64", write({ action: "AA==", items: [item] }), "action"],
    ["a long action", write({ action: "A".repeat(12_000), items: [item] }), "action"],
    ["a number as action", write({ action: 5, items: [item] }), "action"],
  ])("%s", (_, text, field) => {
    expect(() => readRequest(text, readWriteRequest)).toThrow(
      expect.objectContaining({ code: "request-invalid", details: { field } }) as Error,
    );
  });
});

it.each([
  ["a script", { ...signed, url: "javascript:alert(1)" }],
  ["a space in it", { ...signed, url: "https://b.example/a b" }],
  ["DELETE", { ...signed, method: "DELETE" }],
  ["a header with a line end", { ...signed, headers: { "x-a": "1\r\nHost: evil" } }],
])("a signed request with %s is not one", (_, request) => {
  const text = JSON.stringify({ requests: [request], failed: [] });
  expect(() => readAnswer(text, readSignedAnswer)).toThrow(
    expect.objectContaining({ code: "gateway-invalid" }) as Error,
  );
});

it("T is 32 characters, and paths hold it", () => {
  expect(parseTransferId("A".repeat(32))).toEqual(new Uint8Array(24));
  for (const text of ["", "A".repeat(31), "A".repeat(33), `${"A".repeat(31)}/`, "../".repeat(11)]) {
    expect(parseTransferId(text)).toBeUndefined();
  }
  const id = new Uint8Array(24);
  expect(transferPath(id, "write")).toBe(`/api/v1/transfers/${"A".repeat(32)}/write`);
  expect(statePath(id, 3)).toBe(`/api/v1/transfers/${"A".repeat(32)}?route=3`);
});

it.each([
  ["https://Porter.Example:443/x?y#z", "https://porter.example"],
  ["http://[::1]:3000/", "http://[::1]:3000"],
  ["http://localhost:80", "http://localhost"],
  ["ftp://a", undefined],
  ["porter.example", undefined],
])("the origin of %s", (address, origin) => {
  expect(originOf(address)).toBe(origin);
});
