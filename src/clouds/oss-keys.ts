/**
 * Where the keys for Alibaba Cloud come from: the SDK has no chain of its own.
 *
 * https://www.alibabacloud.com/help/en/sdk/developer-reference/v2-manage-node-js-access-credentials
 * https://www.alibabacloud.com/help/en/ecs/user-guide/view-instance-metadata (security hardening mode)
 */
import { AppError } from "../core/errors";
import type { Credentials } from "./bucket";

export interface OssKeys {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly stsToken?: string;
}

export interface LoadedOssKeys {
  readonly keys: OssKeys;
  /** Where the keys end by themselves. */
  readonly renew?: () => Promise<Required<OssKeys>>;
}

type Environment = Readonly<Record<string, string | undefined>>;

const METADATA = "http://100.100.100.200";
const TIMEOUT_MS = 2_000;

/** Throws `store-credentials` when there are none. */
export async function loadOssKeys(
  credentials: Credentials | undefined,
  environment: Environment,
  metadataOrigin = METADATA,
): Promise<LoadedOssKeys> {
  if (credentials !== undefined) {
    return { keys: { accessKeyId: credentials.keyId, accessKeySecret: credentials.secret } };
  }
  const keys = keysOfEnvironment(environment);
  if (keys !== undefined) return { keys };
  const renew = (): Promise<Required<OssKeys>> => keysOfInstance(metadataOrigin);
  return { keys: await renew(), renew };
}

function keysOfEnvironment(environment: Environment): OssKeys | undefined {
  const accessKeyId = environment["ALIBABA_CLOUD_ACCESS_KEY_ID"];
  const accessKeySecret = environment["ALIBABA_CLOUD_ACCESS_KEY_SECRET"];
  const stsToken = environment["ALIBABA_CLOUD_SECURITY_TOKEN"];
  if (accessKeyId === undefined || accessKeySecret === undefined) return undefined;
  return { accessKeyId, accessKeySecret, ...(stsToken !== undefined && { stsToken }) };
}

/** The keys of the role that the instance has; good for some hours. */
async function keysOfInstance(origin: string): Promise<Required<OssKeys>> {
  const ask = async (path: string, init: RequestInit): Promise<string> => {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const answer = await fetch(`${origin}/latest/${path}`, { ...init, signal });
    if (!answer.ok) throw new Error(`HTTP ${String(answer.status)}`);
    return answer.text();
  };
  try {
    const ttl = { "X-aliyun-ecs-metadata-token-ttl-seconds": "60" };
    const token = await ask("api/token", { method: "PUT", headers: ttl });
    const headers = { "X-aliyun-ecs-metadata-token": token };
    const roles = "meta-data/ram/security-credentials/";
    const role = (await ask(roles, { headers })).split("\n", 1)[0]?.trim() ?? "";
    return readKeys(JSON.parse(await ask(roles + role, { headers })));
  } catch (cause) {
    throw new AppError("store-credentials", { details: { reason: "none found" }, cause });
  }
}

function readKeys(value: unknown): Required<OssKeys> {
  const fields = value as Partial<Record<string, unknown>>;
  const [accessKeyId, accessKeySecret, stsToken] = [
    fields["AccessKeyId"],
    fields["AccessKeySecret"],
    fields["SecurityToken"],
  ];
  if (
    typeof accessKeyId !== "string" ||
    typeof accessKeySecret !== "string" ||
    typeof stsToken !== "string"
  ) {
    throw new TypeError("not the credentials of a role");
  }
  return { accessKeyId, accessKeySecret, stsToken };
}
