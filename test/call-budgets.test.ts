import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { profileRows, rowsOf } from '../infra/cost.ts';
import { startEmulator } from '../infra/local/aws/emulator.ts';
import { localClientSettings } from '../infra/local/aws/local-aws.ts';
import { startTables, type Tables } from '../infra/local/aws/tables.ts';
import { batchSizes } from '../infra/measured.ts';
import type { PriceName } from '../infra/prices.ts';
import { deployed, type Row } from '../infra/scenario.ts';
import { drainBatch } from '../lib/drain/drain-batch.ts';
import { createMessageQueue } from '../lib/queue/message-queue.ts';
import { createConnectionStore } from '../lib/stores/connections/connection-store.ts';
import { createDynamoDbLedger } from '../lib/stores/ledger/dynamodb-ledger.ts';
import { createDynamoDbProfileLedger } from '../lib/stores/ledger/dynamodb-profile-ledger.ts';
import { createServicePauses } from '../lib/stores/ledger/service-pauses.ts';
import { createDynamoDbTombstones } from '../lib/stores/tombstones/dynamodb-tombstones.ts';
import { aDrain } from './support/builders/a-drain.ts';
import { profileRecords } from './support/builders/a-profile-drain.ts';
import { QUEUE_TIME, queueRecords } from './support/builders/queue-records.ts';

/** The part of a command's input that is counted. */
interface ReadInput {
  readonly ConsistentRead?: boolean;
  readonly RequestItems?: Readonly<Record<string, { readonly Keys: readonly unknown[] }>>;
}

/** Returns the units of a price that the cost model counts for an order, or for a month. The door asks before the drain. */
function modelled(rows: readonly Row[], wanted: PriceName): number | undefined {
  const row = rows.find(({ price, what }) => price === wanted && what !== 'questions at the door');
  return row?.perOrder ?? row?.monthly;
}

describe('DynamoDB calls stay within their budget', () => {
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

  /** Drains a batch of orders of as many customers, and returns the items that each command touched. */
  async function touched(records: ReturnType<typeof queueRecords>): Promise<Record<string, number>> {
    const options = { dynamoDb, table: tables.ledger, budgetMs: 30_000, now: () => QUEUE_TIME };
    const ports = {
      ...aDrain().ports,
      ledger: createDynamoDbLedger(options),
      pauses: createServicePauses(options),
      profiles: createDynamoDbProfileLedger(options),
      tombstones: createDynamoDbTombstones({
        ...options,
        table: tables.erasures,
        key: () => Promise.reject(new Error('no customer was erased')),
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

  test.each(batchSizes)('for batches of %d, new and again', async (eventsPerBatch) => {
    const records = queueRecords(
      Array.from({ length: eventsPerBatch }, (_, index) => ({
        orderId: `${eventsPerBatch}-${index}`,
        customer: `c-${index}`,
      })),
    );

    const fresh = await touched(records);
    const again = await touched(records);

    const reads = { BatchGetItemCommand: eventsPerBatch + 3 };
    expect(fresh).toEqual({ ...reads, PutItemCommand: eventsPerBatch, UpdateItemCommand: eventsPerBatch });
    expect(again).toEqual(reads);
    // A read takes half a unit, and a write one. What comes again ends at the door, or is in the batch of its first.
    const rows = rowsOf({ ...deployed, eventsPerBatch });
    expect(modelled(rows, 'ledgerReads')).toBeCloseTo((3 + eventsPerBatch) / eventsPerBatch / 2);
    expect(modelled(rows, 'ledgerWrites')).toBe(2);
  });

  test('for a profile with news, and for one that is only confirmed', async () => {
    const fresh = await touched(profileRecords({ at: 0 }));
    const later = await touched(profileRecords({ at: 60 }));

    // The pauses of both calls, at the service and of the connection; the marker of erasures and the customer; the claim and the facts.
    const reads = { BatchGetItemCommand: 6 };
    expect(fresh).toEqual({ ...reads, UpdateItemCommand: 2 });
    expect(later).toEqual({ ...reads, UpdateItemCommand: 2 });
    expect(modelled(profileRows(deployed), 'ledgerReads')).toBe((6 + 6) / 2);
    expect(modelled(profileRows(deployed), 'ledgerWrites')).toBe(2 + 2);
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

  await createMessageQueue({ sqs, queueUrl: emulator.eventsQueueUrl, budgetMs: 30_000 }).sendAll(
    ['{}'],
    'main',
  );

  sqs.destroy();
  await emulator.stop();
  expect(commands).toEqual(['SendMessageBatchCommand']);
});

test('a connection is looked up as often as the cost model says', async () => {
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

  // By a receiver and a drain, for 730 hours.
  const rows = rowsOf({ ...deployed, drainConcurrency: 1 });
  expect(modelled(rows, 'keyRequests')).toBe(lookUps * 2 * 730);
});
