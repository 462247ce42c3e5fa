import { buffer } from 'node:stream/consumers';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { functionEnvironment } from '../../../infra/local/aws/function-environment.ts';
import { localClientSettings } from '../../../infra/local/aws/local-aws.ts';
import { type RunningServer, startServer } from '../../../infra/local/http-server.ts';
import { aConnection } from '../../../test/support/builders/a-connection.ts';
import { recordTerminal } from '../../../test/support/doubles/recorded-terminal.ts';
import { startOperatedAdapter } from '../../../test/support/harness/operated-adapter.ts';
import { findSource } from '../../sources/all-sources.ts';
import { createDynamoDbLedger } from '../../stores/ledger/dynamodb-ledger.ts';
import type { Screen } from '../command.ts';
import { runAdapter } from '../run-adapter.ts';
import { triggerCases } from './trigger-cases.ts';
import { setArgument, valueAt } from './value-at.ts';

const SECRET = 'first-secret-of-the-test';

let adapter: Awaited<ReturnType<typeof startOperatedAdapter>>;
let server: RunningServer;
let dynamoDb: DynamoDBClient;
let received: { path: string; topic: string | undefined; isSigned: boolean; body: unknown }[];
let answer: string;
let isSent: boolean;

beforeEach(async () => {
  received = [];
  answer = '{"status":"queued","events":1}';
  isSent = true;
  server = await startServer(async (request, response) => {
    const rawBody = await buffer(request);
    const [, , id = ''] = (request.url ?? '').split('/');
    const source = findSource(id);
    const delivery = source?.readHeaders({ headers: request.headers as Record<string, string>, rawBody });
    const identity = { secrets: [SECRET], shop: 'example.myshopify.com' };
    const isSigned = delivery !== undefined && source?.verify(delivery, identity, new Date()).valid === true;
    const body: unknown = JSON.parse(rawBody.toString());
    received.push({ path: request.url ?? '', topic: delivery?.topic, isSigned, body });
    if (isSent) await markSent(String(valueAt(body, 'id')));
    response.end(answer);
  });
  adapter = await startOperatedAdapter(
    {
      main: aConnection(),
      first: aConnection({ source: 'woocommerce', shop: 'one.example.com' }),
      second: aConnection({ source: 'woocommerce', shop: 'two.example.com' }),
    },
    { ADAPTER_URL: server.url },
  );
  dynamoDb = new DynamoDBClient(localClientSettings(adapter.tables.endpoint));
});

afterEach(async () => {
  dynamoDb.destroy();
  await server.stop();
  await adapter.stop();
});

async function markSent(subjectKey: string): Promise<void> {
  const table = { dynamoDb, table: adapter.tables.ledger, budgetMs: 30_000, now: Date.now };
  const shop = { serviceId: 'service-1', source: 'shopify', shop: 'example.myshopify.com' };
  const part = { ...shop, kind: 'purchase', subjectKey, part: 1, parts: 1, total: '5', deliveryId: 'd' };
  const claim = { owner: 'o', leaseUntil: Date.now() };
  await createDynamoDbLedger(table).claim(part, claim);
  await createDynamoDbLedger(table).markSent(part, claim);
}

const trigger = (...args: readonly string[]) => adapter.run(['trigger', ...args]);

test('sends a signed order, says that it was sent to Dfinery, and where to look', async () => {
  const { exitCode, json, printed, complaints } = await trigger('shopify/orders/paid');

  expect(exitCode).toBe(0);
  const [{ body, ...delivery } = {}] = received;
  expect(delivery).toEqual({ path: '/webhooks/shopify/main', topic: 'orders/paid', isSigned: true });
  const orderId = String(valueAt(body, 'id'));
  expect(json).toEqual([
    {
      ...{ source: 'shopify', topic: 'orders/paid', case: 'paid', connection: 'main', orderId },
      ...{ status: 200, outcome: 'queued', order: 'sent to Dfinery' },
    },
  ]);
  expect(complaints).toEqual([`More: adapter trace ${orderId} --connection main --local`]);
  expect(printed.join()).not.toContain(SECRET);
});

test('every order is a new one', async () => {
  await trigger('shopify');
  await trigger('shopify');

  expect(new Set(received.map(({ body }) => valueAt(body, 'id'))).size).toBe(2);
});

test('says if the order is not sent yet', async () => {
  isSent = false;

  expect((await trigger('shopify')).json).toMatchObject([{ order: 'not sent yet' }]);
});

test('changes the body as asked', async () => {
  await trigger(
    'shopify',
    '--set',
    'total_price=73000',
    '--set',
    'line_items.0.quantity=3',
    '--set',
    'note=hi',
  );

  expect(received).toMatchObject([
    { body: { total_price: '73000', line_items: [{ quantity: 3 }, {}], note: 'hi' } },
  ]);
});

test.each([
  ['unreadable', 'parked', 0],
  ['unpaid', 'ignored', 0],
  ['paid', 'parked', 1],
  ['paid', 'ignored', 3],
])('case %s that is %s ends with exit code %i', async (name, status, exitCode) => {
  answer = JSON.stringify({ status });

  expect(await trigger('shopify', '--case', name)).toMatchObject({
    exitCode,
    json: [{ case: name, outcome: status }],
  });
});

