import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localClientSettings } from '../../../infra/local/aws/local-aws.ts';
import { aConnection } from '../../../test/support/builders/a-connection.ts';
import { testOrder } from '../../../test/support/builders/test-order.ts';
import { startOperatedAdapter } from '../../../test/support/harness/operated-adapter.ts';
import { countMessages } from '../../queue/count-messages.ts';
import { createDynamoDbLedger } from '../../stores/ledger/dynamodb-ledger.ts';
import { toDay } from './read-range.ts';

let adapter: Awaited<ReturnType<typeof startOperatedAdapter>>;
let sqs: SQSClient;

const DAY_MS = 24 * 60 * 60_000;
const NOW = Date.now();
const placedAt = new Date(NOW - DAY_MS).toISOString();

function order(id: string): string {
  const body = JSON.parse(testOrder({ id })) as object;
  return JSON.stringify({ ...body, created_at: placedAt, processed_at: placedAt });
}

beforeAll(async () => {
  adapter = await startOperatedAdapter({ main: aConnection() });
  sqs = new SQSClient(localClientSettings(adapter.emulator.endpoint));
  const dynamoDb = new DynamoDBClient(localClientSettings(adapter.tables.endpoint));
  const table = { dynamoDb, table: adapter.tables.ledger, budgetMs: 30_000, now: Date.now };
  const ledger = createDynamoDbLedger(table);
  const key = { serviceId: 'service-1', source: 'shopify', shop: 'example.myshopify.com', kind: 'purchase' };
  const sent = { ...key, subjectKey: '1', part: 1, parts: 1, total: totalOf(order('1')), deliveryId: 'd' };
  const claim = { owner: 'a', leaseUntil: NOW + 90_000 };
  await ledger.claim({ ...sent, stage: 'paid' }, claim);
  await ledger.markSent(sent, claim);
  dynamoDb.destroy();
});

afterAll(async () => {
  sqs.destroy();
  await adapter.stop();
});

function totalOf(text: string): string {
  const { total_price: total } = JSON.parse(text) as { total_price: string };
  return String(Number(total));
}

const days = ['--from', toDay(NOW - 2 * DAY_MS), '--to', toDay(NOW)];

function run(args: readonly string[], lines: readonly string[] = []) {
  const files = { 'orders.jsonl': lines.join('\n') };
  return adapter.run(['reconcile', '--connection', 'main', ...days, '--json', ...args], files);
}

test('what is not told is said, queued only with --yes, and the exit codes tell it apart', async () => {
  const file = ['--orders', 'orders.jsonl'];
  const agreed = await run(file, [order('1')]);
  expect(agreed).toMatchObject({ exitCode: 7, json: [{ lists: { shop: { orders: 1 }, dfinery: null } }] });
  expect(agreed.complaints.join('\n')).toContain('dfinery.exportToken');

  const dry = await run([...file, '--repair'], [order('1'), order('2')]);
  expect(dry).toMatchObject({
    exitCode: 6,
    json: [
      {
        orderId: '2',
        findings: [{ kind: 'never-queued', weight: 'differs' }],
        actions: [{ kind: 'queue', messages: 1 }],
      },
      { lists: { shop: { orders: 2 }, ledger: { orders: 1 } }, found: { 'never-queued': 1 } },
    ],
  });
  expect(dry.complaints.at(-1)).toContain('--yes');
  expect(await depth()).toBe(0);

  await run([...file, '--repair', '--yes'], [order('1'), order('2')]);
  expect(await depth()).toBe(1);
});

test('without a list the shop is left out, and that is said', async () => {
  const { exitCode, complaints } = await run(['--repair']);

  expect(exitCode).toBe(7);
  expect(complaints.join('\n')).toMatch(/were not listed[^]*Nothing can be repaired/);
});

test.each([
  [['--from', '2026-02-30', '--to', '2026-03-01'], 2],
  [['--from', '2026-03-02', '--to', '2026-03-01'], 2],
  [['--from', '2999-01-01', '--to', '2999-01-02'], 2],
  [['--from', '2024-01-01', '--to', '2026-01-02'], 2],
  [['--to', '2026-01-02'], 2],
  [[...days, '--connection', 'unknown'], 1],
])('wrong arguments are refused (%s)', async (args, exitCode) => {
  const { exitCode: found } = await adapter.run(['reconcile', '--connection', 'main', ...args]);

  expect(found).toBe(exitCode);
});

async function depth(): Promise<number> {
  const { visible, inFlight } = await countMessages(sqs, adapter.emulator.eventsQueueUrl);
  return visible + inFlight;
}
