/** Which origins are the gateway's own: signed actions are for one of them, and pages of one may write. */

export interface Origins {
  /** At which people reach it: stands in the index files. */
  readonly public: string;
  isOwn(origin: string): boolean;
}

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/** Whether a host (name, or address with or without brackets) is this computer and nobody else's. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);
}

/** The same origin under every name that this computer has for itself. */
function aliases(origin: string): readonly string[] {
  const { protocol, hostname, port } = new URL(origin);
  if (!isLoopback(hostname)) return [origin];
  const suffix = port === "" ? "" : `:${port}`;
  return LOOPBACK.map((name) => `${protocol}//${name}${suffix}`);
}

/**
 * `configured` is the origin of the configuration; without one the gateway is at home on loopback at the
 * port that it listens on. The Host header of a request never counts.
 */
export function createOrigins(
  configured: string | undefined,
  bound: { readonly scheme: "http" | "https"; readonly port: number },
): Origins {
  const here = `${bound.scheme}://localhost:${String(bound.port)}`;
  const origin = configured ?? new URL(here).origin;
  const isHome = isLoopback(new URL(origin).hostname);
  const own = new Set([...aliases(origin), ...(isHome ? aliases(new URL(here).origin) : [])]);
  return { public: origin, isOwn: (candidate) => own.has(candidate) };
}
