/** Servers that begin and end. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { AppError } from "../../core/errors";
import { errnoOf } from "./file-errors";

/** Why a server cannot listen, as ours. */
export function listenError(error: unknown, host: string, port: number): AppError {
  const reason = errnoOf(error) ?? "unknown";
  const cause = { cause: error };
  if (reason === "EADDRINUSE") return new AppError("port-taken", { details: { port }, ...cause });
  const details = { reason: `${host}, port ${String(port)}: cannot listen there (${reason})` };
  return new AppError("config-invalid", { details, subject: "host", ...cause });
}

/** Resolves with the port once the server listens; port 0 takes any free one. */
export function listenOn(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => {
      reject(listenError(error, host, port));
    };
    server.once("error", fail);
    server.listen({ host, port, backlog: 1_024 }, () => {
      server.off("error", fail);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Throws what `listenOn` would throw, before anything else is begun. */
export async function checkPort(host: string, port: number): Promise<void> {
  const server = createServer();
  await listenOn(server, host, port);
  await closeServer(server, 0);
}

/** Lets requests end for `graceMs`, then cuts them. */
export function closeServer(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      server.closeAllConnections();
    }, graceMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
