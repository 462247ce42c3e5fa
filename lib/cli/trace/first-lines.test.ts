import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localClientSettings } from '../../../infra/local/aws/local-aws.ts';
import { aConnection } from '../../../test/support/builders/a-connection.ts';
import { fetchRecords } from '../../../test/support/builders/a-fetch.ts';
import { anErasure } from '../../../test/support/builders/an-erasure.ts';
import { aQueuedMessage, aQueuedRefund } from '../../../test/support/builders/queue-records.ts';
import { startOperatedAdapter } from '../../../test/support/harness/operated-adapter.ts';
import { createDeadLetterQueue } from '../../queue/dead-letter-queue.ts';
import { encodeMessage } from '../../queue/message.ts';
import { createDynamoDbLedger } from '../../stores/ledger/dynamodb-ledger.ts';
import { createLastAnswers } from '../../stores/ledger/last-answers.ts';
import { connectionLane, createServicePauses } from '../../stores/ledger/service-pauses.ts';
import { createParkedBucket } from '../../stores/parked/parked-bucket.ts';
import { createErasureKey } from '../../stores/tombstones/erasure-key.ts';
import { createTombstoneWriter } from '../../stores/tombstones/tombstone-writer.ts';

let adapter: Awaited<ReturnType<typeof startOperatedAdapter>>;
const MINUTE = 60_000;
const NOW = Date.now();
const ids = {
  sent: '7301648205101',
  claimed: '7301648205102',
  uncertain: '7301648205103',
  refused: '7301648205104',
  closed: '7301648205105',
  dead: '7301648205106',
  unfetched: '7301648205107',
  parked: '7301648205108',
  erased: '7301648205109',
  queued: '7301648205110',
  ignored: '7301648205111',
  fetching: '7301648205112',
  ofQuiet: '7301648205113',
  refund: '7301648205114',
  unknown: '7301648205115',
};

const shopOf = (name: string) => ({ shop: `${name}.myshopify.com`, secrets: [`signing-secret-of-${name}`] });

/** Of `main`, whose connection is refused; of `paused`, whose service is; and of `quiet`. */
const connections = {
  main: aConnection(),
  paused: aConnection({ ...shopOf('paused'), dfinery: { serviceId: 'service-2', accessToken: 'a-token' } }),
  quiet: aConnection({ ...shopOf('quiet'), dfinery: { serviceId: 'service-3', accessToken: 'a-token' } }),
};

beforeAll(async () => {
  adapter = await startOperatedAdapter(connections);
  const { emulator, tables, parameterStore } = adapter;
  const dynamoDb = new DynamoDBClient(localClientSettings(tables.endpoint));
  const sqs = new SQSClient(localClientSettings(emulator.endpoint));
  const s3 = new S3Client({ ...localClientSettings(emulator.endpoint), forcePathStyle: true });
  const ssm = new SSMClient(localClientSettings(parameterStore.url));
  const table = { dynamoDb, table: tables.ledger, budgetMs: 30_000, now: () => NOW };

  const ledger = createDynamoDbLedger(table);
  const claim = { owner: 'a', leaseUntil: NOW + 60 * MINUTE };
  const purchase = (orderId: string) => ({ ...aQueuedMessage({ orderId }), stage: 'paid' as const });
  for (const orderId of [ids.sent, ids.claimed, ids.uncertain, ids.refused]) {
    await ledger.claim(purchase(orderId), claim);
  }
  await ledger.markSent(purchase(ids.sent), claim);
  await ledger.markUncertain(purchase(ids.uncertain), claim, 'unavailable');
  await ledger.release(purchase(ids.refused), claim, 'refused');
  await ledger.tell(purchase(ids.closed), { kind: 'closing', known: new Map() });

  const main = { connection: 'main', serviceId: 'service-1' };
  const pause = { probedAt: NOW, failures: 2, since: NOW - 50 * MINUTE };
  const pauses = createServicePauses(table);
  await pauses.pause(connectionLane(main), { ...pause, until: NOW + 10 * MINUTE, reason: 'refused' });
  await pauses.pause('service-2', { ...pause, until: NOW + 10 * MINUTE, reason: 'unavailable' });
  await createLastAnswers(table).note(main, { refusedAt: NOW, code: '40001', because: 'refused' });

  const die = (queueUrl: string, body: string, cause: string) =>
    createDeadLetterQueue({
      sqs,
      queueUrl,
      budgetMs: 30_000,
      onError: (error) => {
        throw error;
      },
    }).sendAll([
      {
        body,
        attributes: {
          cause,
          code: '40001',
          message: '',
          receives: '3',
          queuedAt: '',
          diedAt: new Date(NOW).toISOString(),
        },
      },
    ]);
  await die(emulator.deadLetterQueueUrl, encodeMessage(aQueuedMessage({ orderId: ids.dead })), 'refused');
  const refund = aQueuedRefund({ orderId: ids.sent, refundId: '9' });
  await die(emulator.deadLetterQueueUrl, encodeMessage(refund), 'purchase-missing');
  const unfetched = fetchRecords([{ orderId: ids.unfetched }])[0]?.body ?? '';
  await die(emulator.fetchesDeadLetterQueueUrl, unfetched, 'not-found');

  await createParkedBucket({ bucket: emulator.parkedBucket, budgetMs: 30_000, createClient: () => s3 }).park({
    source: 'shopify',
    connection: 'main',
    headers: { 'x-shopify-topic': 'orders/paid' },
    rawBody: Buffer.from(`{"id":${ids.parked},"name":"#1042","order_number":1042}`).toString('base64'),
    receivedAt: new Date(NOW).toISOString(),
    verifiedAt: new Date(NOW).toISOString(),
    issues: [{ path: 'currency', message: 'missing' }],
  });

  const key = await createErasureKey({ ssm, name: '/adapter/local/erasure-key' }).readOrMake();
  const erasures = createTombstoneWriter({ ...table, table: tables.erasures });
  await erasures.write(anErasure({ orderIds: [ids.erased] }), key);
  for (const client of [dynamoDb, sqs, s3, ssm]) client.destroy();
});

