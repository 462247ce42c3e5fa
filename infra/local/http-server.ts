import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** Answers one request. A rejection breaks the connection, as a crashed server would. */
export type HttpHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface RunningServer {
  readonly port: number;
  /** Origin, without a slash at the end. */
  readonly url: string;
  /** Closes open connections and frees the port. */
  stop(): Promise<void>;
}

/**
 * Starts an HTTP server on 127.0.0.1, so nothing outside this machine reaches it. Port 0 takes any free one.
 * Rejects with the system's error (`EADDRINUSE`) if the port is taken.
 */
export async function startServer(handler: HttpHandler, port = 0): Promise<RunningServer> {
  const server = createServer((request, response) => {
    handler(request, response).catch(() => response.destroy());
  });
  await listen(server, port);
  const actualPort = portOf(server);
  return { port: actualPort, url: `http://127.0.0.1:${actualPort}`, stop: () => close(server) };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