test('the case decides the topic if none is named', async () => {
  await trigger('shopify', '--case', 'refund');

  expect(received).toMatchObject([{ topic: 'orders/updated' }]);
});

test.each([
  [['woocommerce'], 2, '--connection is needed: one of first, second'],
  [['woocommerce', '--connection', 'main'], 1, 'main is a connection of shopify'],
  [['shopify', '--connection', 'gone'], 1, 'Unknown connection: gone'],
  [['cafe24'], 1, 'There is no connection of cafe24'],
  [['shopfy'], 2, 'Unknown source: shopfy'],
  [['shopify/order/paid'], 2, 'Unknown topic of shopify'],
  [['shopify/customers/create'], 2, 'There is no case of shopify with the topic customers/create'],
  [['shopify', '--case', 'gest'], 2, 'There is no case gest of shopify'],
  [['shopify', '--set', 'total_price'], 2, '--set needs PATH=VALUE'],
  [['shopify', '--set', 'a.b=1'], 2, 'The body has no a'],
  [['shopify', '--shop', 'a.myshopify.com'], 2, '--shop needs --print'],
  [['shopify', '--print', '--case', 'gest'], 2, 'There is no case gest of shopify'],
  [['shopify', '--print', '--set', 'a.b=1'], 2, 'The body has no a'],
  [[], 2, 'trigger needs SOURCE/TOPIC'],
])('trigger %j ends with %i', async (args, exitCode, words) => {
  const answered = await trigger(...args);

  expect(answered).toMatchObject({ exitCode });
  expect(answered.complaints.join()).toContain(words);
  expect(received).toEqual([]);
});

test('a deployed adapter gets an order only with --yes', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test').stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  const { emulator, tables, parameterStore } = adapter;
  const urls = { parameterStore: parameterStore.url, dfinery: '', cloudWatch: '' };
  const environment = { ...functionEnvironment({ emulator, tables }, urls), ADAPTER_URL: server.url };
  const asked = recordTerminal({}, environment);

  expect(await runAdapter(['trigger', 'shopify'], asked)).toBe(2);
  expect(asked.complaints.join()).toContain('service service-1 at Dfinery, where it counts. Add --yes');
  expect(received).toEqual([]);
  expect(await runAdapter(['trigger', 'shopify', '--yes'], recordTerminal({}, environment))).toBe(0);
  expect(received).toHaveLength(1);
  vi.unstubAllEnvs();
});

test('lists the cases', async () => {
  const { exitCode, json } = await trigger('--list');

  expect(exitCode).toBe(0);
  expect(json).toContainEqual(
    expect.objectContaining({
      source: 'shopify',
      case: 'refund',
      becomes: 'queued',
      topics: ['orders/updated'],
    }),
  );
  expect((await trigger('cafe24', '--list')).json).toHaveLength(6);
});

describe('--print needs no stack and sends nothing:', () => {
  async function print(args: readonly string[], screen?: Screen) {
    const terminal = recordTerminal({}, {}, [], screen);
    const exitCode = await runAdapter(['trigger', ...args, '--print'], terminal);
    return { exitCode, printed: terminal.printed, complaints: terminal.complaints };
  }
  const changes = ['--case', 'guest', '--shop', 'a.example.com', '--set', 'total_price=5'];

  test('the body, and its topic on standard error', async () => {
    const { exitCode, printed, complaints } = await print(['shopify/orders/updated', ...changes]);

    expect([exitCode, printed.length, complaints]).toEqual([
      0,
      1,
      ['shopify, topic orders/updated, case guest'],
    ]);
    expect(JSON.parse(printed[0] ?? '')).toMatchObject({ customer: null, total_price: '5' });
    expect(received).toEqual([]);
  });

  test('the body is indented on a terminal', async () => {
    const { printed } = await print(['shopify'], { columns: 80, hasColours: false });

    expect(printed[0]).toMatch(/^\{\n {2}"id": \d+,\n/);
  });

  test('with --json one line that names what it is, on a terminal too', async () => {
    const args = ['cafe24', '--json', '--shop', 'my-mall'];
    const { printed, complaints } = await print(args, { columns: 80, hasColours: false });

    expect(complaints).toEqual([]);
    expect(printed.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { source: 'cafe24', topic: '90023', case: 'paid', body: { resource: { mall_id: 'my-mall' } } },
    ]);
  });

  test('every case of every source', async () => {
    for (const [source, { cases }] of Object.entries(triggerCases)) {
      for (const name of Object.keys(cases)) {
        const { exitCode, printed } = await print([source, '--case', name, '--json']);

        expect(exitCode).toBe(0);
        expect(JSON.parse(printed[0] ?? '')).toMatchObject({ source, case: name });
      }
    }
  });
});

test('what was a text stays one', () => {
  const body = { total: '1', lines: [{ quantity: 1 }] };
  setArgument(body, 'total=2');
  setArgument(body, 'lines.0.quantity=2');
  setArgument(body, 'lines.0.name=two');

  expect(body).toEqual({ total: '2', lines: [{ quantity: 2, name: 'two' }] });
});
