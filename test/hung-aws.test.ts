import { createServer, type Server } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { STOP_SENDING_MS } from '../lib/drain/connection-run.ts';
import { drainBatch } from '../lib/drain/drain-batch.ts';
import type { DrainPorts } from '../lib/drain/drain-ports.ts';
import type { ShopConnection } from '../lib/model/connection.ts';
import { createDeadLetterQueue } from '../lib/queue/dead-letter-queue.ts';
import { createMessageQueue } from '../lib/queue/message-queue.ts';
import { createMessageVisibility } from '../lib/queue/message-visibility.ts';
import { receiveDelivery } from '../lib/receive/receive-delivery.ts';
import type { HttpAnswer } from '../lib/runtime/http/http-answer.ts';
import {
  bucketSettings,
  ENQUEUE_BUDGET_MS,
  LEDGER_BUDGET_MS,
  ledgerSettings,
  PARK_BUDGET_MS,
  parameterStoreSettings,
  queueSettings,
  SETTLE_BUDGET_MS,
  settlingSettings,
} from '../lib/runtime/time-budgets.ts';
import { sources } from '../lib/sources/all-sources.ts';
import { createConnectionStore } from '../lib/stores/connections/connection-store.ts';
import { dfineryConnectionLookup, indexedShopLookup } from '../lib/stores/connections/parameter-store.ts';
import { createDynamoDbLedger } from '../lib/stores/ledger/dynamodb-ledger.ts';
import { createServicePauses } from '../lib/stores/ledger/service-pauses.ts';
import { createParkedBucket } from '../lib/stores/parked/parked-bucket.ts';
import { aShopConnection } from './support/builders/a-connection.ts';
import { accepted } from './support/builders/a-drain.ts';
import { aRecord, queueRecords } from './support/builders/queue-records.ts';
import { drainPorts } from './support/doubles/memory-drain-ports.ts';
import { recordTelemetry } from './support/doubles/recorded-telemetry.ts';
import { fixture } from './support/reading/fixtures.ts';

/** Shopify gives up after 5 s. */
const SHOPIFY_WAITS_MS = 5_000;
const SECRET = 'hung-aws-secret-123';
const now = () => new Date('2026-11-24T00:00:00.000Z');

/** Half an answer: a client that limits only the wait for headers would wait for ever. */
const HALF = 'HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.1\r\ncontent-length: 999\r\n\r\n{"';

/** Answers every request with the given text, and never ends. */
async function startHungServer(words: string): Promise<{ endpoint: string; server: Server }> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => socket.write(words));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { endpoint: `http://127.0.0.1:${address.port}`, server };
}

const aws = (endpoint: string) => ({
  endpoint,
  region: 'eu-west-1',
  credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
});

const connection = aShopConnection({ secrets: [SECRET] });

/** The default of the HTTP client. No request leaves later than `STOP_SENDING_MS` before the end. */
const SLOWEST_ANSWER_MS = 10_000;

const TICK_MS = 10;

/** Measures a wait in ticks of this process, which it does not get while the machine is busy with other work. */
async function timed<Value>(run: () => Promise<Value>): Promise<{ value: Value; ms: number }> {
  let ms = 0;
  const ticking = setInterval(() => (ms += TICK_MS), TICK_MS);
  try {
    return { value: await run(), ms };
  } finally {
    clearInterval(ticking);
  }
}

