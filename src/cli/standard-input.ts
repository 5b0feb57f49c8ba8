/** What is piped into a command. */
import { concatBytes, type Bytes } from "../core/bytes";

/** At most `limitBytes` of standard input; what comes after them is not read. */
export async function readStandardInput(limitBytes: number): Promise<Bytes> {
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const part of process.stdin) {
    parts.push(part as Uint8Array);
    sizeBytes += (part as Uint8Array).length;
    if (sizeBytes >= limitBytes) break;
  }
  return concatBytes(...parts).subarray(0, limitBytes);
}
