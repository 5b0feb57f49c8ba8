/**
 * Ceph's object gateway: a real S3 server, with a cluster of one in memory, of Debian's packages radosgw,
 * ceph-mon and ceph-osd. https://docs.ceph.com/en/pacific/radosgw/
 */
import { execFile, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePorts } from "../fakes/free-ports";
import { closeAtEnd, tempFolder } from "../fakes/temp";

const run = promisify(execFile);

export const RADOSGW_KEY = { keyId: "AKRADOSGW", secret: "a-key-that-lives-as-long-as-the-test" };

const PROGRAMS = ["radosgw", "ceph-mon", "ceph-osd", "ceph", "radosgw-admin", "ceph-authtool"];

export const hasRadosgw = PROGRAMS.every((name) => existsSync(join("/usr/bin", name)));

const MEMORY_BYTES = 1 << 30;

interface Addresses {
  /** Of the monitor, in both versions of its protocol. */
  readonly monitor: string;
  readonly gateway: string;
}

const configuration = (
  folder: string,
  cluster: string,
  { monitor, gateway }: Addresses,
): string => `[global]
keyring = ${folder}/keys
fsid = ${cluster}
mon host = ${monitor}
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 8
osd pool default pgp num = 8
osd crush chooseleaf type = 0
mon allow pool size one = true
mon max pg per osd = 1000
osd objectstore = memstore
memstore device bytes = ${String(MEMORY_BYTES)}
public network = 127.0.0.0/8
mon data = ${folder}/mon
osd data = ${folder}/osd
run dir = ${folder}
log file = ${folder}/$name.log
[client.rgw]
rgw frontends = beast endpoint=${gateway}
`;

/** Runs until the test file is done. */
function startDaemon(folder: string, name: string, args: readonly string[]): void {
  const log = openSync(join(folder, `${name}.out`), "a");
  const child = spawn(name, args, { stdio: ["ignore", log, log] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  closeAtEnd(() => {
    child.kill("SIGKILL");
    return ended;
  });
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (let left = 300; left > 0; left -= 1) {
    if (await isSo().catch(() => false)) return;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error(`radosgw: ${what}`);
}

/** A cluster of one monitor, one disk in memory and one gateway; returns where the gateway answers. */
export async function startRadosgw(): Promise<string> {
  const folder = tempFolder("ceph");
  const [newer = 0, older = 0, port = 0] = await freePorts(3);
  const monitor = `[v2:127.0.0.1:${String(newer)},v1:127.0.0.1:${String(older)}]`;
  const gateway = `127.0.0.1:${String(port)}`;
  const cluster = randomUUID();
  const file = join(folder, "ceph.conf");
  writeFileSync(file, configuration(folder, cluster, { monitor, gateway }));
  const configured = ["-c", file];
  const keys = join(folder, "keys");
  await run("ceph-authtool", ["-C", keys, "--gen-key", "-n", "mon.", "--cap", "mon", "allow *"]);
  for (const name of ["client.admin", "client.rgw", "osd.0"]) {
    const rights = ["mon", "osd", "mgr"].flatMap((part) => ["--cap", part, "allow *"]);
    await run("ceph-authtool", [keys, "--gen-key", "-n", name, ...rights]);
  }
  const map = join(folder, "monmap");
  const making = ["--create", "--addv", "a", monitor, "--fsid", cluster, map, "--clobber"];
  await run("monmaptool", making);
  const mon = [...configured, "-i", "a"];
  await run("ceph-mon", [...mon, "--mkfs", "--monmap", map, "--keyring", keys]);
  startDaemon(folder, "ceph-mon", [...mon, "-f"]);
  const ceph = (...args: string[]) =>
    run("ceph", [...configured, "--connect-timeout", "20", ...args], { timeout: 60_000 });
  await ceph("osd", "create");
  const osd = [...configured, "-i", "0"];
  mkdirSync(join(folder, "osd"));
  await run("ceph-osd", [...osd, "--mkfs"]);
  startDaemon(folder, "ceph-osd", [...osd, "-f"]);
  await until("the disk does not start", async () =>
    (await ceph("osd", "stat")).stdout.includes("1 up"),
  );
  startDaemon(folder, "radosgw", [...configured, "-n", "client.rgw", "-f"]);
  const origin = `http://${gateway}`;
  await until("the gateway does not start", async () => (await fetch(origin)).ok);
  const { keyId, secret } = RADOSGW_KEY;
  const key = ["--access-key", keyId, "--secret-key", secret];
  const user = ["user", "create", "--uid", "test", "--display-name", "test"];
  await run("radosgw-admin", [...configured, ...user, ...key]);
  return origin;
}
