/** A link as a TCP proxy: so many bytes a second each way, so much delay; it can be cut. */
import { createServer, connect, type AddressInfo, type Socket } from "node:net";

export interface Link {
  readonly port: number;
  /** From now on. */
  carry(bytesPerSecond: number): void;
  stop(): void;
}

export interface LinkOptions {
  readonly targetPort: number;
  readonly bytesPerSecond: number;
  readonly roundTripMs: number;
}

/** More than this is not taken in before it can leave: the queue of a router. */
const QUEUE_MS = 40;

/** One direction of a link, shared by all its connections. */
class Direction {
  bytesPerMs: number;
  readonly #delayMs: number;
  #freeAtMs = 0;

  constructor(bytesPerSecond: number, delayMs: number) {
    this.bytesPerMs = bytesPerSecond / 1000;
    this.#delayMs = delayMs;
  }

  carry(from: Socket, to: Socket): void {
    // Timers may overtake each other; what a connection carries may not.
    const queue: { readonly atMs: number; readonly deliver: () => void }[] = [];
    const drain = (): void => {
      while (queue[0] !== undefined && queue[0].atMs <= performance.now()) queue.shift()?.deliver();
      if (queue[0] !== undefined) setTimeout(drain, queue[0].atMs - performance.now() + 0.5);
    };
    const push = (deliver: () => void): void => {
      queue.push({ atMs: this.#freeAtMs + this.#delayMs, deliver });
      if (queue.length === 1) drain();
    };
    from.on("data", (piece: Buffer) => {
      const nowMs = performance.now();
      this.#freeAtMs = Math.max(nowMs, this.#freeAtMs) + piece.length / this.bytesPerMs;
      push(() => to.write(piece));
      const leavesInMs = this.#freeAtMs - nowMs;
      if (leavesInMs < QUEUE_MS) return;
      from.pause();
      setTimeout(() => from.resume(), leavesInMs - QUEUE_MS / 2);
    });
    from.on("end", () => {
      this.#freeAtMs = Math.max(performance.now(), this.#freeAtMs);
      push(() => to.end());
    });
  }
}

/** Listens on a free port of this computer and carries everything to the target. */
export async function openLink(options: LinkOptions): Promise<Link> {
  const { targetPort, bytesPerSecond, roundTripMs } = options;
  const up = new Direction(bytesPerSecond, roundTripMs / 2);
  const down = new Direction(bytesPerSecond, roundTripMs / 2);
  const sockets = new Set<Socket>();
  const server = createServer({ pauseOnConnect: true }, (near) => {
    const far = connect(targetPort, "127.0.0.1");
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    up.carry(near, far);
    down.carry(far, near);
    // The handshake, which the system has answered already.
    setTimeout(() => near.resume(), roundTripMs);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    carry: (bytesPerSecond) => {
      for (const direction of [up, down]) direction.bytesPerMs = bytesPerSecond / 1000;
    },
    stop: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
