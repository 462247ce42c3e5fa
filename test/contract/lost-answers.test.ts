import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localClientSettings } from '../../infra/local/aws/local-aws.ts';
import { startTables, type Tables } from '../../infra/local/aws/tables.ts';
import { createDynamoDbLedger } from '../../lib/stores/ledger/dynamodb-ledger.ts';
import { createDynamoDbProfileLedger } from '../../lib/stores/ledger/dynamodb-profile-ledger.ts';
import { type LedgerPart, ledgerId } from '../../lib/stores/ledger/ledger.ts';
import { createServicePauses } from '../../lib/stores/ledger/service-pauses.ts';
import { createTokenStore } from '../../lib/stores/tokens/token-store.ts';
import { createErasureRecords } from '../../lib/stores/tombstones/erasure-records.ts';
import { anErasure } from '../support/builders/an-erasure.ts';
import { type LosingProxy, startLosingProxy } from '../support/harness/losing-proxy.ts';

// DynamoDB carries out a write, its answer gets lost, and the client repeats the write by itself.

const START = Date.parse('2026-11-24T00:00:00.000Z');
const MINUTE = 60_000;

let tables: Tables;
let proxy: LosingProxy;
let dynamoDb: DynamoDBClient;
let clock = START;
let names = 0;

beforeAll(async () => {
  tables = await startTables();
  proxy = await startLosingProxy(tables.endpoint);
  dynamoDb = new DynamoDBClient({ ...localClientSettings(proxy.endpoint), maxAttempts: 2 });
});

afterAll(async () => {
  dynamoDb.destroy();
  await proxy.stop();
  await tables.stop();
});

const options = (table: string) => ({ dynamoDb, table, budgetMs: 30_000, now: () => clock });
const ledger = () => createDynamoDbLedger(options(tables.ledger));
const profiles = () => createDynamoDbProfileLedger(options(tables.ledger));
const claimOf = (owner: string) => ({ owner, leaseUntil: clock + MINUTE });

function aPart(): LedgerPart {
  names += 1;
  const order = { serviceId: 's', source: 'shopify', shop: 'a', kind: 'purchase', subjectKey: String(names) };
  return { ...order, part: 1, parts: 1, total: '10', deliveryId: 'd' };
}

/** Does some work, and loses the first answer to one of its operations. */
async function losing<Result>(operation: string, work: () => Promise<Result>): Promise<Result> {
  proxy.loseNext(operation);
  const result = await work();
  expect(proxy.hasLost()).toBe(true);
  return result;
}

test('the claim of an event that is new to the ledger is its own', async () => {
  const part = aPart();

  expect(await losing('PutItem', () => ledger().claim(part, claimOf('me')))).toBe('claimed');
  expect(await ledger().claim(part, claimOf('other'))).toBe('claimed-elsewhere');
});

test('a further claim is its own, and still knows what it replaced', async () => {
  const part = aPart();
  await ledger().claim(part, claimOf('before'));
  await ledger().markUncertain(part, claimOf('before'));

  expect(await losing('UpdateItem', () => ledger().claim(part, claimOf('me')))).toBe('claimed');
  await ledger().release(part, claimOf('me'));
  expect(await ledger().claim({ ...part, total: '20' }, claimOf('other'))).toBe('superseded');
});

test.each(['release', 'markUncertain'] as const)('%s counts one try', async (method) => {
  const part = aPart();
  await ledger().claim(part, claimOf('me'));
  await losing('UpdateItem', () => ledger()[method](part, claimOf('me'), 'refused'));

  const state = method === 'release' ? {} : { 1: { state: 'uncertain' } };
  expect((await ledger().read([part])).get(ledgerId(part))).toMatchObject({ tries: 1, states: state });
});

test('a claim that was released is nobody’s, and one that was sent stays sent', async () => {
  const [released, sent] = [aPart(), aPart()];
  for (const part of [released, sent]) await ledger().claim(part, claimOf('me'));
  await losing('UpdateItem', () => ledger().release(released, claimOf('me')));
  await losing('UpdateItem', () => ledger().markSent(sent, claimOf('me')));

  expect(await ledger().claim({ ...released, total: '20' }, claimOf('other'))).toBe('claimed');
  expect(await ledger().claim(sent, claimOf('other'))).toBe('sent');
});

