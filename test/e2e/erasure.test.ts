import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localClientSettings } from '../../infra/local/aws/local-aws.ts';
import { runAdapter } from '../../lib/cli/run-adapter.ts';
import { eventLogId } from '../../lib/dfinery/event-log-id.ts';
import { customerKey } from '../../lib/model/keys.ts';
import { shopify } from '../../lib/sources/shopify/source.ts';
import { ledgerId } from '../../lib/stores/ledger/ledger.ts';
import { createRandom } from '../simulation/random.ts';
import { aConnection } from '../support/builders/a-connection.ts';
import { orderLife, PAID_BACK } from '../support/builders/order-life.ts';
import { testOrder } from '../support/builders/test-order.ts';
import { recordTerminal } from '../support/doubles/recorded-terminal.ts';
import { type PackagedStack, startPackagedStack } from '../support/harness/packaged-stack.ts';
import { postUntilTaken } from '../support/harness/post-until-taken.ts';
import { metricsIn } from '../support/reading/metrics-in-logs.ts';

const SHOP = 'example.myshopify.com';
const SHOP_NAME = { source: 'shopify', shop: SHOP };
const connection = aConnection({ defaultCountry: 'KR', profiles: 'send' });

/** The customer of the sample order, who leaves. In the end these values must be nowhere. */
const GONE = { id: 6_120_938_471_650, email: 'jiwoo.han@example.com', phone: '+82 10-2345-6789' };
const TRACES = ['6120938471650', 'jiwoo.han@example.com', '1023456789', '2345-6789', 'Jiwoo'];
/** A customer with every kind of news, who leaves and comes back. */
const RETURNING = { id: 909_000_909_001, email: '909000909001@example.com', first_name: 'Minseo' };
const OTHER = { customerId: 777_000_777_001, email: 'bob@example.com' };

let stack: PackagedStack;
let sqs: SQSClient;

beforeAll(async () => {
  stack = await startPackagedStack({
    connections: () => Promise.resolve({ shop: connection }),
    environment: { STAND_DOWN_SECONDS: '2' },
  });
  sqs = new SQSClient(localClientSettings(stack.emulator.endpoint));
});

afterAll(() => stack.stop());

async function deliver(topic: string, body: string, changes: { readonly secret?: string } = {}) {
  const { secret = connection.secrets[0] ?? '' } = changes;
  const signing = {
    rawBody: Buffer.from(body),
    secret,
    topic,
    shop: SHOP,
    deliveryId: 'd-1',
    now: new Date(),
  };
  const headers = shopify.sign(signing);
  const response = await postUntilTaken(`${stack.url}/webhooks/shopify/shop`, { headers, body });
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
}

/** Returns everything in the tables and the bucket as text, with parked bodies decoded. */
async function everythingStored(): Promise<string> {
  const dynamoDb = new DynamoDBClient(localClientSettings(stack.tables.endpoint));
  const { ledger, tokens, erasures } = stack.tables;
  const tables = await Promise.all(
    [ledger, tokens, erasures].map((TableName) => dynamoDb.send(new ScanCommand({ TableName }))),
  );
  return JSON.stringify([tables.map(({ Items }) => Items), ...(await parkedBodies())]);
}

async function parkedBodies(): Promise<string[]> {
  const s3 = new S3Client({ ...localClientSettings(stack.emulator.endpoint), forcePathStyle: true });
  const bucket = { Bucket: stack.emulator.parkedBucket };
  const { Contents = [] } = await s3.send(new ListObjectsV2Command(bucket));
  return Promise.all(
    Contents.map(async ({ Key }) => {
      const { Body } = await s3.send(new GetObjectCommand({ ...bucket, Key }));
      const text = (await Body?.transformToString()) ?? '';
      return text + Buffer.from((JSON.parse(text) as { rawBody: string }).rawBody, 'base64').toString();
    }),
  );
}

async function adapter(...args: string[]): Promise<unknown[]> {
  const terminal = recordTerminal({ '.local-stack.json': JSON.stringify(stack.environment) });
  await runAdapter([...args, '--local'], terminal);
  return terminal.printed.map((line) => JSON.parse(line) as unknown);
}

/** The sample order with all data of another customer. */
const orderOfBob = (id: string): string =>
  testOrder({ id, ...OTHER })
    .replaceAll('jiwoo.han@example.com', OTHER.email)
    .replaceAll(/Jiwoo/g, 'Bob')
    .replaceAll(/2345-?6789/g, '9999-0001');

const purchaseId = (orderId: string) =>
  eventLogId({ source: 'shopify', shop: SHOP, kind: 'purchase', subjectKey: orderId, part: 1 });
