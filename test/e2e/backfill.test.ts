import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Stack, startStack } from '../../infra/local/stack.ts';
import { aConnection } from '../support/a-connection.ts';
import { startPackagedFunctions } from '../support/packaged-functions.ts';
import { testOrder } from '../support/test-order.ts';

const ADAPTER = fileURLToPath(new URL('../../lib/cli/adapter.ts', import.meta.url));
const ORDERS = 2_000;

let stack: Stack;
let folder: string;

beforeAll(async () => {
  stack = await startStack({
    connections: () => Promise.resolve({ main: aConnection({ since: '2099-01-01T00:00:00Z' }) }),
    longPollSeconds: 0,
    environment: { BACK_OFF_SECONDS: '1', MAX_BACK_OFF_SECONDS: '2' },
    startFunctions: startPackagedFunctions,
  });
  folder = await mkdtemp(join(tmpdir(), 'backfill-'));
  await writeFile(join(folder, '.local-stack.json'), JSON.stringify(stack.environment));
}, 30_000);

afterAll(async () => {
  await stack.stop();
  await rm(folder, { recursive: true });
});

const orders = (from: number, count: number): string =>
  Array.from({ length: count }, (_, index) =>
    testOrder({
      id: String(from + index),
      customerId: 1 + (index % 400),
      email: `${index % 400}@example.com`,
    }),
  ).join('\n');

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

const ids = () => (stack.dfinery?.events() ?? []).map(({ event }) => event.event_log_id);

test('A backfill that is killed and run again brings every order once, however old', {
  timeout: 120_000,
}, async () => {
  await writeFile(join(folder, 'orders.jsonl'), orders(1_000_000, ORDERS));
  const first = start('orders.jsonl');
  await expect
    .poll(() => readFile(join(folder, 'orders.jsonl.progress.json'), 'utf8').catch(() => ''), {
      timeout: 30_000,
      interval: 5,
    })
    .toMatch(/"lines":[1-9]\d\d/);
  first.child.kill('SIGKILL');
  await first.ended;

  const { exitCode, output, errors } = await start('orders.jsonl').ended;

  expect(exitCode).toBe(0);
  expect(errors).toMatch(/^Going on after line [1-9]\d\d/);
  expect(JSON.parse(output)).toEqual({
    lines: ORDERS,
    queued: ORDERS,
    events: ORDERS,
    ignored: {},
    invalid: 0,
  });
  await expect.poll(() => new Set(ids()).size, { timeout: 60_000 }).toBe(ORDERS);
  await stack.mapping.settled();
  expect(ids()).toHaveLength(ORDERS);
});

test('What cannot be read or is no purchase is told by its line, and the rest goes on', {
  timeout: 60_000,
}, async () => {
  const pending = testOrder({ id: '2' }).replace('"financial_status":"paid"', '"financial_status":"pending"');
  await writeFile(
    join(folder, 'mixed.jsonl'),
    ['not JSON', pending, testOrder({ id: '2000001' }), ''].join('\n'),
  );
  const { exitCode, output, errors } = await start('mixed.jsonl').ended;

  expect(exitCode).toBe(1);
  expect(errors).toContain('line 1: (line): is not JSON');
  expect(JSON.parse(output)).toEqual({ lines: 3, queued: 1, events: 1, ignored: { unpaid: 1 }, invalid: 1 });
});
