import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { localClientSettings } from '../../infra/local/aws/local-aws.ts';
import { startTables, type Tables } from '../../infra/local/aws/tables.ts';
import { createDynamoDbProfileLedger } from '../../lib/stores/ledger/dynamodb-profile-ledger.ts';
import { ledgerId } from '../../lib/stores/ledger/ledger.ts';
import type { ProfileLedger } from '../../lib/stores/ledger/profile-ledger.ts';
import { createMemoryProfileLedger } from '../support/doubles/memory-profile-ledger.ts';

const START = Date.parse('2026-11-24T00:00:00.000Z');
const MINUTE = 60_000;

let tables: Tables;
let dynamoDb: DynamoDBClient;
let clock: number;
let customers = 0;

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

const now = () => clock;
const settings = () => ({ dynamoDb, table: tables.ledger, budgetMs: 30_000, now });
const claimOf = (owner: string) => ({ owner, leaseUntil: clock + MINUTE });

/** Returns a customer that no other test uses. */
function aKey() {
  customers += 1;
  return {
    serviceId: 'service-1',
    source: 'shopify',
    shop: 'a',
    kind: 'profile',
    subjectKey: `key-${customers}`,
  };
}

const facts = { df_name: { at: START, print: 'p1' }, 'identity.email': { at: START - 5, print: 'p2' } };

describe.each<[string, () => ProfileLedger]>([
  ['DynamoDB', () => createDynamoDbProfileLedger(settings())],
  ['memory', () => createMemoryProfileLedger(now)],
])('the profile ledger in %s', (_, create) => {
  let ledger: ProfileLedger;
  beforeEach(() => {
    ledger = create();
  });

  test('knows nothing of a customer who was never claimed', async () => {
    expect(await ledger.read([aKey(), aKey()])).toEqual(new Map());
    expect(await ledger.claim(aKey(), claimOf('a'))).toEqual({ facts: {} });
  });

  test('gives a customer to one of twenty concurrent claims', async () => {
    const key = aKey();
    const claims = Array.from({ length: 20 }, (__, index) => ledger.claim(key, claimOf(`owner-${index}`)));

    expect((await Promise.all(claims)).filter((sent) => sent !== undefined)).toHaveLength(1);
  });

  test('remembers settled facts, and then anyone may claim', async () => {
    const key = aKey();
    await ledger.claim(key, claimOf('a'));
    await ledger.settle(key, claimOf('a'), facts);

    expect(await ledger.read([key])).toEqual(new Map([[ledgerId(key), { facts }]]));
    expect(await ledger.claim(key, claimOf('b'))).toEqual({ facts });
  });

  test('counts the tries in a row that failed, and starts anew after one that did not', async () => {
    const key = aKey();
    await ledger.claim(key, claimOf('a'));
    await ledger.settle(key, claimOf('a'), facts, 'refused');
    expect(await ledger.claim(key, claimOf('b'))).toEqual({ facts, tries: 1, failedOf: 'refused' });
    await ledger.settle(key, claimOf('b'), facts, 'throttled');
    expect((await ledger.read([key])).get(ledgerId(key))).toEqual({ facts, tries: 2, failedOf: 'throttled' });

    await ledger.claim(key, claimOf('c'));
    await ledger.putBack(key, claimOf('c'), {});
    expect(await ledger.claim(key, claimOf('d'))).toEqual({ facts: {}, tries: 2, failedOf: 'throttled' });
    await ledger.settle(key, claimOf('d'), facts);
    expect(await ledger.claim(key, claimOf('e'))).toEqual({ facts });
  });

  test('ignores facts whose owner never came back', async () => {
    const key = aKey();
    await ledger.claim(key, claimOf('a'));
    await ledger.settle(key, claimOf('a'), facts);
    await ledger.claim(key, claimOf('b'));

    clock += MINUTE;
    expect(await ledger.claim(key, claimOf('c'))).toBeUndefined();
    clock += 1;
    expect(await ledger.claim(key, claimOf('c'))).toEqual({
      facts: { df_name: { at: START, print: '' }, 'identity.email': { at: START - 5, print: '' } },
    });
  });

  test('gives an owner that asks again the same', async () => {
    const key = aKey();
    await ledger.claim(key, claimOf('a'));
    await ledger.settle(key, claimOf('a'), facts, 'refused');
    for (const owner of ['b', 'b'])
      expect((await ledger.claim(key, claimOf(owner)))?.facts['df_name']).toEqual(facts.df_name);
    clock += MINUTE + 1;
    for (const owner of ['c', 'c'])
      expect((await ledger.claim(key, claimOf(owner)))?.facts['df_name']).toEqual({ at: START, print: '' });
  });

  test('ignores an owner whose lease was given away', async () => {
    const key = aKey();
    await ledger.claim(key, claimOf('a'));
    clock += MINUTE + 1;
    await ledger.claim(key, claimOf('b'));
    await ledger.settle(key, claimOf('a'), facts, 'refused');
    await ledger.putBack(key, claimOf('a'), facts);
    expect(await ledger.read([key])).toEqual(new Map([[ledgerId(key), { facts: {} }]]));

    await ledger.settle(key, claimOf('b'), facts);
    expect(await ledger.read([key])).toEqual(new Map([[ledgerId(key), { facts }]]));
  });

  test('forgets for the holder of the customer, and ignores later writes of an earlier owner', async () => {
    const key = aKey();
    const late = claimOf('late');
    await ledger.claim(key, late);
    await ledger.settle(key, late, facts);
    await ledger.claim(key, late);
    clock += MINUTE + 1;
    const eraser = claimOf('eraser');
    expect(await ledger.claim(key, eraser)).toBeDefined();

    await ledger.forget(key, late);
    expect((await ledger.read([key])).size).toBe(1);
    await ledger.forget(key, eraser);
    await ledger.settle(key, late, facts);
    await ledger.settle(key, eraser, facts);
    await ledger.forget(key, eraser);

    expect(await ledger.read([key])).toEqual(new Map());
    expect(await ledger.claim(key, claimOf('next'))).toEqual({ facts: {} });
  });

  test('reads more than a hundred customers at once', async () => {
    const keys = Array.from({ length: 130 }, aKey);
    for (const key of keys) await ledger.claim(key, claimOf('a'));

    expect((await ledger.read(keys)).size).toBe(130);
  });
});

test('the table expires its items', async () => {
  const { Items = [] } = await dynamoDb.send(new ScanCommand({ TableName: tables.ledger }));

  expect(Items.length).toBeGreaterThan(0);
  for (const item of Items) expect(Number(item['expiresAt']?.N)).toBeGreaterThan(START / 1_000);
});