const sentIds = () => (stack.dfinery?.events() ?? []).map(({ event }) => event.event_log_id);
const count = (name: string) => metricsIn(stack.functions.logs())(name);
const kept = () => stack.waiting();

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

/** The body of a customer topic. */
const profileOf = ({ updated_at, ...changes }: { updated_at: Date; state?: string; last_name?: string }) =>
  JSON.stringify({ ...RETURNING, ...changes, updated_at: updated_at.toISOString() });

/** The same each time. */
function inAnyOrder<Value>(values: readonly Value[]): Value[] {
  const random = createRandom(7);
  return values
    .map((value) => ({ value, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value);
}

const isOf = (customerId: number) => (sent: { readonly identity: { external_id?: string | undefined } }) =>
  sent.identity.external_id === String(customerId);
const sentOf = (customerId: number) =>
  (stack.dfinery?.events() ?? []).filter(isOf(customerId)).map(({ event }) => event);
const paidBackTo = (customerId: number) =>
  sentOf(customerId)
    .filter(({ event_name }) => event_name === 'df_refund')
    .reduce((sum, { event_properties }) => sum + Number(event_properties?.['df_total_refund_amount']), 0);
const customerCallsOf = (customerId: number) =>
  (stack.dfinery?.customerRequests() ?? []).filter(isOf(customerId)).map(({ call }) => call);
/** Returns the profiles that Dfinery got of a customer, call by call. */
const toldOf = (customerId: number) =>
  (stack.dfinery?.customerRequests() ?? [])
    .filter(isOf(customerId))
    .flatMap(({ userProperties }) => userProperties ?? []);

const redact = (orders: readonly number[], customer: object = GONE) =>
  JSON.stringify({ shop_id: 954_889, shop_domain: SHOP, customer, orders_to_redact: orders });

test('A compliance webhook with a bad signature is answered 401, and has no effect', async () => {
  const answers = await Promise.all(
    [
      ['customers/redact', redact([1])],
      ['customers/data_request', '{}'],
      ['shop/redact', '{}'],
    ].map(([topic = '', body = '']) => deliver(topic, body, { secret: 'the-secret-of-somebody-else' })),
  );

  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
  expect(await stack.waiting('erasures')).toBe(0);
});

test('A redacted customer is nowhere any more, and nothing brings them back', async () => {
  // Arrange: three delivered orders, one of another customer; a parked delivery and a dead letter each; one in back-off.
  for (const id of ['101', '102', '103']) await deliver('orders/paid', testOrder({ id }));
  await deliver('orders/paid', orderOfBob('201'));
  await expect.poll(() => sentIds().length).toBe(4);
  const unreadable = (order: string) => order.replace('"total_price":"72000"', '"total_price":"a lot"');
  expect(await deliver('orders/paid', unreadable(testOrder({ id: '104' })))).toMatchObject({
    answer: { status: 'parked' },
  });
  await deliver('orders/paid', unreadable(orderOfBob('204')));
  expect(await everythingStored()).toContain('jiwoo.han@example.com');

  stack.dfinery?.play(...Array.from({ length: 2_000 }, () => ({ code: '50000', call: 'events' as const })));
  await deliver('orders/paid', testOrder({ id: '105' }));
  await deliver('orders/paid', orderOfBob('205'));
  await bury('106', GONE.id, GONE.email);
  await bury('206', OTHER.customerId, OTHER.email);
  await expect.poll(() => count('EventKept')).toBeGreaterThan(1);

  // Act: the webhook three times, as Shopify may send it.
  const body = redact([101, 102, 103, 104, 105, 106]);
  for (let time = 0; time < 3; time += 1) {
    expect(await deliver('customers/redact', body)).toEqual({
      status: 200,
      answer: { status: 'queued', requests: 1 },
    });
  }
  await expect.poll(() => count('ErasureDone')).toBe(1);
  await expect.poll(() => stack.waiting('erasures')).toBe(0);
  await fetch(`${stack.url}/__double/script`, { method: 'DELETE' });
  await expect.poll(kept).toBe(0);

  // Assert: one deletion at Dfinery, by the external id. The order in back-off never left; the other customer's did.
  const deletions = stack.dfinery?.customerRequests().filter(({ call }) => call === 'identities/delete');
  expect(deletions?.map(({ identity }) => identity)).toEqual([{ external_id: String(GONE.id) }]);
  expect(sentIds()).not.toContain(purchaseId('105'));
  expect(sentIds()).toContain(purchaseId('205'));
  expect(count('EventErased')).toBe(1);
  expect(count('ErasureDuplicate')).toBe(2);

  const stored = await everythingStored();
  expect(TRACES.filter((trace) => stored.includes(trace))).toEqual([]);
  expect(stored).toContain('bob@example.com');
  expect(await adapter('parked', 'list')).toHaveLength(1);

  // Nothing brings them back: not keeping, not redriving, not the shop.
  expect(await adapter('dead-letters', 'keep', '--yes')).toMatchObject([{ kept: 1, erased: 1 }]);
  await bury('107', GONE.id, GONE.email);
  expect(await adapter('dead-letters', 'redrive', '--yes')).toMatchObject([{ redriven: 1, erased: 1 }]);
  await deliver('orders/updated', testOrder({ id: '101' }));
  await deliver('orders/paid', testOrder({ id: '108', placedAt: new Date(Date.now() - 60_000) }));
  await expect.poll(() => sentIds().includes(purchaseId('206'))).toBe(true);
  await expect.poll(kept).toBe(0);
  expect(sentIds().filter((id) => ['105', '106', '107', '108'].map(purchaseId).includes(id))).toEqual([]);
  expect(sentIds().filter((id) => id === purchaseId('101'))).toHaveLength(1);
  expect(await everythingStored()).not.toMatch(new RegExp(TRACES.join('|')));

  // An order placed afterwards is a new relation.
  await deliver('orders/paid', testOrder({ id: '109' }));
  await expect.poll(() => sentIds().includes(purchaseId('109'))).toBe(true);

  const records = await adapter('erasures', 'list');
  expect(records).toMatchObject([
    { kind: 'erase-customer', connection: 'shop', orders: 6, parkedDeleted: 1, dfinery: 'deleted' },
  ]);
});

test('A customer with every kind of news is nowhere any more, and is sent in full after coming back', async () => {
  // Arrange: an order with its refunds, a profile and a sign-up, each webhook three times and in no order; one order in back-off.
  const account = { kind: 'profile', subjectKey: customerKey({ ...SHOP_NAME, id: String(RETURNING.id) }) };
  const ledgerItems = ['profile', 'sign-up'].map((kind) =>
    ledgerId({ ...SHOP_NAME, ...account, kind, serviceId: connection.dfinery.serviceId }),
  );
  const webhooks = [
    ...orderLife({ id: '501', customerId: RETURNING.id, placedAt: minutesAgo(60) }),
    { topic: 'customers/enable', body: profileOf({ updated_at: minutesAgo(61), state: 'enabled' }) },
    { topic: 'customers/update', body: profileOf({ updated_at: minutesAgo(30), last_name: 'Choi' }) },
  ];
  for (const { topic, body } of inAnyOrder([...webhooks, ...webhooks, ...webhooks])) {
    expect((await deliver(topic, body)).status).toBe(200);
  }
  const unreadable = testOrder({ id: '502', customerId: RETURNING.id }).replace(
    '"total_price":"72000"',
    '"total_price":"?"',
  );
  expect(await deliver('orders/paid', unreadable)).toMatchObject({ answer: { status: 'parked' } });
  await expect.poll(kept).toBe(0);
  expect(sentOf(RETURNING.id).filter(({ event_name }) => event_name === 'df_purchase')).toHaveLength(1);
  expect(paidBackTo(RETURNING.id)).toBe(PAID_BACK);
  expect(sentOf(RETURNING.id).filter(({ event_name }) => event_name === 'df_sign_up')).toHaveLength(1);
  expect(toldOf(RETURNING.id)).toContainEqual({ df_name: 'Minseo Choi' });
  const before = await everythingStored();
  expect(ledgerItems.filter((item) => !before.includes(item))).toEqual([]);

  stack.dfinery?.play(...Array.from({ length: 2_000 }, () => ({ code: '50000', call: 'events' as const })));
  const keptBefore = count('EventKept');
  await deliver('orders/paid', testOrder({ id: '503', customerId: RETURNING.id }));
  await expect.poll(() => count('EventKept')).toBeGreaterThan(keptBefore);

  // Act
  const [done, calls] = [count('ErasureDone'), toldOf(RETURNING.id).length];
  for (let time = 0; time < 3; time += 1) await deliver('customers/redact', redact([501, 503], RETURNING));
  await expect.poll(() => count('ErasureDone')).toBe(done + 1);
  await fetch(`${stack.url}/__double/script`, { method: 'DELETE' });
  await expect.poll(kept).toBe(0);

  // Assert: the order in back-off never left; neither tables nor bucket know the customer.
  expect(sentIds()).not.toContain(purchaseId('503'));
  const after = await everythingStored();
  const traces = [...ledgerItems, String(RETURNING.id), RETURNING.email, RETURNING.first_name];
  expect(traces.filter((trace) => after.includes(trace))).toEqual([]);

  // Facts from before the request are dropped. A later profile is sent in full, though nothing in it is new.
  await deliver('customers/update', profileOf({ updated_at: minutesAgo(20), last_name: 'Kim' }));
  await deliver('customers/update', profileOf({ updated_at: new Date(), last_name: 'Choi' }));
  await expect.poll(() => toldOf(RETURNING.id).length).toBeGreaterThan(calls);
  await expect.poll(kept).toBe(0);
  expect(toldOf(RETURNING.id).slice(calls)).toEqual([{ df_name: 'Minseo Choi' }]);
  expect(customerCallsOf(RETURNING.id).slice(-3)).toEqual([
    'identities/delete',
    'identities',
    'user-profile',
  ]);
});

test('A guest cannot be deleted at Dfinery: our data is gone, and a person is alarmed', async () => {
  const guest = { email: 'guest@example.com' };
  const order = testOrder({ id: '301', email: guest.email }).replace(
    /"customer":\{[^}]*\}/,
    '"customer":null',
  );
  expect(
    await deliver('orders/paid', order.replace('"total_price":"72000"', '"total_price":"a lot"')),
  ).toMatchObject({
    answer: { status: 'parked' },
  });

  await deliver('customers/redact', redact([301], guest));
  await expect.poll(() => count('ErasureIncomplete')).toBe(1);

  expect(await everythingStored()).not.toContain(guest.email);
  expect(await adapter('erasures', 'list')).toContainEqual(
    expect.objectContaining({ dfinery: 'no-external-id', parkedDeleted: 1 }),
  );
});

test('A data request, sent three times, is recorded once, and a person is alarmed', async () => {
  const body = JSON.stringify({
    shop_id: 954_889,
    shop_domain: SHOP,
    orders_requested: [299_938],
    customer: { id: OTHER.customerId, email: OTHER.email },
    data_request: { id: 9_999 },
  });
  for (let time = 0; time < 3; time += 1) await deliver('customers/data_request', body);
  await expect.poll(() => stack.waiting('erasures')).toBe(0);

  expect(count('DataRequested')).toBe(1);
  expect(await adapter('erasures', 'list')).toContainEqual(
    expect.objectContaining({ kind: 'data-request', reference: '9999', dfinery: 'not-asked' }),
  );
  expect(sentIds()).toContain(purchaseId('201'));
});

test('A shop that left, announced three times, leaves nothing in the bucket', async () => {
  expect(await parkedBodies()).not.toEqual([]);
  const body = JSON.stringify({ shop_id: 954_889, shop_domain: SHOP });
  for (let time = 0; time < 3; time += 1) {
    expect(await deliver('shop/redact', body)).toMatchObject({ status: 200 });
  }
  await expect.poll(() => count('ErasureIncomplete')).toBe(2);

  expect(await parkedBodies()).toEqual([]);
  await bury('401', OTHER.customerId, OTHER.email);
  expect(await adapter('dead-letters', 'redrive', '--yes')).toMatchObject([{ redriven: 0, erased: 1 }]);
});

test('The logs name no customer', () => {
  const telltale =
    /example\.com"|jiwoo|minseo|bob@|guest@|23456789|2345-6789|6120938471650|909000909001|-of-the-test/i;

  expect(
    stack.functions
      .logs()
      .split('\n')
      .filter((line) => telltale.test(line)),
  ).toEqual([]);
});

test('Both accounts balance', async () => {
  const sum = (...names: string[]) => names.reduce((total, name) => total + count(name), 0);

  expect(count('DeliveryReceived')).toBe(
    sum('DeliveryAccepted', 'DeliveryKnown', 'DeliveryIgnored', 'DeliveryParked', 'DeliveryRefused'),
  );
  const settled = () =>
    sum('EventSent', 'EventDuplicate', 'EventSuperseded', 'EventUntold', 'EventErased', 'EventDead') +
    sum('ProfileSent', 'ProfileUnchanged', 'ProfileOutdated');
  expect(await kept()).toBe(0);
  // One letter was put back by hand.
  expect(count('EventQueued') + 1).toBe(stack.handedOut.events.messages());
  // What a function wrote last may come a moment after its answer.
  await expect.poll(() => settled() + count('EventKept')).toBe(stack.handedOut.events.records());
});

/** Puts an event into the dead-letter queue, as if it had been there for a while. */
async function bury(orderId: string, customerId: number, email: string): Promise<void> {
  const { aQueuedMessage } = await import('../support/builders/queue-records.ts');
  const { encodeMessage } = await import('../../lib/queue/message.ts');
  const message = {
    ...aQueuedMessage({ orderId, connection: 'shop' }),
    identity: { external_id: String(customerId), email },
  };
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: stack.emulator.deadLetterQueueUrl,
      MessageBody: encodeMessage(message),
    }),
  );
}