function receive({ endpoint, rawBody, known }: { endpoint: string; rawBody: Buffer; known: boolean }) {
  const ssm = new SSMClient({ ...aws(endpoint), ...parameterStoreSettings });
  const lookUp = known
    ? () => Promise.resolve(connection)
    : indexedShopLookup({ ssm, path: '/adapter/test/connections', now }).lookUp;
  const telemetry = recordTelemetry();
  const { shop } = connection;
  const headers = sources.shopify.sign({
    rawBody,
    secret: SECRET,
    topic: 'orders/paid',
    shop,
    deliveryId: 'd-1',
    now: now(),
  });
  const ids = { source: 'shopify', connection: 'main', requestId: 'r-1', traceId: 't-1' };
  const queue = createMessageQueue({
    sqs: new SQSClient({ ...aws(endpoint), ...queueSettings }),
    queueUrl: `${endpoint}/000000000000/events`,
    budgetMs: ENQUEUE_BUDGET_MS,
  });
  const ports = {
    connections: createConnectionStore<ShopConnection>({ lookUp, now }),
    queue,
    fetches: queue,
    erasures: queue,
    parked: createParkedBucket({
      bucket: 'parked',
      budgetMs: PARK_BUDGET_MS,
      createClient: (s3) => new s3.S3Client({ ...aws(endpoint), ...bucketSettings, forcePathStyle: true }),
    }),
    telemetry,
    now,
  };
  return timed(() => receiveDelivery(ports, { ...ids, headers, rawBody }));
}

