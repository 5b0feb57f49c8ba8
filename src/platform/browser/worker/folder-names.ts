/** Which names a folder takes, and what becomes of the others. */
import { createLocalNames, windowsComponent } from "../../../core/transfer/local-names";
import type { LocalNames } from "../../../core/transfer/local-names";
import { errorName } from "./dom-errors";

/** Names of which every system and browser is known to take any. */
const PLAIN = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_ .-]*[\p{L}\p{N}_])?$/u;
/** Kinds of files that browsers do not write, because a desktop runs them when it sees them. */
const REFUSED_EXTENSION = /\.(?:lnk|scf|url|local)$/i;

function safeComponent(component: string): string {
  const clean = windowsComponent(component)
    .replace(/^[\s.]+|[\s.]+$/gu, "_")
    .replace(REFUSED_EXTENSION, "$&_");
  // Refused for a reason that is not known here.
  return clean === component ? `${component}_` : clean;
}

/** Tries the name on an empty file, which is removed again. */
async function isTaken(probes: FileSystemDirectoryHandle, component: string): Promise<boolean> {
  try {
    await probes.getFileHandle(component, { create: true });
    await probes.removeEntry(component);
    return true;
  } catch (error) {
    if (errorName(error) === "TypeError") return false;
    throw error;
  }
}

/** `probes` is an empty folder in which names may be tried. */
export async function namesInFolder(
  paths: readonly string[],
  probes: FileSystemDirectoryHandle,
): Promise<LocalNames> {
  const components = new Set(paths.flatMap((path) => path.split("/")));
  const refused = new Set<string>();
  for (const component of components) {
    if (!PLAIN.test(component) || windowsComponent(component) !== component) {
      if (!(await isTaken(probes, component))) refused.add(component);
    }
  }
  return createLocalNames(paths, (component) =>
    refused.has(component) ? safeComponent(component) : component,
  );
}
