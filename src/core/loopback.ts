/** This computer itself, which is reached in the clear; everybody else by TLS only. */

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i;

/** Whether a hostname, without its port, is this computer. */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.test(hostname);
}

/** The origin of the gateway at a host[:port], as it stands in an index. Throws TypeError for no host. */
export function originOfHost(host: string): string {
  const { hostname, origin } = new URL(`https://${host}`);
  return isLoopback(hostname) ? new URL(`http://${host}`).origin : origin;
}
