/** An OpenID provider that only has keys and signs tokens. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from "jose";

export async function startIssuer() {
  const make = async (kid: string) => {
    const { publicKey, privateKey } = await generateKeyPair("RS256");
    return {
      kid,
      privateKey,
      jwk: { ...(await exportJWK(publicKey)), kid, alg: "RS256", use: "sig" },
    };
  };
  let published = [await make("one")];
  let isDown = false;
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.writeHead(isDown ? 503 : 200, { "Content-Type": "application/json" });
    response.end(JSON.stringify({ keys: published.map(({ jwk }) => jwk) }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    jwksUri: `${origin}/keys`,
    asked: () => asked,
    setDown: (down: boolean) => {
      isDown = down;
    },
    /** A key that is published. */
    async addKey(kid: string) {
      published = [...published, await make(kid)];
    },
    /** Keys that nobody publishes. */
    makeKey: make,
    keyOf: (kid: string) => published.find((key) => key.kid === kid)!,
    sign: (payload: JWTPayload, key = published[0]!) =>
      new SignJWT(payload).setProtectedHeader({ alg: "RS256", kid: key.kid }).sign(key.privateKey),
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
}
