import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { localClientSettings } from '../../../infra/local/aws/local-aws.ts';
import { aConnection } from '../../../test/support/builders/a-connection.ts';
import { aRefundFetch } from '../../../test/support/builders/a-refund-fetch.ts';
import { anErasure } from '../../../test/support/builders/an-erasure.ts';
import { aQueuedMessage } from '../../../test/support/builders/queue-records.ts';
import { testOrder } from '../../../test/support/builders/test-order.ts';
import { startOperatedAdapter } from '../../../test/support/harness/operated-adapter.ts';
import { decodeErasureMessage, encodeErasureMessage } from '../../queue/erasure-message.ts';
import { encodeFetchMessage } from '../../queue/fetch-message.ts';
import { encodeMessage } from '../../queue/message.ts';
import { parkedKey } from '../../stores/parked/parked-delivery.ts';
import { createErasureKey } from '../../stores/tombstones/erasure-key.ts';
import { createErasureRecords } from '../../stores/tombstones/erasure-records.ts';

let adapter: Awaited<ReturnType<typeof startOperatedAdapter>>;
let sqs: SQSClient;
let s3: S3Client;

beforeEach(async () => {
  adapter = await startOperatedAdapter({ main: aConnection({ defaultCountry: 'KR' }) });
  const settings = localClientSettings(adapter.emulator.endpoint);
  sqs = new SQSClient(settings);
  s3 = new S3Client({ ...settings, forcePathStyle: true });
});

afterEach(async () => {
  sqs.destroy();
  s3.destroy();
  await adapter.stop();
});

const ann = JSON.stringify({ id: 'c-1', email: 'c-1@example.com', phone: '010-2345-6789', orders: ['5'] });
const asked = (action: string, ...more: string[]) =>
  adapter.run(['erasures', action, 'ann.json', '--connection', 'main', ...more], { 'ann.json': ann });

/** Erases as the function does, up to the tombstones. */
async function erase(): Promise<void> {
  const dynamoDb = new DynamoDBClient(localClientSettings(adapter.tables.endpoint));
  const ssm = new SSMClient(localClientSettings(adapter.parameterStore.url));
  await createErasureRecords({
    dynamoDb,
    table: adapter.tables.erasures,
    budgetMs: 30_000,
    now: Date.now,
    key: createErasureKey({ ssm, name: '/adapter/local/erasure-key' }).readOrMake,
  }).begin(anErasure({ orderIds: ['5'] }));
  dynamoDb.destroy();
}

async function messagesIn(QueueUrl: string): Promise<string[]> {
  const command = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 });
  const { Messages = [] } = await sqs.send(command);
  return Messages.map(({ Body = '' }) => Body);
}

const bury = (QueueUrl: string, MessageBody: string) =>
  sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));

async function park(body: string): Promise<string> {
  const receivedAt = '2026-11-23T00:00:00.000Z';
  const parked = {
    source: 'shopify',
    connection: 'main',
    headers: { 'x-shopify-topic': 'orders/paid' },
    rawBody: Buffer.from(body).toString('base64'),
    receivedAt,
    verifiedAt: receivedAt,
    issues: [],
  };
  const object = { Bucket: adapter.emulator.parkedBucket, Key: parkedKey(parked) };
  await s3.send(new PutObjectCommand({ ...object, Body: JSON.stringify(parked) }));
  return object.Key;
}

async function parkedKeys(): Promise<string[]> {
  const { Contents = [] } = await s3.send(
    new ListObjectsV2Command({ Bucket: adapter.emulator.parkedBucket }),
  );
  return Contents.map(({ Key = '' }) => Key);
}

describe('erasures request', () => {
  test('requests nothing without --yes', async () => {
    expect((await asked('request')).json).toEqual([{ dryRun: true, requests: 1 }]);
    expect(await messagesIn(adapter.emulator.erasuresQueueUrl)).toEqual([]);
  });

  test('queues what the shop would have sent', async () => {
    const { exitCode } = await asked('request', '--yes');
    const [body = ''] = await messagesIn(adapter.emulator.erasuresQueueUrl);

    expect(exitCode).toBe(0);
    expect(decodeErasureMessage(body)).toMatchObject({
      kind: 'erase-customer',
      identity: { external_id: 'c-1', email: 'c-1@example.com', phone_no: '821023456789' },
      orderIds: ['5'],
    });
  });

  test.each([
    ['{}', /needs id, email, phone or orders/],
    ['{"id":"1","name":"x"}', /name: unknown field/],
    ['[', /is not JSON/],
  ])('says what is wrong with %s', async (text, complaint) => {
    const run = adapter.run(['erasures', 'request', 'p.json', '--connection', 'main'], { 'p.json': text });

    expect(await run).toMatchObject({ exitCode: 1, complaints: [expect.stringMatching(complaint)] });
  });
});

