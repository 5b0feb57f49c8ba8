/** Where the command line keeps what is its user's (XDG Base Directory Specification 0.8). */
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

function folder(variable: string, fallback: string): string {
  const set = process.env[variable];
  const base = set !== undefined && isAbsolute(set) ? set : join(homedir(), fallback);
  return join(base, "pro-porter");
}

export const configFolder = (): string => folder("XDG_CONFIG_HOME", ".config");
export const stateFolder = (): string => folder("XDG_STATE_HOME", join(".local", "state"));
