/** Azurite, Microsoft's own emulator, on a free port. */
import { spawn } from "node:child_process";
import { resolve as resolvePath } from "node:path";
import { BlobServiceClient, StorageSharedKeyCredential } from "@azure/storage-blob";

export interface Azurite {
  readonly endpoint: string;
  /** Its administrator. */
  readonly service: BlobServiceClient;
  stop(): void;
}

/** The account of every emulator, as its documentation publishes it. */
export const AZURITE_KEY = {
  keyId: "devstoreaccount1",
  secret:
    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==",
};

const START_MS = 60_000;

/** With a certificate it speaks https and knows people who are signed in, by their tokens. */
export async function startAzurite(tls?: { cert: string; key: string }): Promise<Azurite> {
  const main = resolvePath("node_modules/azurite/dist/src/blob/main.js");
  const args = ["--inMemoryPersistence", "--blobPort", "0", "--disableTelemetry"];
  if (tls !== undefined) args.push("--oauth", "basic", "--cert", tls.cert, "--key", tls.key);
  const scheme = tls === undefined ? "http" : "https";
  const child = spawn(process.execPath, [main, ...args, "--skipApiVersionCheck"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const port = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error("Azurite does not start"));
    }, START_MS);
    let said = "";
    child.stdout.on("data", (text: Buffer) => {
      said += text.toString();
      const [, found] = /successfully listens on https?:\/\/127\.0\.0\.1:(\d+)/.exec(said) ?? [];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(found);
    });
    child.on("exit", () => {
      reject(new Error(`Azurite ends: ${said}`));
    });
  });
  const endpoint = `${scheme}://127.0.0.1:${port}/${AZURITE_KEY.keyId}`;
  const key = new StorageSharedKeyCredential(AZURITE_KEY.keyId, AZURITE_KEY.secret);
  return {
    endpoint,
    // It closes idle connections in the client's face; the SDK would wait 4 s before it tries again.
    service: new BlobServiceClient(endpoint, key, { retryOptions: { retryDelayInMs: 10 } }),
    stop: () => {
      child.kill();
    },
  };
}
