// What `npm run start:outlook` hands to `pro-porter serve`.

const names = (given, option) =>
  given.some((one) => one === option || one.startsWith(`${option}=`));

/**
 * `given` with a certificate, unless it names one, and a place for the manifest, unless it names one.
 * `devCertificate` answers the paths { cert, key }; it is asked only when it is needed.
 */
export async function outlookArguments(given, devCertificate, manifestPath) {
  const all = [...given];
  if (!names(given, "--tls-cert") && !names(given, "--tls-key")) {
    const { cert, key } = await devCertificate();
    all.push("--tls-cert", cert, "--tls-key", key);
  }
  if (!names(given, "--outlook")) all.push("--outlook", manifestPath);
  return all;
}
