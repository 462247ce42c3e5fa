import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const SERVER = fileURLToPath(new URL('answering-server.ts', import.meta.url));

export interface AnsweringServer {
  readonly origin: URL;
  stop(): void;
}

/** Starts a process that answers like Dfinery after so many milliseconds. */
export async function startAnsweringServer({
  latencyMs,
}: {
  readonly latencyMs: number;
}): Promise<AnsweringServer> {
  const child = spawn(process.execPath, [SERVER, String(latencyMs)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [port] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  return {
    origin: new URL(`http://127.0.0.1:${port.trim()}`),
    stop: () => {
      child.kill();
    },
  };
}