afterAll(() => adapter.stop());

const line = (fields: object) => JSON.stringify({ timestamp: new Date(NOW).toISOString(), ...fields });
const log = [
  line({ message: 'Delivery queued', orderId: ids.queued, deliveryId: 'd-1', events: 1 }),
  line({ message: 'Delivery ignored', orderId: ids.ignored, deliveryId: 'd-2', reason: 'unpaid' }),
  line({ message: 'Delivery queued', orderId: ids.fetching, deliveryId: 'd-3', events: 0, fetches: 1 }),
  line({ message: 'Delivery queued', orderId: ids.ofQuiet, deliveryId: 'd-4', events: 1 }),
].join('\n');

describe('the first line says where the order is:', () => {
  test.each([
    [ids.sent, 'main', /^sent · \d\d:\d\d · refund .*\/9 is dead: purchase-missing$/],
    [ids.claimed, 'main', /^being sent · since \d\d:\d\d, until \d\d:\d\d$/],
    [ids.uncertain, 'main', /^may have arrived · no readable answer at /],
    [ids.refused, 'main', /^waiting · Dfinery refused it \(40001\), next try by \d\d:\d\d$/],
    [ids.closed, 'main', /^untold · called off before it was told/],
    [ids.dead, 'main', /^dead · 40001 \(refused\), since \d\d:\d\d$/],
    [ids.unfetched, 'main', /^dead · 40001 \(not-found\), since /],
    [ids.parked, 'main', /^parked · currency: missing$/],
    ['#1042', 'main', /^parked · currency: missing$/],
    ['1042', 'main', /^parked · currency: missing$/],
    [ids.erased, 'main', /^erased · /],
    [
      ids.queued,
      'paused',
      /^held · the service is paused since \d\d:\d\d: Dfinery is unavailable, next probe by /,
    ],
    [ids.unknown, 'paused', /^held, if it was queued · the service is paused/],
    [ids.ignored, 'main', /^ignored · unpaid, \d\d:\d\d$/],
    [ids.fetching, 'main', /^fetching · the shop’s API is asked for it, \d\d:\d\d$/],
    [ids.ofQuiet, 'quiet', /^queued · not tried yet, since \d\d:\d\d$/],
    [ids.unknown, 'quiet', /^unknown · nothing here names it/],
    ['#9', 'quiet', /^name · this is the name that the shop shows/],
  ])('%s of %s', async (orderId, connection, expected) => {
    const { printed, exitCode } = await adapter.run(
      ['trace', orderId, '--connection', connection, '--logs', 'log.jsonl'],
      { 'log.jsonl': log },
    );

    expect(printed[0]).toMatch(expected);
    expect(exitCode).toBe(/^(unknown|name) /.test(printed[0] ?? '') ? 1 : 0);
    expect(printed.join('\n')).not.toContain('@');
  });

  test('a refund waits for its purchase', async () => {
    const { printed } = await adapter.run(['trace', ids.refund, '--connection', 'quiet', '--refund', '4']);

    expect(printed[0]).toBe('refund waiting for its purchase · 4');
  });
});

test('what to type stands below, with the adapter that was asked', async () => {
  const { printed } = await adapter.run(['trace', ids.dead, '--connection', 'main']);

  expect(printed.at(-1)).toBe(`→ adapter dead-letters redrive --order ${ids.dead} --local`);
});

test('a name is explained by the id that it belongs to', async () => {
  const { printed, exitCode } = await adapter.run(['trace', '#1042', '--connection', 'main']);

  expect(printed[1]).toBe(`  #1042 is the order’s name; its id is ${ids.parked}`);
  expect(exitCode).toBe(0);
});

test('as JSON it has everything that was found', async () => {
  const { json } = await adapter.run(['trace', ids.dead, '--connection', 'main', '--json']);

  expect(json).toMatchObject([
    {
      place: { name: 'dead', next: [expect.stringContaining('dead-letters show'), expect.any(String)] },
      order: { orderId: ids.dead },
      deadLetters: [{ queue: 'events', cause: 'refused', code: '40001' }],
      pauses: { connection: { reason: 'refused' } },
      lastAnswer: { code: '40001' },
    },
  ]);
});