test('erasures find names what is held, and nothing of the person', async () => {
  const key = await park('{"customer":{"id":"c-1"}}');
  await park('{"customer":{"id":"c-2"}}');
  const { deadLetterQueueUrl, fetchesDeadLetterQueueUrl } = adapter.emulator;
  await bury(
    deadLetterQueueUrl,
    encodeMessage(aQueuedMessage({ orderId: '9', customer: 'c-1', connection: 'main' })),
  );
  await bury(deadLetterQueueUrl, encodeMessage(aQueuedMessage({ orderId: '8', customer: 'c-2' })));
  await bury(
    fetchesDeadLetterQueueUrl,
    encodeFetchMessage(aRefundFetch({ identity: { external_id: 'c-1' } })),
  );
  await bury(
    fetchesDeadLetterQueueUrl,
    encodeFetchMessage(aRefundFetch({ identity: { external_id: 'c-2' } })),
  );

  const { printed } = await asked('find');
  const found = JSON.parse(printed.join('\n')) as { deadLetters: string[] };

  expect(found).toMatchObject({
    externalId: true,
    erased: false,
    parked: [key],
    parkedUnread: [],
    ledger: [],
  });
  expect(found.deadLetters).toHaveLength(2);
  await erase();
  expect(JSON.parse((await asked('find')).printed.join('\n'))).toMatchObject({ erased: true });
});

describe('of an erased person', () => {
  test('no dead letter is kept or redriven, of the events or of the fetches', async () => {
    await erase();
    const { deadLetterQueueUrl, eventsQueueUrl, fetchesDeadLetterQueueUrl, fetchesQueueUrl } =
      adapter.emulator;
    await bury(deadLetterQueueUrl, encodeMessage(aQueuedMessage({ orderId: '9', customer: 'c-1' })));
    await bury(deadLetterQueueUrl, encodeMessage(aQueuedMessage({ orderId: '8', customer: 'c-2' })));
    for (const orderId of ['5', '6']) {
      const reference = { orderId, parameters: {} };
      const message = {
        kind: 'order' as const,
        connection: 'main',
        source: 'shopify',
        reference,
        deliveryId: 'd',
        traceId: 't',
      };
      await bury(
        fetchesDeadLetterQueueUrl,
        encodeFetchMessage({ ...message, receivedAt: '2026-11-23T00:00:00.000Z' }),
      );
    }

    expect((await adapter.run(['dead-letters', 'keep', '--yes'])).json).toMatchObject([
      { kept: 1, erased: 1 },
    ]);
    expect((await adapter.run(['dead-letters', 'redrive', '--yes'])).json).toMatchObject([{ redriven: 1 }]);
    expect(
      (await adapter.run(['dead-letters', 'redrive', '--yes', '--queue', 'fetches'])).json,
    ).toMatchObject([{ redriven: 1, erased: 1 }]);
    expect((await messagesIn(eventsQueueUrl)).join()).toContain('"orderId":"8"');
    expect((await messagesIn(eventsQueueUrl)).join()).not.toContain('"orderId":"9"');
    expect((await messagesIn(fetchesQueueUrl)).join()).not.toContain('"orderId":"5"');
    expect(await messagesIn(deadLetterQueueUrl)).toEqual([]);
  });

  test('no parked delivery is replayed, and it is removed', async () => {
    await erase();
    const before = new Date('2026-11-20T00:00:00.000Z');
    await park(
      testOrder({ id: '9', email: 'c-1@example.com', placedAt: before }).replace(
        /"customer":\{[^}]*\}/,
        '"customer":null',
      ),
    );

    const { json } = await adapter.run(['parked', 'replay', '--all']);

    expect(json).toMatchObject([{ outcome: 'erased' }]);
    expect(await parkedKeys()).toEqual([]);
    expect(await messagesIn(adapter.emulator.eventsQueueUrl)).toEqual([]);
  });
});

test('a dead privacy request is shown masked, and put back into its queue', async () => {
  const { erasuresDeadLetterQueueUrl, erasuresQueueUrl } = adapter.emulator;
  await bury(erasuresDeadLetterQueueUrl, encodeErasureMessage(anErasure()));
  const [listed] = (await adapter.run(['dead-letters', 'list', '--each', '--queue', 'erasures'])).json as {
    id: string;
  }[];

  const shown = await adapter.run(['dead-letters', 'show', listed?.id ?? '', '--queue', 'erasures']);
  expect(shown.printed.join()).not.toMatch(/"c-1|c-1@/);
  await adapter.run(['dead-letters', 'redrive', '--queue', 'erasures', '--yes']);

  expect(await messagesIn(erasuresQueueUrl)).toHaveLength(1);
});

test('on a terminal the list is a table with a state', async () => {
  const screen = { columns: 100, hasColours: false };
  const empty = await adapter.run(['erasures', 'list'], {}, {}, [], screen);
  await erase();
  const { printed } = await adapter.run(['erasures', 'list'], {}, {}, [], screen);

  expect(empty.complaints).toEqual(['There is no privacy request.']);
  expect(printed).toHaveLength(2);
  expect(printed[0]).toMatch(/^REQUESTED +CONNECTION +KIND +STATE +DFINERY/);
  expect(printed[1]).toMatch(/ main +\S+ +under way +–/);
});
