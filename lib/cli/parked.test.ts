import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DeleteQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { localClientSettings } from '../../infra/local/aws/local-aws.ts';
import { aConnection } from '../../test/support/builders/a-connection.ts';
import { testOrder } from '../../test/support/builders/test-order.ts';
import { startOperatedAdapter } from '../../test/support/harness/operated-adapter.ts';
import { decodeFetchMessage } from '../queue/fetch-message.ts';
import { type ParkedDelivery, parkedKey } from '../stores/parked/parked-delivery.ts';

let adapter: Awaited<ReturnType<typeof startOperatedAdapter>>;
let s3: S3Client;
let sqs: SQSClient;

beforeEach(async () => {
  adapter = await startOperatedAdapter({
    main: aConnection(),
    outlet: aConnection({ since: '2030-01-01T00:00:00Z' }),
    mall: aConnection({ source: 'cafe24', shop: 'examplemall' }),
  });
  const settings = localClientSettings(adapter.emulator.endpoint);
  s3 = new S3Client({ ...settings, forcePathStyle: true });
  sqs = new SQSClient(settings);
});

afterEach(async () => {
  s3.destroy();
  sqs.destroy();
  await adapter.stop();
});

async function park(body: string, changes: Partial<ParkedDelivery> = {}): Promise<string> {
  const parked: ParkedDelivery = {
    source: 'shopify',
    connection: 'main',
    headers: { 'x-shopify-topic': 'orders/paid', 'x-shopify-shop-domain': 'example.myshopify.com' },
    rawBody: Buffer.from(body).toString('base64'),
    receivedAt: new Date().toISOString(),
    verifiedAt: '2026-11-24T00:00:01.000Z',
    issues: [{ path: 'line_items.0.price', message: 'expected a number' }],
    ...changes,
  };
  const Key = parkedKey(parked);
  await s3.send(
    new PutObjectCommand({ Bucket: adapter.emulator.parkedBucket, Key, Body: JSON.stringify(parked) }),
  );
  return Key;
}

async function keys(): Promise<string[]> {
  const { Contents = [] } = await s3.send(
    new ListObjectsV2Command({ Bucket: adapter.emulator.parkedBucket }),
  );
  return Contents.map(({ Key = '' }) => Key);
}

async function bodiesIn(QueueUrl: string): Promise<string[]> {
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  return Messages.map(({ Body = '' }) => Body);
}

async function queued(): Promise<{ orderId: string; receivedAt: string }[]> {
  const bodies = await bodiesIn(adapter.emulator.eventsQueueUrl);
  return bodies.map((body) => JSON.parse(body) as { orderId: string; receivedAt: string });
}

const order = testOrder({ id: '77', email: 'ann@example.com' });

test('a dry run of a replay says what would become of each, and changes nothing', async () => {
  const good = await park(order);
  const bad = await park('still not JSON');
  const { json, complaints, exitCode } = await adapter.run(['parked', 'replay', '--all', '--dry-run']);

  expect(exitCode).toBe(1);
  expect(json).toContainEqual({ key: good, dryRun: true, outcome: 'queued', events: 1 });
  expect(json).toContainEqual(expect.objectContaining({ key: bad, outcome: 'parked' }));
  expect(complaints).toEqual(['Nothing was queued or removed: leave --dry-run out to do it.']);
  expect(await queued()).toEqual([]);
  expect((await keys()).toSorted()).toEqual([good, bad].toSorted());
});

test('on a terminal a list is a table; an empty one is said', async () => {
  const screen = { columns: 80, hasColours: false };
  const empty = await adapter.run(['parked', 'list'], {}, {}, [], screen);
  expect(empty).toMatchObject({ exitCode: 0, printed: [], complaints: ['Nothing is parked.'] });

  const key = await park(order, { receivedAt: '2026-11-24T00:00:00.000Z' });
  const { printed } = await adapter.run(['parked', 'list'], {}, {}, [], screen);
  expect(printed.map((line) => line.split(/ {2,}/))).toEqual([
    ['RECEIVED', 'SOURCE', 'KEY', 'PROBLEM'],
    ['2026-11-24T00:00:00.000Z', 'shopify', key, 'line_items.0.price: expected a number'],
  ]);
});

test('a list names each delivery with the paths that are wrong, of one connection if asked', async () => {
  const key = await park(order);
  await park(order, { connection: 'outlet' });
  const { json, exitCode } = await adapter.run(['parked', 'list', '--connection', 'main']);

  expect(exitCode).toBe(0);
  expect(json).toMatchObject([
    { key, source: 'shopify', connection: 'main', issues: [{ path: 'line_items.0.price' }] },
  ]);
});

test('a body that is nested too deeply to be shown as JSON is shown as a text', async () => {
  const body = '['.repeat(6_000) + ']'.repeat(6_000);
  const key = await park(body);

  const masked = await adapter.run(['parked', 'show', key]);
  expect(masked).toMatchObject({ exitCode: 0, json: [{ key, body: '‹12000 characters›' }] });
  expect(await adapter.run(['parked', 'show', key, '--reveal'])).toMatchObject({ json: [{ key, body }] });
});

test('an object that is not a parked delivery is listed as such, and stops neither a list nor a replay', async () => {
  const Key = 'main/2026-11-24/0.json';
  await s3.send(new PutObjectCommand({ Bucket: adapter.emulator.parkedBucket, Key, Body: '{}' }));
  const key = await park(order);

  const list = await adapter.run(['parked', 'list']);
  expect(list).toMatchObject({
    exitCode: 0,
    json: [{ key: Key, unreadable: expect.stringContaining('source: missing') as string }, { key }],
  });
  const replay = await adapter.run(['parked', 'replay', '--all']);
  expect(replay).toMatchObject({ exitCode: 1, json: [{ key, outcome: 'queued' }] });
  expect(await keys()).toEqual([Key]);
});

