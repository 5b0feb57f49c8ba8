/** What a transfer amounts to, for people. */
import type { ManifestContent } from "../../../core/format/manifest";
import type { SendSummary } from "../transfers";

/** The first components of the paths with what lies in them. */
export function summarize({ files, dirs }: Pick<ManifestContent, "files" | "dirs">): SendSummary {
  const roots = new Map<string, { name: string; isFolder: boolean; sizeBytes: number }>();
  let totalBytes = 0;
  const add = (path: string, isFolder: boolean, sizeBytes: number): void => {
    const slash = path.indexOf("/");
    const name = slash < 0 ? path : path.slice(0, slash);
    const root = roots.get(name) ?? { name, isFolder: isFolder || slash >= 0, sizeBytes: 0 };
    root.sizeBytes += sizeBytes;
    roots.set(name, root);
    totalBytes += sizeBytes;
  };
  for (const { path, size } of files) add(path, false, size);
  for (const dir of dirs) add(dir, true, 0);
  return { fileCount: files.length, totalBytes, roots: [...roots.values()] };
}
