import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aConnection } from '../support/builders/a-connection.ts';
import { bulkOrder, toLines } from '../support/builders/bulk-order.ts';
import { testOrder } from '../support/builders/test-order.ts';
import { type PackagedStack, startPackagedStack } from '../support/harness/packaged-stack.ts';

const ADAPTER = fileURLToPath(new URL('../../lib/cli/adapter.ts', import.meta.url));
const ORDERS = 2_000;

let stack: PackagedStack;
let folder: string;

beforeAll(async () => {
  stack = await startPackagedStack({
    connections: () => Promise.resolve({ main: aConnection({ since: '2099-01-01T00:00:00Z' }) }),
  });
  folder = await mkdtemp(join(tmpdir(), 'backfill-'));
  await writeFile(join(folder, '.local-stack.json'), JSON.stringify(stack.environment));
});

afterAll(async () => {
  await stack.stop();
  await rm(folder, { recursive: true });
});

/** Two exports of equally many orders of 400 customers, and the lines of an order. */
const exports = {
  'the REST API': { from: 1_000_000, linesAnOrder: 1, toLines: (order: AnOrder) => [testOrder(order)] },
  'a bulk operation': {
    from: 3_000_000,
    linesAnOrder: 3,
    toLines: (order: AnOrder) => toLines(bulkOrder(order)),
  },
} as const;

interface AnOrder {
  readonly id: string;
  readonly customerId: number;
  readonly email: string;
}

const anOrder = (from: number, index: number): AnOrder => ({
  id: String(from + index),
  customerId: 1 + (index % 400),
  email: `${index % 400}@example.com`,
});

/** Starts the command as a person does. */
function start(file: string): {
  child: ChildProcess;
  ended: Promise<{ exitCode: number | null; output: string; errors: string }>;
} {
  const args = [ADAPTER, 'backfill', '--source', 'shopify', '--connection', 'main', '--local', file];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const written = { output: '', errors: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (written.output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (written.errors += text));
  const ended = new Promise<{ exitCode: number | null; output: string; errors: string }>((resolve) =>
    child.once('close', (exitCode) => {
      resolve({ exitCode, ...written });
    }),
  );
  return { child, ended };
}

/** Returns Dfinery's events of the orders from this one on. */
const eventsFrom = (from: number) =>
  (stack.dfinery?.events() ?? [])
    .map(({ event }) => event)
    .filter(({ event_properties }) => {
      const index = Number(event_properties?.['df_order_id']) - from;
      return index >= 0 && index < ORDERS;
    });

test.each(Object.entries(exports))(
  'A backfill of %s that is killed and run again brings every order once, however old',
  async (_, { from, linesAnOrder, toLines }) => {
    const lines = Array.from({ length: ORDERS }, (_, index) => toLines(anOrder(from, index))).flat();
    await writeFile(join(folder, 'orders.jsonl'), lines.join('\n'));
    await rm(join(folder, 'orders.jsonl.progress.json'), { force: true });
    const first = start('orders.jsonl');
    await expect
      .poll(() => readFile(join(folder, 'orders.jsonl.progress.json'), 'utf8').catch(() => ''), {
        interval: 5,
      })
      .toMatch(/"lines":[1-9]\d\d/);
    first.child.kill('SIGKILL');
    await first.ended;

    const { exitCode, output, errors } = await start('orders.jsonl').ended;

    expect(exitCode).toBe(0);
    expect(errors).toMatch(/^Resuming after line [1-9]\d\d/);
    expect(JSON.parse(output)).toEqual({
      lines: ORDERS * linesAnOrder,
      queued: ORDERS,
      events: ORDERS,
      ignored: {},
      invalid: 0,
      other: ORDERS * (linesAnOrder - 1),
    });
    const ids = () => new Set(eventsFrom(from).map(({ event_log_id }) => event_log_id));
    await expect.poll(() => ids().size).toBe(ORDERS);
    await stack.mapping.settled();
    expect(eventsFrom(from)).toHaveLength(ORDERS);
    // No items moved to another order: each has as many as it was written with.
    expect(new Set(eventsFrom(from).map(({ event_items }) => event_items?.length)).size).toBe(1);
  },
);

test('What cannot be read or is no purchase is told by its line, and the rest goes on', async () => {
  const pending = testOrder({ id: '2' }).replace('"financial_status":"paid"', '"financial_status":"pending"');
  await writeFile(
    join(folder, 'mixed.jsonl'),
    ['not JSON', pending, testOrder({ id: '2000001' }), ''].join('\n'),
  );
  const { exitCode, output, errors } = await start('mixed.jsonl').ended;

  expect(exitCode).toBe(1);
  expect(errors).toContain('line 1: (line): is not JSON');
  expect(JSON.parse(output)).toEqual({
    lines: 3,
    queued: 1,
    events: 1,
    ignored: { unpaid: 1 },
    invalid: 1,
    other: 0,
  });
});
