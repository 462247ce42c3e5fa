import { createStopList } from '../../../infra/local/stop-list.ts';
import type { ExitCode } from '../../../lib/cli/exit-codes.ts';
import { runAdapter } from '../../../lib/cli/run-adapter.ts';
import type { Connection } from '../../../lib/model/connection.ts';
import { cafe24 } from '../../../lib/sources/cafe24/source.ts';
import { aConnection } from '../builders/a-connection.ts';
import { type Cafe24Double, startCafe24Malls } from '../doubles/cafe24-double/cafe24-double.ts';
import type { Cafe24DoubleOptions } from '../doubles/cafe24-double/double-state.ts';
import { type RecordedTerminal, recordTerminal, type TypedSecret } from '../doubles/recorded-terminal.ts';
import { type PackagedStack, startPackagedStack } from './packaged-stack.ts';
import { postUntilTaken } from './post-until-taken.ts';

const WEBHOOK_KEY = 'webhook-key-of-the-test';

/**
 * Text that no log may hold: personal data of the fixtures, and every token and secret. Numbers are given in full:
 * a part may occur in a random id.
 */
export const TELLTALE =
  /example\.com|mall-member|10-?2424-?2424|2-?333-?4444|Fixture|찻잔|(access|refresh|code)-\d|secret-of|token-of|key-of/;

export interface Cafe24Stack<Mall extends string> {
  readonly malls: Readonly<Record<Mall, Cafe24Double>>;
  readonly stack: PackagedStack;
  /** Runs a command on it. */
  run(
    args: readonly string[],
    secrets?: readonly TypedSecret[],
  ): Promise<RecordedTerminal & { exitCode: ExitCode }>;
  /** Authorizes the connection of a mall, with the command and as its owner. */
  authorize(mall: Cafe24Double): Promise<ExitCode>;
  /** Posts the body of a webhook as the mall does, and returns the answer. */
  deliver(mall: Cafe24Double, body: string): Promise<{ status: number; answer: unknown }>;
  /** Messages of both queues, in back-off or not. */
  waiting(): Promise<number>;
  stop(): Promise<void>;
}

export interface Cafe24StackOptions extends Omit<Cafe24DoubleOptions, 'mall'> {
  /** Settings of every connection. */
  readonly connection?: Partial<Connection>;
  /** Connections of other shops on the same stack, by their ids. */
  readonly others?: Readonly<Record<string, Connection>>;
}

/**
 * Starts the packaged functions on the local stack, and malls to fetch orders from. Every mall has a connection of its
 * name, to its own Dfinery service.
 */
export async function startCafe24Stack<const Mall extends string>(
  names: readonly Mall[],
  { connection = {}, others = {}, ...options }: Cafe24StackOptions = {},
): Promise<Cafe24Stack<Mall>> {
  const stops = createStopList();
  const malls = await startCafe24Malls(names, options);
  const doubles = Object.values<Cafe24Double>(malls);
  const [first] = doubles;
  if (first === undefined) throw new Error('No mall given');
  stops.add(first);
  const ofMalls = doubles.map((double) => [double.mall, connectionOf(double, connection)] as const);
  const connections = { ...others, ...Object.fromEntries(ofMalls) };
  const stack = stops.add(
    await startPackagedStack({
      connections: () => Promise.resolve(connections),
      environment: { SHOP_API_BASE_URL: first.url },
    }),
  );

  const run: Cafe24Stack<Mall>['run'] = async (args, secrets = []) => {
    const environment = { ...stack.environment, ADAPTER_URL: stack.url };
    const terminal = recordTerminal({ '.local-stack.json': JSON.stringify(environment) }, {}, secrets);
    return { ...terminal, exitCode: await runAdapter([...args, '--local'], terminal) };
  };
  return {
    malls,
    stack,
    run,
    authorize: async (mall) => {
      const agree = async (told: readonly string[]) =>
        (await mall.click(/https:\S+/.exec(told.join('\n'))?.[0] ?? '')).href;
      const args = ['connection', 'authorize', mall.mall, '--redirect-uri', mall.redirectUri];
      return (await run(args, [agree])).exitCode;
    },
    deliver: (mall, body) => deliver(`${stack.url}/webhooks/cafe24/${mall.mall}`, mall, body),
    waiting: async () => {
      // In this order: a message that leaves the first meanwhile is then in the second.
      const fetches = await stack.waiting('fetches');
      return fetches + (await stack.waiting('events'));
    },
    stop: () => stops.stopAll(),
  };
}

function connectionOf({ mall, client }: Cafe24Double, changes: Partial<Connection>): Connection {
  return aConnection({
    source: 'cafe24',
    shop: mall,
    secrets: [WEBHOOK_KEY],
    api: { ...client },
    dfinery: { serviceId: `service-of-${mall}`, accessToken: `dfinery-token-of-${mall}` },
    ...changes,
  });
}

async function deliver(url: string, { mall }: Cafe24Double, body: string) {
  const input = { rawBody: Buffer.from(body), topic: '90023', shop: mall, deliveryId: '', now: new Date() };
  const headers = cafe24.sign({ ...input, secret: WEBHOOK_KEY });
  const response = await postUntilTaken(url, { headers, body });
  const answer: unknown = await response.json();
  return { status: response.status, answer };
}
