/** Node's primitives, and the browser's code over Node's WebCrypto, give the same known answers. */
import { browserPrimitives } from "../../src/platform/browser/primitives";
import { nativeEd25519, scriptedEd25519, type Ed25519 } from "../../src/platform/browser/ed25519";
import { nodePrimitives } from "../../src/platform/node/primitives";
import { aesGcmContract } from "../contract/primitives/aes-gcm.contract";
import { ed25519Contract } from "../contract/primitives/ed25519.contract";
import { hashesContract } from "../contract/primitives/hashes.contract";

const over = (ed25519: Ed25519) => ({ ...browserPrimitives, ...ed25519 });

for (const [name, prims] of [
  ["node:crypto", nodePrimitives],
  ["WebCrypto", browserPrimitives],
] as const) {
  hashesContract(name, prims);
  aesGcmContract(name, prims);
}
ed25519Contract("node:crypto", nodePrimitives);
ed25519Contract("Ed25519 of WebCrypto", over(nativeEd25519));
ed25519Contract("Ed25519 in script", over(scriptedEd25519));
