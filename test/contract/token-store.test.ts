import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { localClientSettings } from '../../infra/local/aws/local-aws.ts';
import { startTables, type Tables } from '../../infra/local/aws/tables.ts';
import { createTokenStore, type TokenStore } from '../../lib/stores/tokens/token-store.ts';

const START = Date.parse('2026-11-24T00:00:00.000Z');
const LEASE = 20_000;

let tables: Tables;
let dynamoDb: DynamoDBClient;
let store: TokenStore;
let clock: number;
let connection: string;
let connections = 0;

beforeAll(async () => {
  tables = await startTables();
  dynamoDb = new DynamoDBClient(localClientSettings(tables.endpoint));
});

beforeEach(async () => {
  clock = START;
  connections += 1;
  connection = `shop-${connections}`;
  store = createTokenStore({ dynamoDb, table: tables.tokens, budgetMs: 30_000, now: () => clock });
  await store.put(connection, 'sealed-1');
});

afterAll(async () => {
  dynamoDb.destroy();
  await tables.stop();
});

const claim = (owner: string, version = 1) =>
  store.claim(connection, version, { owner, leaseUntil: clock + LEASE }, clock);

test('stored tokens are read, and every change counts up', async () => {
  expect(await store.read('unknown')).toBeUndefined();
  expect(await store.read(connection)).toEqual({
    connection,
    version: 1,
    sealed: 'sealed-1',
    changedAt: START,
  });

  clock += 5;
  await store.put(connection, 'sealed-2');
  expect(await store.read(connection)).toEqual({
    connection,
    version: 2,
    sealed: 'sealed-2',
    changedAt: START + 5,
  });
});

test('one of twenty concurrent claims may refresh', async () => {
  const claims = await Promise.all(Array.from({ length: 20 }, (_, index) => claim(`owner-${index}`)));

  expect(claims.filter((isMine) => isMine)).toHaveLength(1);
});

test('a claim ends with its lease, and not a moment before', async () => {
  await claim('a');

  clock += LEASE;
  expect(await claim('b')).toBe(false);
  clock += 1;
  expect(await claim('b')).toBe(true);
});

test('only its owner releases a claim', async () => {
  await claim('a');

  await store.release(connection, 'b');
  expect(await claim('b')).toBe(false);
  await store.release(connection, 'a');
  expect(await claim('b')).toBe(true);
});

test('an old version cannot be claimed, nor a missing connection', async () => {
  await store.put(connection, 'sealed-2');

  expect(await claim('a', 1)).toBe(false);
  expect(await store.claim('unknown', 1, { owner: 'a', leaseUntil: clock + LEASE }, clock)).toBe(false);
  expect(await store.read('unknown')).toBeUndefined();
});

test('new tokens replace only their own version, and end the claim', async () => {
  await claim('a');

  expect(await store.replace(connection, 1, 'sealed-2')).toBe(true);
  expect(await store.replace(connection, 1, 'sealed-3')).toBe(false);
  expect(await store.read(connection)).toMatchObject({ version: 2, sealed: 'sealed-2' });
  expect(await claim('b', 2)).toBe(true);
});

test('all are listed; removed ones are gone', async () => {
  await store.put(`${connection}-b`, 'sealed-b');
  expect((await store.list()).map(({ sealed }) => sealed)).toContain('sealed-b');

  await store.remove(`${connection}-b`);
  expect(await store.read(`${connection}-b`)).toBeUndefined();
  expect((await store.list()).map(({ sealed }) => sealed)).not.toContain('sealed-b');
});

test('a silent table is unavailable within its budget', async () => {
  const nobody = new DynamoDBClient({ ...localClientSettings('http://127.0.0.1:1'), maxAttempts: 1 });
  const gone = createTokenStore({ dynamoDb: nobody, table: tables.tokens, budgetMs: 200, now: () => clock });

  await expect(gone.read(connection)).rejects.toMatchObject({ code: 'tokens-unavailable', retryable: true });
  await expect(gone.list()).rejects.toMatchObject({ code: 'tokens-unavailable' });
});