test('one is shown with the shape of its body; the body itself needs --reveal', async () => {
  const key = await park(order);

  const masked = (await adapter.run(['parked', 'show', key])).printed.join('');
  expect(masked).toContain('"price": "‹');
  expect(masked).toContain('"topic": "orders/paid"');
  expect(masked).not.toMatch(/ann@example|Porcelain/);
  const revealed = (await adapter.run(['parked', 'show', key, '--reveal'])).printed.join('');
  expect(revealed).toContain('ann@example.com');
});

test('a body that is not JSON is masked as a whole', async () => {
  const { printed } = await adapter.run(['parked', 'show', await park('ann@example.com {')]);

  expect(printed.join('')).toContain('"body": "‹17 characters›"');
});

test('a replay takes the receiver’s path, keeps the time of receipt, and removes what was accepted', async () => {
  const receivedAt = new Date(Date.now() - 3_600_000).toISOString();
  const key = await park(order, { receivedAt });
  const { json, exitCode } = await adapter.run(['parked', 'replay', key]);

  expect(exitCode).toBe(0);
  expect(json).toEqual([{ key, outcome: 'queued', events: 1 }]);
  expect(await queued()).toMatchObject([{ orderId: '77', receivedAt }]);
  expect(await keys()).toEqual([]);
});

test('a replay of all keeps what still cannot be read, under its key and with its time of verification', async () => {
  await park(order);
  const bad = await park('still not JSON');
  await park(testOrder({ id: '78' }), { connection: 'outlet' });
  const { json, exitCode } = await adapter.run(['parked', 'replay', '--all']);

  expect(exitCode).toBe(1);
  expect(json).toHaveLength(3);
  expect(json).toContainEqual({
    key: bad,
    outcome: 'parked',
    // Why still.
    issues: [{ path: '', message: 'is not JSON' }],
  });
  expect(json).toContainEqual(expect.objectContaining({ outcome: 'ignored', reason: 'before-since' }));
  expect(await keys()).toEqual([bad]);
  const { printed } = await adapter.run(['parked', 'show', bad]);
  expect(printed.join('')).toContain('2026-11-24T00:00:01.000Z');
});

describe('an order that was fetched', () => {
  const reference = { orderId: '20261124-0000001', parameters: { shop_no: '1' } };
  const body = '{"order":{"order_id":"20261124-0000001","buyer":{"email":"ann@example.com"}}}';
  const parkOrder = (changes: Partial<ParkedDelivery> = {}) =>
    park(body, { source: 'cafe24', connection: 'mall', headers: {}, reference, ...changes });

  test('is listed by its number, and shown masked without --reveal', async () => {
    const key = await parkOrder();

    const { json } = await adapter.run(['parked', 'list']);
    expect(json).toMatchObject([{ key, connection: 'mall', reference }]);
    const masked = (await adapter.run(['parked', 'show', key])).printed.join('');
    expect(masked).toContain('20261124-0000001');
    expect(masked).not.toContain('ann@example');
    expect((await adapter.run(['parked', 'show', key, '--reveal'])).printed.join('')).toContain(
      'ann@example',
    );
  });

  test('is fetched again by a replay, with the time of its webhook, and removed', async () => {
    const receivedAt = new Date(Date.now() - 3_600_000).toISOString();
    const key = await parkOrder({ receivedAt, deliveryId: 'delivery-1' });
    const { json, exitCode } = await adapter.run(['parked', 'replay', key]);

    expect(exitCode).toBe(0);
    expect(json).toEqual([{ key, outcome: 'fetch-queued' }]);
    const [fetch, ...others] = await bodiesIn(adapter.emulator.fetchesQueueUrl);
    expect(decodeFetchMessage(fetch ?? '')).toMatchObject({
      source: 'cafe24',
      connection: 'mall',
      reference,
      receivedAt,
      // If it cannot be read again, it is parked as another object, not the one that is removed here.
      deliveryId: expect.not.stringContaining('delivery-1') as unknown,
    });
    expect(others).toEqual([]);
    expect(await queued()).toEqual([]);
    expect(await keys()).toEqual([]);
  });

  test('stays if the queue does not accept it', async () => {
    const key = await parkOrder();
    await sqs.send(new DeleteQueueCommand({ QueueUrl: adapter.emulator.fetchesQueueUrl }));

    expect((await adapter.run(['parked', 'replay', key])).exitCode).toBe(5);
    expect(await keys()).toEqual([key]);
  });
});

test('a replay that the queue does not accept leaves everything', async () => {
  const key = await park(order);
  await adapter.emulator.stop();

  expect((await adapter.run(['parked', 'replay', key])).exitCode).toBe(5);
});

test('a replay for a connection that is gone says so', async () => {
  const key = await park(order, { connection: 'gone' });

  expect(await adapter.run(['parked', 'replay', key])).toMatchObject({
    exitCode: 1,
    complaints: ['Unknown connection: gone'],
  });
  expect(await keys()).toEqual([key]);
});

test.each([[[]], [['show']], [['replay']], [['replay', 'key', '--all']], [['list', 'key']]])(
  'parked %j is wrong usage',
  async (args) => {
    expect((await adapter.run(['parked', ...args])).exitCode).toBe(2);
  },
);
