import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { localClientSettings } from '../../infra/local/aws/local-aws.ts';
import { startTables, type Tables } from '../../infra/local/aws/tables.ts';
import { createPollPlaces, type PollPlace, type PollPlaces } from '../../lib/stores/ledger/poll-places.ts';
import { createMemoryPollPlaces } from '../support/doubles/memory-poll-places.ts';

const START = Date.parse('2026-11-24T00:00:00.000Z');
const MINUTE = 60_000;

let clock = START;
const now = (): number => clock;
let tables: Tables;
let dynamoDb: DynamoDBClient;

beforeAll(async () => {
  tables = await startTables();
  dynamoDb = new DynamoDBClient(localClientSettings(tables.endpoint));
});

beforeEach(() => {
  clock = START;
});

afterAll(async () => {
  dynamoDb.destroy();
  await tables.stop();
});

const inTable = () => createPollPlaces({ dynamoDb, table: tables.ledger, budgetMs: 30_000, now });
const leaseOf = (owner: string) => ({ owner, leaseUntil: clock + MINUTE });
const placeAt = (watermark: number): PollPlace => ({
  v: 1,
  begunAt: START,
  lists: { orders: { watermark } },
  seen: {},
});
const NEW = { kind: 'none', isUnreadable: false };

describe.each<[string, () => PollPlaces]>([
  ['DynamoDB', inTable],
  ['memory', () => createMemoryPollPlaces(now)],
])('places in %s', (_, create) => {
  test('a place is found by the next poll', async () => {
    const places = create();
    const id = randomUUID();
    expect(await places.take(id, leaseOf('a'), clock)).toEqual(NEW);
    expect(await places.save(id, 'a', placeAt(1))).toBe(true);
    await places.release(id, 'a');

    expect(await places.take(id, leaseOf('b'), clock)).toEqual({ kind: 'place', place: placeAt(1) });
    expect(await places.read(id)).toEqual({ kind: 'place', place: placeAt(1) });
  });

  test('one poll at a time has the lease; it ends by itself', async () => {
    const places = create();
    const id = randomUUID();
    await places.take(id, leaseOf('a'), clock);
    expect(await places.take(id, leaseOf('b'), clock)).toBeUndefined();
    expect(await places.save(id, 'b', placeAt(1))).toBe(false);
    await places.release(id, 'b');
    // The answer of its own call got lost.
    expect(await places.take(id, leaseOf('a'), clock)).toEqual(NEW);

    clock += MINUTE + 1;
    expect(await places.take(id, leaseOf('b'), clock)).toEqual(NEW);
    expect(await places.save(id, 'a', placeAt(1))).toBe(false);
  });

  test('somebody watches since the first call, which takes no lease and stores no place', async () => {
    const places = create();
    const id = randomUUID();
    expect(await places.watchedSince(id)).toBe(START);
    clock += MINUTE;
    expect(await places.watchedSince(id)).toBe(START);
    expect(await places.take(id, leaseOf('a'), clock)).toEqual(NEW);
  });
});

test('of many polls at once exactly one takes a place', async () => {
  const id = randomUUID();
  const taken = await Promise.all(
    Array.from({ length: 8 }, (_, index) => inTable().take(id, leaseOf(`poll-${index}`), clock)),
  );
  expect(taken.filter((reading) => reading !== undefined)).toHaveLength(1);
});
