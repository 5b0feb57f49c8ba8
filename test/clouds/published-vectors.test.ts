/** The doubles believe what the vendors have published, and the product's signatures equal it. */
import { createPublicKey } from "node:crypto";
import { openGcs } from "../../src/clouds/gcs";
import { GOOGLE_EMAIL, GOOGLE_KEY, GOOGLE_VECTORS, type GoogleVector } from "../vectors/google-v4";
import {
  verifyAws,
  verifyGoogle,
  verifyOss,
  type SeenRequest,
  type Verdict,
} from "./doubles/signatures";

function seen(method: string, address: string, headers: Record<string, string> = {}): SeenRequest {
  const url = new URL(address);
  const query = [...url.searchParams.entries()];
  const body = new Uint8Array(0);
  return { method, path: url.pathname, query, body, headers: { host: url.host, ...headers } };
}

const wrong = { status: 403, word: "SignatureDoesNotMatch" };

/** Right as it is, and wrong with one thing changed. */
function expectVerified(request: SeenRequest, verify: (request: SeenRequest) => Verdict): void {
  expect(verify(request)).toBeUndefined();
  const method = request.method === "GET" ? "PUT" : "GET";
  expect(verify({ ...request, method })).toEqual(wrong);
  expect(verify({ ...request, path: `${request.path}x` })).toEqual(wrong);
  expect(verify({ ...request, query: [...request.query, ["more", "1"]] })).toEqual(wrong);
}

describe("Google", () => {
  const key = createPublicKey(GOOGLE_KEY);
  const keyOf = (email: string) => (email === GOOGLE_EMAIL ? key : undefined);

  it.each(GOOGLE_VECTORS)("$what", ({ method, url, at, headers }) => {
    expectVerified(seen(method, url, headers), (request) =>
      verifyGoogle(request, keyOf, Date.parse(at) + 1_000),
    );
  });

  const plain = ({ url, method, headers }: GoogleVector): boolean =>
    method === "GET" && Object.keys(headers).length === 0 && !/[?&](aA0|prefix)/.test(url);

  it.each(GOOGLE_VECTORS.filter(plain))("the product signs it so: $what", async ({ url, at }) => {
    jest.useFakeTimers({
      now: Date.parse(at),
      doNotFake: ["nextTick", "setImmediate", "queueMicrotask"],
    });
    const [, bucket = "", key = ""] = /^https:..[^/]+\/([^/]+)\/([^?]+)/.exec(url) ?? [];
    const seconds = Number(new URL(url).searchParams.get("X-Goog-Expires"));
    const opened = await openGcs({
      store: { bucket },
      credentials: { keyId: GOOGLE_EMAIL, secret: GOOGLE_KEY },
      environment: {},
      nowMs: () => Date.parse(at),
    });
    const signed = await opened.signGet(key, Date.parse(at) / 1000 + seconds);
    expect(signed.url).toBe(url);
    jest.useRealTimers();
  });
});

/** docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html and sig-v4-header-based-auth.html */
describe("Amazon", () => {
  const KEY_ID = "AKIAIOSFODNN7EXAMPLE";
  const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  const now = Date.UTC(2013, 4, 24, 0, 0, 1);
  const verify = (request: SeenRequest): Verdict =>
    verifyAws(request, (id) => (id === KEY_ID ? SECRET : undefined), now, "us-east-1");
  const credential = `${KEY_ID}/20130524/us-east-1/s3/aws4_request`;
  const host = "https://examplebucket.s3.amazonaws.com";

  it("the presigned GET", () => {
    const query = new URLSearchParams({
      "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
      "X-Amz-Credential": credential,
      "X-Amz-Date": "20130524T000000Z",
      "X-Amz-Expires": "86400",
      "X-Amz-SignedHeaders": "host",
      "X-Amz-Signature": "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
    });
    const request = seen("GET", `${host}/test.txt?${query.toString()}`);
    expectVerified(request, verify);
    const late = verifyAws(request, () => SECRET, now + 86_400_000);
    expect(late).toEqual({ status: 403, word: "AccessDenied" });
  });

  const EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  it.each([
    [
      ...(["/test.txt", "range", "bytes=0-9"] as const),
      "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
    ],
    [
      ...(["/?lifecycle", "", ""] as const),
      "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
    ],
    [
      ...(["/?max-keys=2&prefix=J", "", ""] as const),
      "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
    ],
  ])("the GET of %s by its headers", (path, name, value, signature) => {
    const more = name === "" ? {} : { [name]: value };
    const names = ["host", ...(name === "" ? [] : [name]), "x-amz-content-sha256", "x-amz-date"];
    const request = seen("GET", host + path, {
      ...more,
      "x-amz-content-sha256": EMPTY,
      "x-amz-date": "20130524T000000Z",
      authorization: `AWS4-HMAC-SHA256 Credential=${credential},SignedHeaders=${names.join(";")},Signature=${signature}`,
    });
    expectVerified(request, verify);
  });
});

