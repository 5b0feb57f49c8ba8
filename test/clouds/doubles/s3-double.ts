/** An S3 server that believes no signature that it has not worked out itself. */
import { startDouble, type CloudDouble } from "./server";
import { verifyAws } from "./signatures";
import { answerXml, type XmlDialect } from "./xml-bucket";

export const S3_KEY = { keyId: "AKIAPROPORTERTEST000", secret: "s3/secret+of/the+double" };
export const S3_REGION = "eu-test-1";

/** Names that end so are buckets in front of this server. */
export const S3_DOMAIN = "s3.double.test";

const EVERYBODY =
  '<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="Group">' +
  "<URI>http://acs.amazonaws.com/groups/global/AllUsers</URI></Grantee>";

const dialect: XmlDialect = {
  locate({ path, headers }) {
    const [host = ""] = (headers["host"] ?? "").split(":");
    const decoded = decodeURIComponent(path.slice(1));
    if (host.endsWith(`.${S3_DOMAIN}`)) {
      return { bucket: host.slice(0, -S3_DOMAIN.length - 1), key: decoded };
    }
    const at = decoded.indexOf("/");
    if (at < 0) return { bucket: decoded, key: "" };
    return { bucket: decoded.slice(0, at), key: decoded.slice(at + 1) };
  },
  verify: (request, _place, double) =>
    verifyAws(
      request,
      (keyId) => (keyId === S3_KEY.keyId ? S3_KEY.secret : undefined),
      double.nowMs(),
      S3_REGION,
    ),
  isCreateOnly: ({ headers }) => headers["if-none-match"] === "*",
  exists: { status: 412, word: "PreconditionFailed" },
  absent: {
    cors: "NoSuchCORSConfiguration",
    lifecycle: "NoSuchLifecycleConfiguration",
    publicAccessBlock: "NoSuchPublicAccessBlockConfiguration",
    "object-lock": "ObjectLockConfigurationNotFoundError",
    policy: "NoSuchBucketPolicy",
    policyStatus: "NoSuchBucketPolicy",
  },
  acl: (isPublic) =>
    "<AccessControlPolicy><Owner><ID>1</ID></Owner><AccessControlList>" +
    (isPublic ? `<Grant>${EVERYBODY}<Permission>READ</Permission></Grant>` : "") +
    "</AccessControlList></AccessControlPolicy>",
  aclHeader: "x-amz-acl",
  plainVersion: "null",
};

export function startS3Double(): Promise<CloudDouble> {
  return startDouble((request, double) => answerXml(request, double, dialect));
}
