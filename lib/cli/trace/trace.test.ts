import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { localClientSettings } from '../../../infra/local/aws/local-aws.ts';
import { aConnection } from '../../../test/support/builders/a-connection.ts';
import { aQueuedMessage, aQueuedRefund } from '../../../test/support/builders/queue-records.ts';
import { startOperatedAdapter } from '../../../test/support/harness/operated-adapter.ts';
import { linesOfInvocation } from '../../../test/support/reading/lines-of-invocation.ts';
import { eventLogId } from '../../dfinery/event-log-id.ts';
import { type Decimal, toDecimal } from '../../model/money.ts';
import type { LogFields } from '../../runtime/telemetry.ts';
import { createDynamoDbLedger } from '../../stores/ledger/dynamodb-ledger.ts';
import type { Claim, Ledger } from '../../stores/ledger/ledger.ts';

let adapter: Awaited<ReturnType<typeof startOperatedAdapter>>;
const SENT_AT = Date.parse('2026-11-24T00:00:00.000Z');

beforeAll(async () => {
  adapter = await startOperatedAdapter({ main: aConnection() });
  const dynamoDb = new DynamoDBClient(localClientSettings(adapter.tables.endpoint));
  const table = { dynamoDb, table: adapter.tables.ledger, budgetMs: 30_000, now: () => SENT_AT };
  const ledger = createDynamoDbLedger(table);
  const message = aQueuedMessage({ orderId: '77' });
  const claim = { owner: 'a', leaseUntil: SENT_AT + 90_000 };
  await ledger.claim(message, claim);
  await ledger.markSent(message, claim);
  await ledger.claim(aQueuedMessage({ orderId: '78' }), claim);
  await ledger.claim(aQueuedMessage({ orderId: '79' }), claim);
  await ledger.release(aQueuedMessage({ orderId: '79' }), claim);
  for (const refundId of ['1', '2', 'cancellation']) {
    const refund = aQueuedRefund({ orderId: '77', refundId });
    await ledger.claim(refund, claim);
    await ledger.markSent(refund, claim);
  }
  await tellAccounts(ledger, claim);
  dynamoDb.destroy();
});

/** Order 80 was told 10, rose to 15 and was paid back; order 81 is closed; order 82 rises. */
async function tellAccounts(ledger: Ledger, claim: Claim): Promise<void> {
  const known = new Map<string, Decimal>();
  const purchase = (orderId: string) => ({ ...aQueuedMessage({ orderId }), stage: 'paid' as const });
  for (const orderId of ['80', '82']) {
    await ledger.claim(purchase(orderId), claim);
    await ledger.markSent(purchase(orderId), claim);
  }
  await ledger.tell(purchase('80'), { kind: 'paid', due: toDecimal('15'), tells: false });
  for (const [refundId, amount] of [
    ['a', '7'],
    ['b', '9'],
    ['c', '1'],
  ] as const) {
    await ledger.tell(purchase('80'), { kind: 'refund', refundId, amount: toDecimal(amount), known });
  }
  const refund = aQueuedRefund({ orderId: '80', refundId: 'a' });
  await ledger.claim(refund, claim);
  await ledger.markSent(refund, claim);
  await ledger.tell(purchase('81'), { kind: 'closing', known });
  const rise = { ...purchase('82'), subjectKey: '82/to/25', total: '15' };
  await ledger.tell(purchase('82'), { kind: 'paid', due: toDecimal('25'), tells: true });
  await ledger.claim(rise, claim);
}

afterAll(() => adapter.stop());

/** The line of an invocation that ended at a time, with its metrics. */
function lineAt(second: number, message: string, fields: LogFields): string {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-24T00:00:00Z') + second * 1_000 });
  const lines = linesOfInvocation((telemetry) => {
    telemetry.count('DeliveryReceived');
    telemetry.info(message, fields);
  });
  vi.useRealTimers();
  return lines.join('\n');
}

const log = [
  'START RequestId: 1',
  // As `aws logs tail` prints it.
  `2026-11-24T00:00:02Z ${lineAt(2, 'Events sent', { connection: 'main', orderIds: '76,77' })}`,
  lineAt(1, 'Delivery queued', { orderId: '77', deliveryId: 'delivery-77', connection: 'main' }),
  lineAt(0, 'Delivery refused', { deliveryId: 'delivery-77', reason: 'queue-unavailable' }),
  lineAt(3, 'Events sent', { orderIds: '770,7' }),
  lineAt(4, 'Delivery queued', { orderId: '79', deliveryId: 'delivery-79' }),
].join('\n');