describe.concurrent.each([
  ['takes the connection and never answers', ''],
  ['stops in the middle of its answer', HALF],
])('an AWS service that %s', (_, words) => {
  let server: Server;
  let endpoint: string;
  beforeAll(async () => {
    ({ server, endpoint } = await startHungServer(words));
  });
  afterAll(() => {
    server.close();
  });

  const paid = fixture(sources.shopify, 'orders-paid.member-krw').rawBody;

  test('SSM: 503 while the shop still waits', async ({ expect }) => {
    const { value, ms } = await receive({ endpoint, rawBody: paid, known: false });

    expect(value).toEqual({ kind: 'unavailable' });
    expect(ms).toBeLessThan(SHOPIFY_WAITS_MS - ENQUEUE_BUDGET_MS);
  });

  test('SQS: 503 while the shop still waits', async ({ expect }) => {
    const { value, ms } = await receive({ endpoint, rawBody: paid, known: true });

    expect(value).toEqual({ kind: 'unavailable' });
    expect(ms).toBeLessThan(ENQUEUE_BUDGET_MS + 500);
  });

  test('S3: 503 while the shop still waits', async ({ expect }) => {
    const { value, ms } = await receive({ endpoint, rawBody: Buffer.from('not json'), known: true });

    expect(value).toEqual({ kind: 'unavailable' });
    expect(ms).toBeLessThan(PARK_BUDGET_MS + 500);
  });

  test('SSM in the drain: every record stays queued', async ({ expect }) => {
    const ssm = new SSMClient({ ...aws(endpoint), ...parameterStoreSettings });
    const lookUp = dfineryConnectionLookup({ ssm, path: '/adapter/test/connections' });
    const ports = drainPorts({
      connections: createConnectionStore({ lookUp, now }),
      dfinery: {
        post: () => Promise.reject(new Error('nothing may be sent')),
        close: () => undefined,
      },
    });
    const records = queueRecords([{ orderId: '1' }, { orderId: '2', customer: 'c-2' }]);

    const { value, ms } = await timed(() => drainBatch(ports, { records, remainingMs: () => 60_000 }));

    expect(value.batchItemFailures).toHaveLength(2);
    expect(ms).toBeLessThan(SHOPIFY_WAITS_MS);
  });

  test('DynamoDB in the drain: nothing is sent and every record stays queued', async ({ expect }) => {
    const dynamoDb = new DynamoDBClient({ ...aws(endpoint), ...ledgerSettings });
    const table = { dynamoDb, table: 'ledger', budgetMs: LEDGER_BUDGET_MS, now: Date.now };
    const post = () => Promise.reject(new Error('nothing may be sent'));
    const ports = drainPorts({
      dfinery: { post, close: () => undefined },
      ledger: createDynamoDbLedger(table),
    });
    const records = queueRecords([{ orderId: '1' }, { orderId: '2', customer: 'c-2' }]);

    const { value, ms } = await timed(() => drainBatch(ports, { records, remainingMs: () => 60_000 }));

    expect(value.batchItemFailures).toHaveLength(2);
    expect(ports.telemetry.counts['EventKept:ledger-unavailable']).toBe(2);
    expect(ms).toBeLessThan(LEDGER_BUDGET_MS + 500);
  });

  test('SQS at the end of the drain: dead and waiting records stay queued', async ({ expect }) => {
    const sqs = new SQSClient({ ...aws(endpoint), ...settlingSettings });
    const queue = { sqs, queueUrl: `${endpoint}/000000000000/queue`, budgetMs: SETTLE_BUDGET_MS };
    const ports = drainPorts({
      dfinery: {
        post: () => Promise.resolve({ kind: 'unanswered', reason: 'timeout' }),
        close: () => undefined,
      },
      visibility: createMessageVisibility(queue),
      deadLetters: createDeadLetterQueue({ ...queue, onError: () => undefined }),
    });
    const records = [...queueRecords([{ orderId: '1' }]), aRecord({ messageId: 'bad', body: 'not JSON' })];

    const { value, ms } = await timed(() => drainBatch(ports, { records, remainingMs: () => 60_000 }));

    expect(value.batchItemFailures).toHaveLength(2);
    expect(ports.telemetry.counts).toMatchObject({
      VisibilityFailed: 2,
      'EventKept:dead-letter-unavailable': 1,
    });
    expect(ms).toBeLessThan(2 * SETTLE_BUDGET_MS + 500);
  });

  test.for<[string, HttpAnswer]>([
    ['accepts', accepted],
    ['does not answer', { kind: 'unanswered', reason: 'timeout' }],
  ])(
    'DynamoDB and SQS once Dfinery %s: a full batch is settled before the function ends',
    { timeout: 20_000 },
    async ([, answer], { expect }) => {
      const dynamoDb = new DynamoDBClient({ ...aws(endpoint), ...ledgerSettings });
      const table = { dynamoDb, table: 'ledger', budgetMs: LEDGER_BUDGET_MS, now: Date.now };
      const hungLedger = createDynamoDbLedger(table);
      const hungPauses = createServicePauses(table);
      const sqs = new SQSClient({ ...aws(endpoint), ...settlingSettings });
      const queue = { sqs, queueUrl: `${endpoint}/000000000000/queue`, budgetMs: SETTLE_BUDGET_MS };
      const edges = drainPorts({
        dfinery: { post: () => Promise.resolve(answer), close: () => undefined },
        visibility: createMessageVisibility(queue),
        deadLetters: createDeadLetterQueue({ ...queue, onError: () => undefined }),
      });
      await edges.pauses.pause('service-1', {
        until: 1,
        reason: 'unavailable',
        failures: 1,
        probedAt: 0,
      });
      // It hangs after the claims and the reads.
      const ports: DrainPorts = {
        ...edges,
        ledger: {
          ...edges.ledger,
          markSent: (...mark) => hungLedger.markSent(...mark),
          markUncertain: (...mark) => hungLedger.markUncertain(...mark),
        },
        pauses: {
          ...edges.pauses,
          pause: (...pause) => hungPauses.pause(...pause),
          end: (lane) => hungPauses.end(lane),
        },
      };
      const orders = Array.from({ length: 99 }, (___, index) => ({ orderId: String(index) }));
      const records = [...queueRecords(orders), aRecord({ messageId: 'bad', body: 'not JSON' })];

      const { value, ms } = await timed(() =>
        drainBatch(ports, { records, remainingMs: () => STOP_SENDING_MS }),
      );

      expect(value.batchItemFailures).toHaveLength(answer === accepted ? 1 : 100);
      // The marks, the pause, the letters and the visibility.
      const settlingMs = 2 * LEDGER_BUDGET_MS + 2 * SETTLE_BUDGET_MS;
      expect(ms).toBeLessThan(settlingMs + 500);
      expect(SLOWEST_ANSWER_MS + settlingMs + 500).toBeLessThan(STOP_SENDING_MS);
    },
  );
});
