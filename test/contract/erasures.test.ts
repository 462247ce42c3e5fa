import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { localClientSettings } from '../../infra/local/aws/local-aws.ts';
import {
  type ParameterStoreDouble,
  startParameterStoreDouble,
} from '../../infra/local/aws/parameter-store-double.ts';
import { startTables, type Tables } from '../../infra/local/aws/tables.ts';
import type { Subject } from '../../lib/model/subject.ts';
import { createDynamoDbTombstones } from '../../lib/stores/tombstones/dynamodb-tombstones.ts';
import { createErasureKey } from '../../lib/stores/tombstones/erasure-key.ts';
import { createErasureRecords } from '../../lib/stores/tombstones/erasure-records.ts';
import { anErasure } from '../support/builders/an-erasure.ts';

const START = Date.parse('2026-11-24T00:00:00.000Z');
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const KEY = Buffer.alloc(32, 7);

let tables: Tables;
let dynamoDb: DynamoDBClient;
let clock: number;
let shops = 0;
let shop: string;

beforeAll(async () => {
  tables = await startTables();
  dynamoDb = new DynamoDBClient(localClientSettings(tables.endpoint));
});

/** Every test has its own shop. */
beforeEach(() => {
  clock = START + MINUTE;
  shops += 1;
  shop = `${shops}.myshopify.com`;
});

afterAll(async () => {
  dynamoDb.destroy();
  await tables.stop();
});

const table = () => ({ dynamoDb, table: tables.erasures, budgetMs: 30_000, now: () => clock });
const records = (key = KEY) => createErasureRecords({ ...table(), key: () => Promise.resolve(key) });
const tombstones = (key: Buffer | undefined = KEY) =>
  createDynamoDbTombstones({ ...table(), key: () => Promise.resolve(key) });

const subject = (changes: Partial<Subject> = {}): Subject => ({
  source: 'shopify',
  shop,
  identity: { external_id: 'c-1', email: 'c-1@example.com' },
  orderId: '1',
  placedAt: START - DAY,
  happenedAt: START - DAY,
  receivedAt: START,
  ...changes,
});

/** A request about this test's shop. */
const of = (changes: Parameters<typeof anErasure>[0] = {}) => anErasure({ shop, digest: shop, ...changes });

async function isErased(changes: Partial<Subject> = {}): Promise<boolean> {
  return (await tombstones().erased([subject(changes)])).size > 0;
}

describe('tombstones', () => {
  test('match nobody if nobody was erased, without reading the key', async () => {
    const without = createDynamoDbTombstones({ ...table(), key: () => Promise.reject(new Error('asked')) });

    expect(await without.erased([subject(), subject({ shop: 'other' })])).toEqual(new Set());
    expect(await without.erased([])).toEqual(new Set());
  });

  test('match the erased customer, for orders placed until then', async () => {
    await records().begin(of());

    expect(await isErased()).toBe(true);
    expect(await isErased({ placedAt: START, happenedAt: START })).toBe(true);
    expect(await isErased({ placedAt: START + 1, happenedAt: START + 1 })).toBe(false);
  });

  test('match nobody else: another customer, another shop, another platform', async () => {
    await records().begin(of());

    expect(await isErased({ identity: { external_id: 'c-2', email: 'c-2@example.com' } })).toBe(false);
    expect(await isErased({ shop: 'other.myshopify.com' })).toBe(false);
    expect(await isErased({ source: 'cafe24' })).toBe(false);
  });

  test('match the orders that a request names, at any time', async () => {
    await records().begin(of({ orderIds: ['1', '2'] }));
    const later = { identity: { email: 'x@example.com' }, placedAt: undefined, happenedAt: START + DAY };

    expect(await isErased({ ...later, orderId: '2' })).toBe(true);
    expect(await isErased({ ...later, orderId: '3' })).toBe(false);
  });

  test('match a whole shop, for deliveries received until then', async () => {
    await records().begin(of({ kind: 'erase-shop', identity: undefined }));

    expect(await isErased({ identity: { email: 'anybody@example.com' } })).toBe(true);
    expect(await isErased({ receivedAt: START + 1 })).toBe(false);
  });

  test('match for 60 days and no longer, whatever the table still holds', async () => {
    await records().begin(of());

    clock += 60 * DAY - 1;
    expect(await isErased()).toBe(true);
    clock += 1;
    expect(await isErased()).toBe(false);
  });

  test.each([
    ['in turn', [0, 1]],
    ['in another order', [1, 0]],
  ])('of a request about an address alone count for every account of it: written %s', async (_, order) => {
    const email = 'c-1@example.com';
    const requests = [
      of({ id: 'address', digest: 'd-address', identity: { email }, customerIds: [] }),
      of({ id: 'account', digest: 'd-account', receivedAt: new Date(START + 1) }),
    ];
    for (const index of order) {
      const request = requests[index];
      if (request !== undefined) await records().begin(request);
    }

    expect(await isErased({ identity: { external_id: 'c-2', email } })).toBe(true);
  });

  test('of a later request last longer, and an earlier request shortens nothing', async () => {
    const late = of({ id: 'late', digest: 'd-late', receivedAt: new Date(START + DAY) });
    await records().begin(late);
    await records().begin(of({ id: 'early', digest: 'd-early' }));

    expect(await isErased({ placedAt: START + DAY, happenedAt: START + DAY })).toBe(true);
  });

  test('are unknown, and nothing passes, if the key changed or is gone', async () => {
    await records().begin(of());
    const lost = { code: 'erasures-unavailable', retryable: true };

    await expect(tombstones(Buffer.alloc(32, 8)).erased([subject()])).rejects.toMatchObject(lost);
    const gone = createDynamoDbTombstones({ ...table(), key: () => Promise.resolve(undefined) });
    await expect(gone.erased([subject()])).rejects.toMatchObject(lost);
    await expect(records(Buffer.alloc(32, 8)).begin(of())).rejects.toMatchObject(lost);
  });

  test('are unknown if the table cannot be reached', async () => {
    const nowhere = new DynamoDBClient({ ...localClientSettings('http://127.0.0.1:9'), maxAttempts: 1 });
    const unreachable = createDynamoDbTombstones({
      ...table(),
      dynamoDb: nowhere,
      key: () => Promise.resolve(KEY),
    });

    await expect(unreachable.erased([subject()])).rejects.toMatchObject({ code: 'erasures-unavailable' });
  });

  test('are read by the hundred', async () => {
    await records().begin(of({ orderIds: ['77'] }));
    const many = Array.from({ length: 250 }, (_, index) =>
      subject({ identity: { email: `${index}@example.com` }, orderId: String(index) }),
    );

    expect([...(await tombstones().erased(many))].map(({ orderId }) => orderId)).toEqual(['77']);
  });
});