/** github.com/aliyun/alibabacloud-oss-go-sdk-v2, oss/signer/signer_test.go */
describe("Alibaba", () => {
  const QUERY: Record<string, string> = {
    ...{ param1: "value1", "+param1": "value3", "|param1": "value4" },
    ...{ "+param2": "", "|param2": "", param2: "" },
  };
  const HEADERS = { "x-oss-head1": "value", abc: "value", zabc: "value", xyz: "value" };
  const resource = "/bucket/1234+-/123/1.txt";
  const request = (query: Record<string, string>, headers: Record<string, string>): SeenRequest => {
    const search = new URLSearchParams({ ...QUERY, ...query }).toString();
    const address = `http://bucket.oss-cn-hangzhou.aliyuncs.com/1234+-/123/1.txt?${search}`;
    return seen("PUT", address, { ...HEADERS, ...headers });
  };
  const signed = (seconds: number) => ({
    "x-oss-signature-version": "OSS4-HMAC-SHA256",
    "x-oss-date": new Date(seconds * 1000).toISOString().replace(/[-:]|\.000/g, ""),
    "x-oss-expires": "599",
    "x-oss-credential": "ak/20231217/cn-hangzhou/oss/aliyun_v4_request",
  });
  const octets = { "content-type": "application/octet-stream" };
  const check = (given: SeenRequest, seconds: number): void => {
    const verify = (one: SeenRequest, at = resource): Verdict =>
      verifyOss(one, at, (id) => (id === "ak" ? "sk" : undefined), (seconds + 1) * 1000);
    expect(verify(given)).toBeUndefined();
    expect(verify(given, `${resource}x`)).toEqual(wrong);
    expect(verify({ ...given, method: "GET" })).toEqual(wrong);
    const left = Object.entries(given.headers).filter(([name]) => name !== "x-oss-head1");
    expect(verify({ ...given, headers: Object.fromEntries(left) })).toEqual(wrong);
  };

  it.each([
    [
      ...["a query", "a39966c61718be0d5b14e668088b3fa07601033f6518ac7b523100014269c0fe"],
      ...[1_702_781_677, {}],
    ],
    [
      ...[
        "a query with a token",
        "3817ac9d206cd6dfc90f1c09c00be45005602e55898f26f5ddb06d7892e1f8b5",
      ],
      ...[1_702_785_388, { "x-oss-security-token": "token" }],
    ],
    [
      ...["more headers", "6bd984bfe531afb6db1f7550983a741b103a8c58e5e14f83ea474c2322dfa2b7"],
      ...[1_702_783_809, { "x-oss-additional-headers": "abc;zabc" }],
    ],
  ] as [string, string, number, Record<string, string>][])("%s", (_, signature, seconds, more) => {
    check(request({ ...signed(seconds), ...more, "x-oss-signature": signature }, octets), seconds);
  });

  it.each([
    [
      ...["headers", 1_702_743_657, ""],
      "e21d18daa82167720f9b1047ae7e7f1ce7cb77a31e8203a7d5f4624fa0284afe",
    ],
    [
      ...["more headers", 1_702_747_512, "AdditionalHeaders=abc;zabc,"],
      "4a4183c187c07c8947db7620deb0a6b38d9fbdd34187b6dbaccb316fa251212f",
    ],
  ] as [string, number, string, string][])("%s", (_, seconds, more, signature) => {
    const credential = "ak/20231216/cn-hangzhou/oss/aliyun_v4_request";
    const headers = {
      ...{ "content-type": "text/plain", "x-oss-content-sha256": "UNSIGNED-PAYLOAD" },
      "x-oss-date": signed(seconds)["x-oss-date"],
      authorization: `OSS4-HMAC-SHA256 Credential=${credential},${more}Signature=${signature}`,
    };
    check(request({}, headers), seconds);
  });
});
