import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createAdaptorServer } from '@hono/node-server';
import { createConsoleApp } from './console-app.ts';
import type { ConsoleSettings } from './console-settings.ts';

/** A console that listens. */
export interface RunningConsole {
  /** What to open in a browser. That of a stage holds a key. */
  readonly address: string;
  stop(): Promise<void>;
}

/**
 * Starts the console on 127.0.0.1, so nothing outside this machine reaches it. Rejects with `EADDRINUSE` if the port is
 * taken.
 */
export async function startConsole(settings: ConsoleSettings): Promise<RunningConsole> {
  const token = randomBytes(32).toString('hex');
  // What npm start shows came from this machine; a stage is read with somebody's credentials.
  const key = settings.local === undefined ? randomBytes(16).toString('hex') : undefined;
  let port = settings.port;
  const app = createConsoleApp(settings, { port: () => port, token, key });
  const server = createAdaptorServer({ fetch: app.fetch });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address === 'object' && address !== null) ({ port } = address);
  return {
    address: `http://127.0.0.1:${port}/${key === undefined ? '' : `?key=${key}`}`,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
    },
  };
}
