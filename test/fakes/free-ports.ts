/** Ports of this machine at which nobody listened a moment ago. */
import { createServer } from "node:net";

/** Below what Linux gives to connections that go out (32,768 to 60,999): one of these takes no port of a test. */
const FIRST = 20_000;
/** Each of the first eight workers of jest has its own, so that no two look at the same port at once. */
const PORTS_OF_A_WORKER = 1_500;
const WORKERS = 8;

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer();
    server.once("error", () => {
      done(false);
    });
    server.listen(port, () => {
      server.close(() => {
        done(true);
      });
    });
  });
}

/** `count` ports that follow each other, as a gateway and its local stores stand by default. */
export async function freePorts(count: number): Promise<number[]> {
  const worker = Number(process.env["JEST_WORKER_ID"] ?? 1) % WORKERS;
  for (;;) {
    const place = Math.floor(Math.random() * (PORTS_OF_A_WORKER - count));
    const first = FIRST + worker * PORTS_OF_A_WORKER + place;
    const ports = Array.from({ length: count }, (_, at) => first + at);
    const free = await Promise.all(ports.map(isFree));
    if (!free.includes(false)) return ports;
  }
}
