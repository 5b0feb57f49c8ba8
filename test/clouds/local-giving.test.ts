/** What a local store gives, to many at once, of whom some go away or read slowly. */
import { readdirSync, readlinkSync } from "node:fs";
import { connect, type Socket } from "node:net";
import type { Bytes } from "../../src/core/bytes";
import { startLocalCloud } from "../fakes/local-cloud";
import { patternBytes } from "../fakes/memory-tree";

const transfer = patternBytes(24, "T");
/** More than the buffers of a connection hold. */
const SIZE_BYTES = 12 * 2 ** 20;
const NAMES = ["a", "b", "c"].map((letter) => `-object_name-000000${letter}`);

type Started = Awaited<ReturnType<typeof startLocalCloud>>;
let nas: Started;
beforeEach(async () => {
  nas = await startLocalCloud();
});
afterEach(() => nas.stop());

const soon = (): number => Math.floor(Date.now() / 1000) + 60;
const contentOf = (name: string): Bytes => patternBytes(SIZE_BYTES, name);

async function putAll(): Promise<void> {
  for (const name of NAMES) {
    const sizeBytes = SIZE_BYTES;
    const { url } = await nas.cloud.signPut({ transfer, name, sizeBytes, expiresAt: soon() });
    expect((await fetch(url, { method: "PUT", body: contentOf(name) })).status).toBe(200);
  }
}

async function urlOf(name: string): Promise<URL> {
  return new URL((await nas.cloud.signGet({ transfer, name, expiresAt: soon() })).url);
}

function ask(socket: Socket, { pathname, search, host }: URL): void {
  socket.write(`GET ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
}

/** Asks, reads what comes first and then no more. */
async function stall(url: URL): Promise<Socket> {
  const socket = connect(Number(url.port), url.hostname);
  socket.on("error", () => undefined);
  ask(socket, url);
  await new Promise((resolve) => socket.once("data", resolve));
  socket.pause();
  return socket;
}

/** The objects that this process has open. */
function openObjects(): string[] {
  return readdirSync("/proc/self/fd").flatMap((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).split("/").slice(-1);
    } catch {
      return [];
    }
  });
}

async function untilClosed(name: string): Promise<void> {
  for (let left = 100; left > 0 && openObjects().includes(name); left -= 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(openObjects()).not.toContain(name);
}

it("whoever reads gets every byte, beside those who stall and those who go away", async () => {
  await putAll();
  const [first = "", ...others] = NAMES;
  const stalled = await Promise.all([stall(await urlOf(first)), stall(await urlOf(first))]);
  expect(openObjects()).toContain(first);
  const fetchAll = async (): Promise<void> => {
    await Promise.all(
      others.map(async (name) => {
        const answer = await fetch(await urlOf(name));
        expect(Buffer.compare(await answer.bytes(), contentOf(name))).toBe(0);
      }),
    );
  };
  await fetchAll();
  for (const socket of stalled) socket.destroy();
  await untilClosed(first);
  await fetchAll();
  for (const name of others) await untilClosed(name);
});

it("an answer that was asked for behind a stalled one ends with the connection", async () => {
  await putAll();
  const [first = "", second = ""] = NAMES;
  const socket = await stall(await urlOf(first));
  ask(socket, await urlOf(second));
  await new Promise((resolve) => setTimeout(resolve, 200));
  socket.destroy();
  await untilClosed(first);
  await untilClosed(second);
});
