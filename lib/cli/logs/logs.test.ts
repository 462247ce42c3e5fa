import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localLogGroup } from '../../../infra/local/aws/local-log-groups.ts';
import { aConnection } from '../../../test/support/builders/a-connection.ts';
import { startOperatedAdapter } from '../../../test/support/harness/operated-adapter.ts';
import { linesOfInvocation } from '../../../test/support/reading/lines-of-invocation.ts';
import type { LogFields } from '../../runtime/telemetry.ts';

const ADAPTER = fileURLToPath(new URL('../adapter.ts', import.meta.url));

let adapter: Awaited<ReturnType<typeof startOperatedAdapter>>;

const RECEIVER = localLogGroup('receiveWebhook');
const DRAIN = localLogGroup('drainEvents');

/** The line of an invocation, with its metrics if it is no warning. */
function line(level: 'info' | 'warn', message: string, fields: LogFields): string {
  const [first = ''] = linesOfInvocation((telemetry) => {
    telemetry.count('DeliveryReceived');
    telemetry[level](message, fields);
  });
  return first;
}

beforeAll(async () => {
  adapter = await startOperatedAdapter({ main: aConnection() });
  const { cloudWatch } = adapter;
  let at = Date.now() - 60_000;
  const take = (group: string, text: string): void => {
    at += 1_000;
    cloudWatch.take(group, text, at);
  };
  const delivery = { connection: 'main', deliveryId: 'delivery-1' };
  take(RECEIVER, line('info', 'Delivery queued', { ...delivery, orderId: '1001', events: 1 }));
  take(RECEIVER, line('warn', 'Delivery refused', { connection: 'outlet', reason: 'signature-mismatch' }));
  take(DRAIN, line('info', 'Events sent', { connection: 'main', orderIds: '1001,1002' }));
  take(DRAIN, line('info', 'Events sent', { connection: 'main', orderIds: '11001' }));
  take(RECEIVER, line('info', 'A part was set aside', delivery));
  for (const text of linesOfInvocation((telemetry) => {
    telemetry.count('EventSent', 2);
  }))
    take(DRAIN, text);
  take(DRAIN, 'START RequestId: 1');
  const report = { type: 'platform.report', record: { requestId: 'r', status: 'timeout' } };
  take(DRAIN, JSON.stringify(report));
  const done = { type: 'platform.report', record: { requestId: 's', status: 'success' } };
  take(DRAIN, JSON.stringify(done));
}, 30_000);

afterAll(() => adapter.stop());

async function messages(...args: string[]): Promise<unknown[]> {
  const { json, exitCode } = await adapter.run(['logs', ...args]);
  expect(exitCode).toBe(0);
  return json.map((record) => (record as { message?: string }).message);
}

describe('adapter logs', () => {
  test('prints the lines of all functions by time, and no metrics', async () => {
    const { json } = await adapter.run(['logs']);

    expect(json).toMatchObject([
      { from: 'receiveWebhook', message: 'Delivery queued', orderId: '1001' },
      { from: 'receiveWebhook', message: 'Delivery refused' },
      { from: 'drainEvents', orderIds: '1001,1002' },
      { from: 'drainEvents', orderIds: '11001' },
      { from: 'receiveWebhook', message: 'A part was set aside' },
      { from: 'drainEvents', record: { status: 'timeout' } },
    ]);
  });

  test('finds the lines of an order, and those of its deliveries, but of no other order', async () => {
    expect(await messages('--order', '1001')).toEqual([
      'Delivery queued',
      'Events sent',
      'A part was set aside',
    ]);
  });

  test('leaves out other connections and lesser levels', async () => {
    expect(await messages('--connection', 'outlet')).toEqual(['Delivery refused']);
    expect(await messages('--level', 'warn')).toEqual(['Delivery refused', 'The function did not end well']);
  });

  test('shows what an operator changed: who, what and how many', async () => {
    const person = JSON.stringify({ id: '42', orders: ['7'] });
    await adapter.run(['erasures', 'request', 'p.json', '--connection', 'main', '--yes'], {
      'p.json': person,
    });
    const { json } = await adapter.run(['logs', '--since', '5s']);

    expect(json).toMatchObject([
      { from: 'changes', message: 'Changed: erasures request', who: 'local', connection: 'main', count: 1 },
    ]);
  });

  test('says if there is nothing, and refuses what it cannot search for', async () => {
    const none = await adapter.run(['logs', '--order', '7']);
    expect([none.printed, none.complaints.join()]).toEqual([
      [],
      expect.stringContaining('No such line since '),
    ]);
    expect((await adapter.run(['logs', '--since', 'yesterday'])).exitCode).toBe(2);
    expect((await adapter.run(['logs', '--level', 'loud'])).exitCode).toBe(2);
    expect((await adapter.run(['logs', '--order', '1" || "'])).exitCode).toBe(2);
  });

  test('goes on with new lines until it is ended, each once', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'logs-'));
    await writeFile(join(folder, '.local-stack.json'), JSON.stringify(adapter.environment));
    const args = [ADAPTER, 'logs', '--follow', '--connection', 'followed', '--local'];
    const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    try {
      for (const message of ['first', 'second', 'third']) {
        adapter.cloudWatch.take(DRAIN, line('info', message, { connection: 'followed' }));
        await expect.poll(() => output, { timeout: 30_000 }).toContain(`"message":"${message}"`);
      }
      const shown = output
        .trim()
        .split('\n')
        .map((text) => (JSON.parse(text) as { message: string }).message);
      expect(shown).toEqual(['first', 'second', 'third']);
    } finally {
      child.kill('SIGKILL');
      await rm(folder, { recursive: true });
    }
  }, 100_000);
});
