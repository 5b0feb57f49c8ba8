/** Access tokens of Microsoft Entra ID or another OpenID provider: RFC 9068 as far as Entra follows it. */
import { createRemoteJWKSet, customFetch, errors, jwtVerify, type JWTPayload } from "jose";
import type { AuthConfig, EntraConfig } from "../clouds/config";
import { AppError } from "../core/errors";

/** Checks the Authorization header of a call. */
export type CheckToken = (authorization: string | undefined) => Promise<void>;

/** Entra signs with RS256; the others are what other providers use. */
const ALGORITHMS = ["RS256", "PS256", "ES256"];
const CLOCK_TOLERANCE_SECONDS = 60;
const KEYS_TIMEOUT_MS = 5_000;
const KEYS_MAX_AGE_MS = 12 * 3_600_000;
/** An unknown key id makes us ask for the keys again, but not more often than this. */
const KEYS_COOLDOWN_MS = 30_000;

export interface TokenOptions {
  /** How the issuer's keys are fetched: a proxy may be in between. */
  readonly fetch?: typeof globalThis.fetch;
  readonly nowMs: () => number;
}

const refused = (reason: string): AppError =>
  new AppError("sign-in-refused", { details: { reason } });

export function createTokenCheck(auth: AuthConfig, options: TokenOptions): CheckToken {
  if (auth.mode === "none") return () => Promise.resolve();
  const keys = createRemoteJWKSet(new URL(auth.jwksUri), {
    timeoutDuration: KEYS_TIMEOUT_MS,
    cacheMaxAge: KEYS_MAX_AGE_MS,
    cooldownDuration: KEYS_COOLDOWN_MS,
    ...(options.fetch !== undefined && { [customFetch]: options.fetch }),
  });
  return async (authorization) => {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? "")?.[1];
    if (token === undefined) throw new AppError("sign-in-needed");
    checkClaims(auth, await verify(auth, keys, token, options.nowMs()));
  };
}

async function verify(
  { audience }: EntraConfig,
  keys: ReturnType<typeof createRemoteJWKSet>,
  token: string,
  nowMs: number,
): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      ...{ audience, algorithms: ALGORITHMS, clockTolerance: CLOCK_TOLERANCE_SECONDS },
      ...{ currentDate: new Date(nowMs), requiredClaims: ["iss", "exp"] },
    });
    return payload;
  } catch (cause) {
    if (cause instanceof errors.JWKSNoMatchingKey || isAboutToken(cause)) {
      throw new AppError("sign-in-needed", { details: { reason: codeOf(cause) }, cause });
    }
    // The issuer's keys cannot be had: not the user's fault, and perhaps over soon.
    throw new AppError("gateway-unavailable", { details: { reason: "sign-in keys" }, cause });
  }
}

const isAboutToken = (error: unknown): boolean =>
  error instanceof errors.JOSEError &&
  !(error instanceof errors.JWKSTimeout) &&
  !(error instanceof errors.JWKSInvalid) &&
  error.code !== "ERR_JOSE_GENERIC";

const codeOf = (error: unknown): string =>
  error instanceof errors.JOSEError ? error.code : "unknown";

/** Issuer, tenant and scope of a token whose signature, audience and times are right. */
function checkClaims({ issuer, tenants, scope }: EntraConfig, payload: JWTPayload): void {
  const { iss, tid, scp, scope: scopes } = payload as JWTPayload & Record<string, unknown>;
  if (typeof tid !== "string" || !tenants.includes(tid)) throw refused("tenant");
  if (iss !== issuer.replace("{tenantid}", tid)) throw refused("issuer");
  const granted = typeof scp === "string" ? scp : scopes;
  const wanted = scope.slice(scope.lastIndexOf("/") + 1);
  if (typeof granted !== "string" || !granted.split(" ").includes(wanted)) throw refused("scope");
}
