// `npm run start:outlook`: serves the add-in over https to an Outlook of this person, with a certificate that
// office-addin-dev-certs makes and puts among those this machine trusts. Options go to `pro-porter serve`.
import { join } from "node:path";
import { outlookArguments } from "./outlook-arguments.mjs";

const root = join(import.meta.dirname, "..");

/** For localhost; the system, and so the person, is asked before an authority is added to it. */
async function devCertificate() {
  const { default: certs } = await import("office-addin-dev-certs");
  await certs.ensureCertificatesAreInstalled();
  const { default: places } = await import("office-addin-dev-certs/lib/defaults.js");
  return { cert: places.localhostCertificatePath, key: places.localhostKeyPath };
}

try {
  const manifest = join(root, "pro-porter-manifest.xml");
  const all = await outlookArguments(process.argv.slice(2), devCertificate, manifest);
  process.argv.splice(2, Infinity, ...all);
} catch (error) {
  console.error(`No certificate for https://localhost: ${error.message}`);
  console.error("Give one of your own: npm run start:outlook -- --tls-cert FILE --tls-key FILE");
  process.exit(1);
}
await import("./start.mjs");
