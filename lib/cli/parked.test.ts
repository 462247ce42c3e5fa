import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { localClientSettings } from '../../infra/local/local-aws.ts';
import { aConnection } from '../../test/support/a-connection.ts';
import { startOperatedAdapter } from '../../test/support/operated-adapter.ts';
import { testOrder } from '../../test/support/test-order.ts';
import { type ParkedDelivery, parkedKey } from '../parked/parked-delivery.ts';

let adapter: Awaited<ReturnType<typeof startOperatedAdapter>>;
let s3: S3Client;
let sqs: SQSClient;

beforeEach(async () => {
  adapter = await startOperatedAdapter({
    main: aConnection(),
    outlet: aConnection({ since: '2030-01-01T00:00:00Z' }),
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

async function queued(): Promise<{ orderId: string; receivedAt: string }[]> {
  const command = new ReceiveMessageCommand({
    QueueUrl: adapter.emulator.eventsQueueUrl,
    MaxNumberOfMessages: 10,
  });
  const { Messages = [] } = await sqs.send(command);
  return Messages.map(({ Body = '' }) => JSON.parse(Body) as { orderId: string; receivedAt: string });
}

const order = testOrder({ id: '77', email: 'ann@example.com' });

test('a list names each with the paths that are wrong, of one connection where it is asked for', async () => {
  const key = await park(order);
  await park(order, { connection: 'outlet' });
  const { json, exitCode } = await adapter.run(['parked', 'list', '--connection', 'main']);

  expect(exitCode).toBe(0);
  expect(json).toMatchObject([
    { key, source: 'shopify', connection: 'main', issues: [{ path: 'line_items.0.price' }] },
  ]);
});

test('one is shown with the shape of its body, and with its body only where it is to be revealed', async () => {
  const key = await park(order);

  const masked = (await adapter.run(['parked', 'show', key])).printed.join('');
  expect(masked).toContain('"price": "‹');
  expect(masked).not.toMatch(/ann@example|Porcelain/);
  const revealed = (await adapter.run(['parked', 'show', key, '--reveal'])).printed.join('');
  expect(revealed).toContain('ann@example.com');
});

test('a body that is not JSON is masked as a whole', async () => {
  const { printed } = await adapter.run(['parked', 'show', await park('ann@example.com {')]);

  expect(printed.join('')).toContain('"body": "‹17 characters›"');
});

test('a replay takes the receiver’s path, keeps the time of receiving, and removes what was taken', async () => {
  const receivedAt = new Date(Date.now() - 3_600_000).toISOString();
  const key = await park(order, { receivedAt });
  const { json, exitCode } = await adapter.run(['parked', 'replay', key]);

  expect(exitCode).toBe(0);
  expect(json).toEqual([{ key, outcome: 'queued', events: 1 }]);
  expect(await queued()).toMatchObject([{ orderId: '77', receivedAt }]);
  expect(await keys()).toEqual([]);
});

test('a replay of all leaves what still cannot be read, under its key and with its time of verification', async () => {
  await park(order);
  const bad = await park('still not JSON');
  await park(testOrder({ id: '78' }), { connection: 'outlet' });
  const { json, exitCode } = await adapter.run(['parked', 'replay', '--all']);

  expect(exitCode).toBe(1);
  expect(json).toHaveLength(3);
  expect(json).toContainEqual({ key: bad, outcome: 'parked' });
  expect(json).toContainEqual(expect.objectContaining({ outcome: 'ignored', reason: 'before-since' }));
  expect(await keys()).toEqual([bad]);
  const { printed } = await adapter.run(['parked', 'show', bad]);
  expect(printed.join('')).toContain('2026-11-24T00:00:01.000Z');
});

test('a replay that the queue does not take leaves everything', async () => {
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
  'parked %j is no usage',
  async (args) => {
    expect((await adapter.run(['parked', ...args])).exitCode).toBe(2);
  },
);