test('a sent order is shown with its event, its time and the delivery that brought it', async () => {
  const { json, exitCode } = await adapter.run(['trace', '77', '--connection', 'main', '--json']);

  expect(exitCode).toBe(0);
  expect(json).toMatchObject([
    {
      order: { serviceId: 'service-1', source: 'shopify', shop: 'example.myshopify.com', orderId: '77' },
      total: '10',
      parts: 1,
      states: [
        {
          part: 1,
          state: 'sent',
          at: '2026-11-24T00:00:00.000Z',
          deliveryId: 'delivery-77',
          eventLogId: eventLogId({
            source: 'shopify',
            shop: 'example.myshopify.com',
            kind: 'purchase',
            subjectKey: '77',
            part: 1,
          }),
        },
      ],
    },
  ]);
});

test('with a log, the lines about the order are shown in order of time, and none about other orders', async () => {
  const { json } = await adapter.run(
    ['trace', '77', '--connection', 'main', '--json', '--logs', 'log.jsonl'],
    {
      'log.jsonl': log,
    },
  );

  const [{ log: lines }] = json as [{ log: { message: string }[] }];
  expect(lines.map(({ message }) => message)).toEqual(['Delivery refused', 'Delivery queued', 'Events sent']);
});

test('refunds that the arguments or the log name are shown with their order', async () => {
  const withRefunds = log.replace('"orderIds":"76,77"', '"orderIds":"76,77,77/2,77/gone"');
  const { json } = await adapter.run(
    [
      'trace',
      '77',
      '--connection',
      'main',
      '--json',
      '--refund',
      '1',
      '--refund',
      '9',
      '--logs',
      'log.jsonl',
    ],
    { 'log.jsonl': withRefunds },
  );

  const [{ refunds }] = json as [{ refunds: { order: { orderId: string }; states: object[] }[] }];
  expect(refunds.map(({ order }) => order.orderId)).toEqual(['77/cancellation', '77/1', '77/2']);
  expect(refunds[1]).toMatchObject({
    order: { kind: 'refund' },
    total: '10',
    states: [
      {
        state: 'sent',
        eventLogId: eventLogId({
          source: 'shopify',
          shop: 'example.myshopify.com',
          kind: 'refund',
          subjectKey: '77/1',
          part: 1,
        }),
      },
    ],
  });
});

test('the account of an order says what was told, what is left and what each refund takes back', async () => {
  const { json } = await adapter.run(['trace', '80', '--connection', 'main', '--json']);

  expect(json).toMatchObject([
    {
      account: {
        stage: 'paid',
        told: '10',
        left: '0',
        due: '15',
        untold: '-2',
        untoldMeans: expect.stringContaining('more was paid back than was told') as string,
        backs: [
          { refundId: 'a', amount: '2', state: 'sent' },
          { refundId: 'b', amount: '8', state: 'not-sent' },
          { refundId: 'c', amount: '0', state: 'nothing-to-send' },
        ],
        rises: [],
      },
      refunds: [{ order: { orderId: '80/a' } }],
    },
  ]);
});

test('a further purchase is shown while it is on its way', async () => {
  const { json } = await adapter.run(['trace', '82', '--connection', 'main', '--json']);

  expect(json).toMatchObject([
    {
      account: { told: '10', rises: [{ due: '25', amount: '15', state: 'claimed' }] },
      furtherPurchases: [{ order: { orderId: '82/to/25', kind: 'purchase' }, total: '15' }],
    },
  ]);
});

test('of an order that was closed before it was told, it says so', async () => {
  const { json, exitCode, complaints } = await adapter.run(['trace', '81', '--connection', 'main', '--json']);

  expect(json).toMatchObject([{ states: [], untoldBecause: 'closed' }]);
  expect([exitCode, complaints]).toEqual([0, []]);
});

test('of a refund that was not told before its purchase, it says that it waits', async () => {
  const named = '{"timestamp":"5","message":"Events wait","orderIds":"79/5"}';
  const { json } = await adapter.run(
    ['trace', '79', '--connection', 'main', '--json', '--refund', '4', '--logs', 'log.jsonl'],
    { 'log.jsonl': named },
  );

  expect(json).toMatchObject([{ refundsThatWaitForTheirPurchase: ['4', '5'] }]);
  const { json: told } = await adapter.run([
    'trace',
    '80',
    '--connection',
    'main',
    '--json',
    '--refund',
    '4',
  ]);
  expect(told[0]).not.toHaveProperty('refundsThatWaitForTheirPurchase');
});

test('an order that is being sent is shown with the end of its lease', async () => {
  const { json } = await adapter.run(['trace', '78', '--connection', 'main', '--json']);

  expect(json).toMatchObject([{ states: [{ state: 'claimed', leaseUntil: '2026-11-24T00:01:30.000Z' }] }]);
});

test.each([
  [['--connection', 'main'], 2],
  [['77'], 0],
  [['77', '--connection', 'gone'], 1],
])('trace %j ends with %i', async (args, exitCode) => {
  expect((await adapter.run(['trace', ...args])).exitCode).toBe(exitCode);
});
