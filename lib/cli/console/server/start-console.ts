import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createAdaptorServer } from '@hono/node-server';
import { createConsoleApp } from './console-app.ts';
import type { ConsoleSettings } from './console-settings.ts';

/** A console that listens. */
export interface RunningConsole {
  /** Origin, without a slash at the end. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts the console on 127.0.0.1, so nothing outside this machine reaches it. Rejects with `EADDRINUSE` if the port is
 * taken.
 */
export async function startConsole(settings: ConsoleSettings): Promise<RunningConsole> {
  const token = randomBytes(32).toString('hex');
  let port = settings.port;
  const app = createConsoleApp(settings, { port: () => port, token });
  const server = createAdaptorServer({ fetch: app.fetch });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address === 'object' && address !== null) ({ port } = address);
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
    },
  };
}