describe('a request', () => {
  test('that is delivered again begins once, and keeps its instant', async () => {
    expect(await records().begin(of({ id: 'first' }))).toMatchObject({ id: 'first' });
    const again = of({ id: 'second', receivedAt: new Date(START + 4 * 60 * MINUTE) });

    expect(await records().begin(again)).toBeUndefined();
    expect(await isErased({ placedAt: START + 1, happenedAt: START + 1 })).toBe(false);
  });

  test('that is received again goes on at the same place', async () => {
    const message = of({ id: 'mine' });
    const first = await records().begin(message);
    await records().noteParked('mine', 'shop/key-1', { deleted: 2, unread: 1 });
    clock += 5 * MINUTE;

    expect(await records().begin(message)).toMatchObject({
      tombstonesAt: first?.tombstonesAt,
      parkedAfter: 'shop/key-1',
      parkedDeleted: 2,
      parkedUnread: 1,
    });
  });

  test('of a customer who came back and left more than a day later is another request', async () => {
    await records().begin(of({ id: 'then' }));
    const later = START + DAY + 1;

    expect(await records().begin(of({ id: 'now', receivedAt: new Date(later) }))).toMatchObject({
      id: 'now',
    });
    expect(await isErased({ placedAt: later, happenedAt: later })).toBe(true);
  });

  test('for data leaves a record and no tombstone', async () => {
    await records().begin(of({ kind: 'data-request', reference: '9999' }));

    expect(await isErased()).toBe(false);
  });

  test('is listed without personal data', async () => {
    const person = {
      identity: { external_id: 'c-77', email: 'c-77@example.com' },
      emails: ['c-77@example.com'],
    };
    await records().begin(of({ id: 'listed', ...person, orderIds: ['4711', '4712'] }));
    await records().finish('listed', 'deleted');
    const listed = (await records().list()).find(({ id }) => id === 'listed');

    expect(listed).toMatchObject({ orders: 2, dfinery: 'deleted', requestedAt: START, doneAt: clock });
    expect(JSON.stringify(listed)).not.toMatch(/c-77|4711/);
  });
});

describe('the key', () => {
  let store: ParameterStoreDouble;
  beforeEach(async () => {
    store = await startParameterStoreDouble({
      path: '/adapter/test/connections',
      connections: () => Promise.resolve({}),
    });
  });

  const keyOf = () => {
    const ssm = new SSMClient({ ...localClientSettings(store.url), maxAttempts: 1 });
    return createErasureKey({ ssm, name: '/adapter/test/erasure-key' });
  };

  test('is created once, by one of ten at once, and read by all', async () => {
    expect(await keyOf().read()).toBeUndefined();
    const made = await Promise.all(Array.from({ length: 10 }, () => keyOf().readOrMake()));

    expect(new Set(made.map((key) => key.toString('hex'))).size).toBe(1);
    expect(made[0]).toHaveLength(32);
    expect(await keyOf().read()).toEqual(made[0]);
    await store.stop();
  });

  test('is not created again if it cannot be read', async () => {
    store.behave('fail');

    await expect(keyOf().readOrMake()).rejects.toMatchObject({ code: 'erasures-unavailable' });
    await store.stop();
  });
});
