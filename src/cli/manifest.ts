/** `pro-porter manifest`: the manifest of the Outlook add-in, filled in for a gateway. */
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { AppError } from "../core/errors";
import { diskError } from "../platform/node/file-errors";
import type { CommonOptions, Context } from "./context";
import { usage } from "./parse-options";

export interface ManifestOptions extends CommonOptions {
  readonly origin: string;
}

/** What stands in the file for people who try the add-in on their own machine. */
const LOCAL_ORIGIN = "https://localhost:3000";

/** Outlook loads the panes by https only, also from the own machine. */
function parseOrigin({ output }: Context, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isOrigin = url?.protocol === "https:" && url.href === `${url.origin}/`;
  if (!isOrigin) throw usage(output.strings.cli.usage.manifestOrigin(text));
  return url.origin;
}

async function readTemplate(): Promise<string> {
  try {
    // The build puts it beside the program.
    return await readFile(fileURLToPath(new URL("manifest.xml", import.meta.url)), "utf8");
  } catch (cause) {
    throw new AppError("internal", { details: { what: "manifest.xml" }, cause });
  }
}

export const fillInManifest = async (origin: string): Promise<string> =>
  (await readTemplate()).replaceAll(LOCAL_ORIGIN, origin);

/** Writes the manifest for a gateway and says how to load it into an Outlook. */
export async function leaveManifest(
  { output }: Context,
  path: string,
  origin: string,
): Promise<void> {
  const manifest = await fillInManifest(origin);
  try {
    await writeFile(path, manifest);
  } catch (error) {
    throw diskError(error, path);
  }
  output.say(output.strings.cli.sideload(path, origin).join("\n"), "sideload", { path, origin });
}

/** Prints the manifest; an administrator gives it to Microsoft 365, a developer sideloads it. */
export async function runManifest(context: Context, options: ManifestOptions): Promise<void> {
  const origin = parseOrigin(context, options.origin);
  const manifest = await fillInManifest(origin);
  context.output.say(manifest.trimEnd(), "manifest", { origin, manifest });
}
