/** The proxy of a company: CONNECT only, with names that only it knows. */
import { createServer, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";

export interface ConnectProxy {
  readonly address: string;
  /** host:port of every tunnel that was asked for. */
  readonly asked: string[];
  stop(): void;
}

/** Tunnels to `ports[name]` of this computer; refuses other names. */
export async function startConnectProxy(
  ports: Readonly<Record<string, number>>,
): Promise<ConnectProxy> {
  const asked: string[] = [];
  const server: Server = createServer();
  server.on("connect", ({ url = "" }, client) => {
    asked.push(url);
    const port = ports[url];
    if (port === undefined) {
      client.end("HTTP/1.1 403 Forbidden\r\n\r\n");
      return;
    }
    const target = connect(port, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      target.pipe(client).pipe(target);
    });
    for (const socket of [target, client]) {
      socket.on("error", () => {
        target.destroy();
        client.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    asked,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
