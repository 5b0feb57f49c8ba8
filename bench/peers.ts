/** The command line against the tools that people would use instead, on the same files in one run. */
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { randomFillSync } from "node:crypto";
import { join } from "node:path";
import { isInstalled, median, timeCommand, warmMemory } from "./measure";

/** One job done by one tool; `reset` puts back what the job will write. */
interface Contender {
  readonly name: string;
  readonly program: string;
  readonly command: string;
  readonly reset: string;
}

export interface Result {
  readonly name: string;
  /** Undefined when the program is not on this machine. */
  readonly seconds: number | undefined;
}

export interface Comparison {
  readonly title: string;
  /** The result that the others are compared with. */
  readonly base: string;
  readonly bytes: number;
  readonly results: readonly Result[];
}

const MEBIBYTE = 2 ** 20;
const SMALL_FILES = 100_000;
/** What is smaller depends less on new memory than on what a disk still has to do. */
const WARMED_BYTES = 1024 * MEBIBYTE;

export function makeLargeFile(path: string, sizeBytes: number): void {
  const block = new Uint8Array(4 * MEBIBYTE);
  const descriptor = openSync(path, "w");
  for (let done = 0; done < sizeBytes; done += block.length) {
    writeSync(descriptor, randomFillSync(block), 0, Math.min(block.length, sizeBytes - done));
  }
  closeSync(descriptor);
}

export function makeSmallFiles(folder: string, count = SMALL_FILES): void {
  const content = randomFillSync(new Uint8Array(4096));
  const view = new DataView(content.buffer);
  for (let number = 0; number < count; number += 1) {
    const parent = join(folder, `d${String(Math.floor(number / 1000))}`);
    if (number % 1000 === 0) mkdirSync(parent, { recursive: true });
    view.setUint32(0, number);
    writeFileSync(join(parent, `file-${String(number)}.bin`), content);
  }
}

/** Every contender once a round, so that a slow minute of the machine hits all. */
export function compare(
  title: string,
  base: string,
  bytes: number,
  contenders: readonly Contender[],
  cwd: string,
  rounds: number,
): Comparison {
  const times = new Map<string, number[]>();
  const present = contenders.filter(({ program }) => isInstalled(program));
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, command, reset } of present) {
      timeCommand(`${reset}; sync`, cwd);
      if (bytes >= WARMED_BYTES) warmMemory(join(cwd, "large"));
      const seconds = timeCommand(command, cwd);
      times.set(name, [...(times.get(name) ?? []), seconds]);
    }
  }
  const results = contenders.map(({ name }) => {
    const measured = times.get(name);
    return { name, seconds: measured === undefined ? undefined : median(measured) };
  });
  return { title, base, bytes, results };
}

export interface PeerOptions {
  readonly cwd: string;
  /** The command line, quoted for the shell. */
  readonly porter: string;
  readonly largeBytes: number;
  readonly smallFiles: number;
  readonly rounds: number;
}

export function comparePeers(options: PeerOptions): Comparison[] {
  const { cwd, porter, largeBytes, smallFiles, rounds } = options;
  makeLargeFile(join(cwd, "large"), largeBytes);
  makeSmallFiles(join(cwd, "small"), smallFiles);
  const hasAge = isInstalled("age");
  if (hasAge) timeCommand("age-keygen -o key 2>/dev/null && age-keygen -y key > key.pub", cwd);
  writeFileSync(join(cwd, "pw"), "correct horse");
  const send = (what: string): string => `${porter} send ${what} --out ${what}.ix`;
  const restore = (what: string): string => `${porter} restore ${what}.ix --to out`;
  const gpg = "gpg --batch --yes --pinentry-mode loopback --passphrase-file pw";
  const smallBytes = smallFiles * 4096;
  const comparisons = [
    compare(
      "Send one large file to four local stores",
      "age",
      largeBytes,
      [
        {
          name: "pro-porter send (3 of 4)",
          program: "node",
          command: send("large"),
          reset: "rm -rf data",
        },
        {
          name: "age",
          program: "age",
          command: "age -R key.pub -o large.age large",
          reset: "rm -f large.age",
        },
        { name: "cp", program: "cp", command: "cp large large.cp", reset: "rm -f large.cp" },
        {
          name: "7z, AES-256, stored",
          program: "7z",
          command: "7z a -mx0 -pcorrect -mhe=on large.7z large",
          reset: "rm -f large.7z",
        },
        {
          name: "gpg -c, AES-256, stored",
          program: "gpg",
          command: `${gpg} -c --cipher-algo AES256 -z0 -o large.gpg large`,
          reset: "rm -f large.gpg",
        },
      ],
      cwd,
      rounds,
    ),
    compare(
      "Restore it",
      "age",
      largeBytes,
      [
        {
          name: "pro-porter restore",
          program: "node",
          command: restore("large"),
          reset: "rm -rf out",
        },
        {
          name: "age",
          program: "age",
          command: "age -d -i key -o large.out large.age",
          reset: "rm -f large.out",
        },
        { name: "cp", program: "cp", command: "cp large large.cp", reset: "rm -f large.cp" },
      ],
      cwd,
      rounds,
    ),
    compare(
      `Send ${String(smallFiles)} files of 4 KiB`,
      "tar c | age",
      smallBytes,
      [
        {
          name: "pro-porter send (3 of 4)",
          program: "node",
          command: send("small"),
          reset: "rm -rf data",
        },
        {
          name: "tar c | age",
          program: "age",
          command: "tar c small | age -R key.pub > small.age",
          reset: "rm -f small.age",
        },
      ],
      cwd,
      rounds,
    ),
    compare(
      "Restore them",
      "age -d | tar x",
      smallBytes,
      [
        {
          name: "pro-porter restore",
          program: "node",
          command: restore("small"),
          reset: "rm -rf out",
        },
        {
          name: "age -d | tar x",
          program: "age",
          command: "mkdir -p outx && age -d -i key small.age | tar x -C outx",
          reset: "rm -rf outx",
        },
      ],
      cwd,
      rounds,
    ),
  ];
  rmSync(join(cwd, "data"), { recursive: true, force: true });
  return comparisons;
}
