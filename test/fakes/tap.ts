/** A wire that is listened to: everything that goes to a port, as it came. */
import { connect, createServer, type AddressInfo } from "node:net";
import { pipeline } from "node:stream";

export interface Tap {
  readonly port: number;
  /** All that went towards the target so far. */
  heard(): Buffer;
  close(): void;
}

/** Listens on a free port of loopback and passes everything on to `targetPort`. */
export function startTap(targetPort: number): Promise<Tap> {
  const pieces: Buffer[] = [];
  const server = createServer((socket) => {
    const target = connect(targetPort, "127.0.0.1");
    socket.on("data", (piece: Buffer) => pieces.push(piece));
    pipeline(socket, target, socket, () => undefined);
  });
  return new Promise((done) => {
    server.listen(0, "127.0.0.1", () => {
      done({
        port: (server.address() as AddressInfo).port,
        heard: () => Buffer.concat(pieces),
        close: () => {
          server.close();
        },
      });
    });
  });
}
