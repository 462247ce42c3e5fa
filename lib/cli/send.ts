import { randomUUID } from 'node:crypto';
import { ConfigError } from '../model/errors.ts';
import { readDeliveryArguments } from './arguments.ts';
import { type Command, UsageError } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { readTrialConnection } from './read-trial-connection.ts';

/** Longer than the slowest platform waits. */
const ANSWER_TIMEOUT_MS = 30_000;

/** Signs a body as the platform would, posts it and prints the answer. */
export const send: Command = {
  usage: 'send --source S --topic T --connection FILE --to URL FILE   (secret from FILE or WEBHOOK_SECRET)',
  run: async (args, terminal) => {
    const { source, topic, connection: file, to, files } = readDeliveryArguments(args);
    if (to === undefined || !URL.canParse(to)) throw new UsageError('--to needs the address of a webhook');
    if (files[0] === undefined) throw new UsageError('FILE is missing');
    const connection = await readTrialConnection(terminal, { file, source });
    const secret = connection.secrets[0] ?? terminal.environment['WEBHOOK_SECRET'];
    if (secret === undefined || secret === '') {
      throw new ConfigError('No secret: give a connection with `secrets`, or set WEBHOOK_SECRET');
    }

    const rawBody = await terminal.read(files[0]);
    const { shop } = connection;
    const headers = source.sign({ rawBody, secret, topic, shop, deliveryId: randomUUID(), now: new Date() });
    const answer = await post(to, { headers, rawBody });
    if (answer instanceof Error) {
      terminal.complain(`No answer from ${to}: ${answer.message}`);
      return exitCodes.unreachable;
    }
    terminal.print(`${answer.status} ${answer.body}`);
    return exitCodeOf(answer.status);
  },
};

async function post(
  to: string,
  { headers, rawBody }: { headers: Record<string, string>; rawBody: Buffer },
): Promise<{ status: number; body: string } | Error> {
  try {
    const response = await fetch(to, {
      method: 'POST',
      headers,
      body: new Uint8Array(rawBody),
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
    return { status: response.status, body: await response.text() };
  } catch (error) {
    // The error is only `fetch failed`; its cause names the address.
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    return cause instanceof Error ? cause : new Error(String(cause));
  }
}

function exitCodeOf(status: number): ExitCode {
  if (status >= 200 && status < 300) return exitCodes.done;
  return status >= 500 ? exitCodes.unreachable : exitCodes.refused;
}