test('the claim of a customer is its own, and what was sent stays known', async () => {
  const [fresh, known, left] = [aPart(), aPart(), aPart()];
  const facts = { df_name: { at: START, print: 'p' } };
  for (const key of [known, left]) {
    await profiles().claim(key, claimOf('before'));
    await profiles().settle(key, claimOf('before'), facts, 'refused');
  }
  await profiles().claim(left, claimOf('killed'));
  clock += MINUTE + 1;
  const entry = { facts, tries: 1, failedOf: 'refused' };

  expect(await losing('UpdateItem', () => profiles().claim(fresh, claimOf('me')))).toEqual({ facts: {} });
  expect(await losing('UpdateItem', () => profiles().claim(known, claimOf('me')))).toEqual(entry);
  const forgotten = { ...entry, facts: { df_name: { at: START, print: '' } } };
  expect(await losing('UpdateItem', () => profiles().claim(left, claimOf('me')))).toEqual(forgotten);
  for (const key of [fresh, known, left])
    expect(await profiles().claim(key, claimOf('other'))).toBeUndefined();
});

test.each(['settle', 'putBack'] as const)('the %s of a customer counts at most one try', async (method) => {
  const key = aPart();
  await profiles().claim(key, claimOf('me'));
  await losing('UpdateItem', () => profiles()[method](key, claimOf('me'), {}, 'refused'));

  const { tries } = (await profiles().read([key])).get(ledgerId(key)) ?? {};
  expect(tries).toBe(method === 'settle' ? 1 : undefined);
  expect(await profiles().claim(key, claimOf('other'))).toBeDefined();
});

test('the probe of a paused lane is taken, by this instance only', async () => {
  const pauses = createServicePauses(options(tables.ledger));
  const pause = { until: clock + 60 * MINUTE, reason: 'refused', failures: 3, probedAt: 1 } as const;
  await pauses.pause('lane', pause);

  expect(await losing('UpdateItem', () => pauses.takeProbe('lane', pause, clock))).toBe(true);
  expect(await pauses.takeProbe('lane', pause, clock)).toBe(false);
  const [read] = (await pauses.read(['lane'])).values();
  expect(read).toEqual({ ...pause, probedAt: clock });
});

test('the right to refresh tokens is its own, and new tokens are stored once', async () => {
  const store = createTokenStore(options(tables.tokens));
  await store.put('shop', 'sealed-1');

  expect(await losing('UpdateItem', () => store.claim('shop', 1, claimOf('me'), clock))).toBe(true);
  expect(await store.claim('shop', 1, claimOf('other'), clock)).toBe(false);
  // The caller reads again, and finds its own tokens.
  await losing('UpdateItem', () => store.replace('shop', 1, 'sealed-2'));
  expect(await store.read('shop')).toMatchObject({ version: 2, sealed: 'sealed-2' });
});

test('a request to be forgotten begins, and its parked deliveries are counted once', async () => {
  const records = createErasureRecords({
    ...options(tables.erasures),
    key: () => Promise.resolve(Buffer.alloc(32, 7)),
  });
  const message = anErasure({ id: 'mine' });

  expect(await losing('UpdateItem', () => records.begin(message))).toMatchObject({ id: 'mine' });
  await losing('UpdateItem', () => records.noteParked('mine', 'shop/key-1', { deleted: 2, unread: 1 }));
  await losing('UpdateItem', () => records.noteParked('mine', 'shop/key-2', { deleted: 1, unread: 0 }));
  await losing('UpdateItem', () => records.finish('mine', 'deleted'));
  expect(await records.list()).toMatchObject([
    { parkedAfter: 'shop/key-2', parkedDeleted: 3, parkedUnread: 1, dfinery: 'deleted' },
  ]);
});
