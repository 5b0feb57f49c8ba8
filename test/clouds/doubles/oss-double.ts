/** An OSS server that believes no signature that it has not worked out itself. One bucket, "bucket". */
import { startDouble, type CloudDouble } from "./server";
import { verifyOss } from "./signatures";
import { answerXml, type XmlDialect } from "./xml-bucket";

export const OSS_KEY = { keyId: "LTAIproportertest", secret: "oss-secret-of-the-double" };

const dialect: XmlDialect = {
  locate: ({ path }) => ({ bucket: "bucket", key: decodeURIComponent(path.slice(1)) }),
  verify: (request, { bucket, key }, double) =>
    verifyOss(
      request,
      `/${bucket}/${key}`,
      (keyId) => (keyId === OSS_KEY.keyId ? OSS_KEY.secret : undefined),
      double.nowMs(),
    ),
  isCreateOnly: ({ headers }) => headers["x-oss-forbid-overwrite"] === "true",
  exists: { status: 409, word: "FileAlreadyExists" },
  absent: {
    cors: "NoSuchCORSConfiguration",
    lifecycle: "NoSuchLifecycle",
    worm: "NoSuchWORMConfiguration",
  },
  acl: (isPublic) =>
    "<AccessControlPolicy><Owner><ID>1</ID><DisplayName>owner</DisplayName></Owner>" +
    `<AccessControlList><Grant>${isPublic ? "public-read" : "private"}</Grant></AccessControlList>` +
    "</AccessControlPolicy>",
  aclHeader: "x-oss-acl",
  plainVersion: "null",
};

export function startOssDouble(): Promise<CloudDouble> {
  return startDouble((request, double) => answerXml(request, double, dialect));
}
