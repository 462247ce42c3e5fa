import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ledgerUsage } from '../../infra/cost/ledger-usage.ts';
import { type BatchSize, batchSizes } from '../../infra/cost/measured.ts';
import { profileUsage } from '../../infra/cost/profile-usage.ts';
import { standingUsage } from '../../infra/cost/standing-usage.ts';
import { startEmulator } from '../../infra/local/emulator.ts';
import { localClientSettings } from '../../infra/local/local-aws.ts';
import { startTables, type Tables } from '../../infra/local/tables.ts';
import { createConnectionStore } from '../../lib/connections/connection-store.ts';
import { drainBatch } from '../../lib/drain/drain-batch.ts';
import { createDynamoDbTombstones } from '../../lib/erasures/dynamodb-tombstones.ts';
import { createDynamoDbLedger } from '../../lib/ledger/dynamodb-ledger.ts';
import { createDynamoDbProfileLedger } from '../../lib/ledger/dynamodb-profile-ledger.ts';
import { createServicePauses } from '../../lib/ledger/service-pauses.ts';
import { createMessageQueue } from '../../lib/queue/message-queue.ts';
import { aDrain } from '../support/a-drain.ts';
import { aWorkload } from '../support/a-measurement.ts';
import { profileRecords } from '../support/profile-drain.ts';
import { QUEUE_TIME, queueRecords } from '../support/queue-records.ts';

/** What is looked at of the input of a command. */
interface ReadInput {
  readonly ConsistentRead?: boolean;
  readonly RequestItems?: Readonly<Record<string, { readonly Keys: readonly unknown[] }>>;
}

describe('the ledger is asked as often as the model says', () => {
  const calls: { readonly command: string; readonly items: number }[] = [];
  let tables: Tables;
  let dynamoDb: DynamoDBClient;

  beforeAll(async () => {
    tables = await startTables();
    dynamoDb = new DynamoDBClient(localClientSettings(tables.endpoint));
    dynamoDb.middlewareStack.add((next, { commandName = '' }) => (args) => {
      const { ConsistentRead = false, RequestItems } = args.input as ReadInput;
      // A consistent read takes twice the units.
      const command = ConsistentRead ? `consistent ${commandName}` : commandName;
      calls.push({ command, items: RequestItems?.[tables.ledger]?.Keys.length ?? 1 });
      return next(args);
    });
  });

  afterAll(async () => {
    dynamoDb.destroy();
    await tables.stop();
  });

  /** Drains a batch of orders of as many customers, and returns the items each command touched. */
  async function touched(records: ReturnType<typeof queueRecords>): Promise<Record<string, number>> {
    const options = { dynamoDb, table: tables.ledger, budgetMs: 5_000, now: () => QUEUE_TIME };
    const ports = {
      ...aDrain().ports,
      ledger: createDynamoDbLedger(options),
      pauses: createServicePauses(options),
      profiles: createDynamoDbProfileLedger(options),
      tombstones: createDynamoDbTombstones({
        ...options,
        table: tables.erasures,
        key: () => Promise.reject(new Error('nobody was erased')),
      }),
    };
    calls.length = 0;
    const { batchItemFailures } = await drainBatch(ports, { records, remainingMs: () => 60_000 });
    expect(batchItemFailures).toEqual([]);
    return Object.fromEntries(
      [...Map.groupBy(calls, ({ command }) => command)].map(([command, some]) => [
        command,
        some.reduce((sum, { items }) => sum + items, 0),
      ]),
    );
  }

  test.each(batchSizes)('for batches of %d, new and again', async (eventsPerBatch: BatchSize) => {
    const records = queueRecords(
      Array.from({ length: eventsPerBatch }, (_, index) => ({
        orderId: `${eventsPerBatch}-${index}`,
        customer: `c-${index}`,
      })),
    );

    const fresh = await touched(records);
    const again = await touched(records);

    const reads = { GetItemCommand: 1, BatchGetItemCommand: eventsPerBatch + 1 };
    expect(fresh).toEqual({ ...reads, PutItemCommand: eventsPerBatch, UpdateItemCommand: eventsPerBatch });
    expect(again).toEqual(reads);
    // The model counts a million orders that come twice.
    const [readUnits, writes] = ledgerUsage(aWorkload({ webhooksPerOrder: 2, eventsPerBatch }));
    const batches = BigInt(1_000_000 / eventsPerBatch);
    expect(readUnits?.perMillionOrders).toBe(2n * batches * BigInt(2 + eventsPerBatch));
    expect(writes?.perMillionOrders).toBe(batches * BigInt(2 * eventsPerBatch));
  });

  test('for a profile with news, and for one that is only confirmed', async () => {
    const fresh = await touched(profileRecords({ at: 0 }));
    const later = await touched(profileRecords({ at: 60 }));

    // The pauses of both calls; the marker of erasures and the customer; the claim and the facts.
    const reads = { GetItemCommand: 2, BatchGetItemCommand: 2 };
    expect(fresh).toEqual({ ...reads, UpdateItemCommand: 2 });
    expect(later).toEqual({ ...reads, UpdateItemCommand: 2 });
    const used = new Map(
      profileUsage(aWorkload({ profiles: 'send' })).map((line) => [line.price, line.perMillionOrders]),
    );
    expect(used.get('ledgerReads')).toBe(1_000_000n * (4n + 4n));
    expect(used.get('ledgerWrites')).toBe(1_000_000n * (2n + 2n));
  });
});

test('an event is put into the queue with one request', async () => {
  const emulator = await startEmulator();
  const sqs = new SQSClient(localClientSettings(emulator.endpoint));
  const commands: string[] = [];
  sqs.middlewareStack.add((next, { commandName = '' }) => (args) => {
    commands.push(commandName);
    return next(args);
  });

  await createMessageQueue({ sqs, queueUrl: emulator.eventsQueueUrl, budgetMs: 5_000 }).sendAll(['{}']);

  sqs.destroy();
  await emulator.stop();
  expect(commands).toEqual(['SendMessageBatchCommand']);
});

test('a connection is looked up as often as the model says', async () => {
  let now = 0;
  let lookUps = 0;
  const store = createConnectionStore({
    lookUp: () => {
      lookUps += 1;
      return Promise.resolve('a connection');
    },
    now: () => new Date(now),
  });

  for (; now < 60 * 60_000; now += 1_000) await store.find('main');

  const perHour = standingUsage(aWorkload({ drainConcurrency: 1 })).find(({ service }) => service === 'KMS');
  // By a receiver and a drain, for 730 hours.
  expect(perHour?.monthly).toBe(BigInt(lookUps * 2 * 730));
});
