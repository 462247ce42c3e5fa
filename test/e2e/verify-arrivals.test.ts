import { randomBytes } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { localClientSettings } from '../../infra/local/aws/local-aws.ts';
import { startTables, type Tables } from '../../infra/local/aws/tables.ts';
import { type DfineryDouble, startDfineryDouble } from '../../infra/local/dfinery-double/dfinery-double.ts';
import { createDfineryClient, type DfineryClient } from '../../lib/dfinery/client.ts';
import { createAskArrivals } from '../../lib/dfinery/export/ask-arrivals.ts';
import { toPurchase } from '../../lib/dfinery/to-purchase.ts';
import type { ShopConnection } from '../../lib/model/connection.ts';
import { createDynamoDbLedger } from '../../lib/stores/ledger/dynamodb-ledger.ts';
import { createSentSince } from '../../lib/stores/ledger/sent-parts.ts';
import { createVerifiedEnds } from '../../lib/stores/ledger/verified-ends.ts';
import { createDynamoDbTombstones } from '../../lib/stores/tombstones/dynamodb-tombstones.ts';
import { tombstoneId } from '../../lib/stores/tombstones/keyed-hash.ts';
import { createStandingTombstones } from '../../lib/stores/tombstones/standing-tombstones.ts';
import { createTombstoneWriter } from '../../lib/stores/tombstones/tombstone-writer.ts';
import { verifyArrivals } from '../../lib/verify/verify-arrivals.ts';
import type { VerifyPorts } from '../../lib/verify/verify-ports.ts';
import { aShopConnection } from '../support/builders/a-connection.ts';
import { anErasure } from '../support/builders/an-erasure.ts';
import { aLineItem, anOrder } from '../support/builders/an-order.ts';
import { recordTelemetry } from '../support/doubles/recorded-telemetry.ts';
import { countedIn } from '../support/reading/counted-in.ts';

const HOUR = 60 * 60_000;
const KEY = randomBytes(32);
const EXPORT_TOKEN = 'export-token-of-the-test';
const ACCESS_TOKEN = 'access-token-of-the-test';
const PROPERTIES = { currency: 'currency' } as const;

let tables: Tables;
let dynamoDb: DynamoDBClient;
let dfinery: DfineryDouble;
let client: DfineryClient;
let services = 0;
let serviceId = '';

beforeAll(async () => {
  tables = await startTables();
  dynamoDb = new DynamoDBClient(localClientSettings(tables.endpoint));
  dfinery = await startDfineryDouble({
    limits: { events: 10_000, identities: 10_000, 'identities/delete': 10_000, 'user-profile': 10_000 },
    findService: () =>
      Promise.resolve({
        accessToken: ACCESS_TOKEN,
        exportToken: EXPORT_TOKEN,
        eventProperties: ['currency'],
        itemProperties: [],
      }),
  });
  client = createDfineryClient({ origin: new URL(dfinery.url), maxSockets: 10 });
});
afterAll(async () => {
  client.close();
  dynamoDb.destroy();
  await Promise.all([dfinery.stop(), tables.stop()]);
});
beforeEach(() => {
  services += 1;
  serviceId = `service-${services}`;
  dfinery.exportAs({});
});

const connection = (): ShopConnection =>
  aShopConnection({ eventProperties: PROPERTIES, dfinery: { serviceId } });

/** Sends orders as the drain does: claimed, posted, marked. Returns what the ledger's clock said. */
async function send(orderIds: readonly string[]): Promise<void> {
  const shop = connection();
  const now = Date.now;
  const ledger = createDynamoDbLedger({ dynamoDb, table: tables.ledger, budgetMs: 30_000, now });
  for (const id of orderIds) {
    const customer = { id: `c-${id}`, emails: [], phones: [] };
    const items = [aLineItem(), aLineItem({ productId: 'p-2', title: 'Cup' })];
    const placedAt = new Date().toISOString();
    const reading = toPurchase(anOrder({ id, customer, items, placedAt }), shop);
    if (reading.kind !== 'purchase') throw new Error(reading.reason);
    const { identity, events } = reading;
    const who = tombstoneId(shop, { type: 'external_id', value: identity.external_id ?? '' }, KEY);
    const { source, shop: name } = shop;
    const key = { serviceId, source, shop: name, kind: 'purchase', subjectKey: id };
    const part = { part: 1, parts: 1, total: '10', deliveryId: 'd', stage: 'paid' as const };
    const named = { ...key, ...part, trace: { on: placedAt.slice(0, 10), who } };
    const claim = { owner: 'a', leaseUntil: Date.now() + HOUR };
    await ledger.claim(named, claim);
    const body = JSON.stringify({ common: { identity }, events });
    const answer = await client.post('events', { serviceId, accessToken: ACCESS_TOKEN, body });
    expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('20000') as string });
    await ledger.markSent(named, claim);
  }
}

/** Checks the arrivals three hours from now, when all that was sent is due. */
async function verify(changes: Partial<VerifyPorts> = {}) {
  const telemetry = recordTelemetry();
  const now = () => Date.now() + 3 * HOUR;
  const table = { dynamoDb, budgetMs: 30_000, now };
  const erasures = { ...table, table: tables.erasures };
  const ends = createVerifiedEnds({ ...table, table: tables.ledger });
  await verifyArrivals({
    connectionIds: () => Promise.resolve(['main']),
    findShop: () => Promise.resolve(connection()),
    findExport: () => Promise.resolve({ serviceId, exportToken: EXPORT_TOKEN }),
    sentSince: createSentSince({ dynamoDb, table: tables.ledger }),
    ask: createAskArrivals({ origin: new URL(dfinery.url) }),
    ends,
    tombstones: createDynamoDbTombstones({ ...erasures, key: () => Promise.resolve(KEY) }),
    standing: createStandingTombstones(erasures),
    telemetry,
    now,
    ...changes,
  });
  const lines = telemetry.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return {
    counts: { ...telemetry.counts, confirmed: countedIn(telemetry.lines)('confirmed') },
    lines,
    end: await ends.read(serviceId),
  };
}

const ids = (count: number) => Array.from({ length: count }, (_, index) => String(index + 1));

test.each(['rows', 'arrays'] as const)('confirms what arrived, exported as %s, once', async (shape) => {
  dfinery.exportAs({ shape });
  await send(ids(5));

  const { counts, lines, end } = await verify();

  expect(counts).toEqual({ confirmed: 5 });
  expect(lines).toMatchObject([{ level: 'info', connection: 'main', confirmed: 5, missing: 0 }]);
  expect(end).toBeGreaterThan(Date.now());
  // The next check goes on from there.
  expect((await verify()).counts).toEqual({ confirmed: 0 });
});

test('names exactly the orders that were accepted and lost', async () => {
  const orderIds = ids(40);
  dfinery.exportAs({ loses: { share: 0.1, seed: 'a' } });
  await send(orderIds);
  const ask = createAskArrivals({ origin: new URL(dfinery.url) });
  const today = new Date().toISOString().slice(0, 10);
  const { purchases } = await ask({ serviceId, exportToken: EXPORT_TOKEN, from: today, to: today });
  const lost = orderIds.filter((id) => !purchases.has(id));
  expect(lost.length).toBeGreaterThan(0);

  const { counts, lines } = await verify();

  expect(counts).toEqual({
    confirmed: orderIds.length - lost.length,
    'EventUnconfirmed:missing': lost.length,
  });
  const named = String(lines[0]?.['orders']).split(', ');
  expect(named.toSorted()).toEqual(lost.toSorted());
  expect(lines[0]).toMatchObject({
    level: 'warn',
    because: expect.stringContaining('does not show why') as string,
  });
});

test('names the property that is not registered, if all events with it are lost', async () => {
  dfinery.exportAs({ unregistered: ['currency'] });
  await send(ids(3));
  const { counts, lines } = await verify();

  expect(counts).toEqual({ confirmed: 0, 'EventUnconfirmed:missing': 3 });
  expect(lines[0]).toMatchObject({ level: 'warn', missing: 3, names: 'currency' });
});

test('names the event whose collection is off', async () => {
  dfinery.exportAs({ eventsOff: ['df_purchase'] });
  await send(ids(2));

  expect((await verify()).lines[0]).toMatchObject({ missing: 2, names: 'df_purchase' });
});

test('takes events of erased persons, and of erased orders, for no difference', async () => {
  await send(ids(3));
  const { source, shop } = connection();
  const erased = { source, shop, receivedAt: new Date() };
  const writer = createTombstoneWriter({ dynamoDb, table: tables.erasures, budgetMs: 30_000, now: Date.now });
  await writer.write(
    anErasure({ ...erased, identity: { external_id: 'c-1' }, customerIds: [], emails: [] }),
    KEY,
  );
  await writer.write(anErasure({ ...erased, identity: undefined, orderIds: ['2'] }), KEY);
  dfinery.exportAs({ eventsOff: ['df_purchase'] });

  const { counts, lines } = await verify();

  expect(counts).toEqual({ confirmed: 0, 'EventUnconfirmed:missing': 1 });
  expect(lines[0]).toMatchObject({ erased: 2, missing: 1, orders: '3' });
});

test.each(['cut', 'fail', 'query-error', 'throttled'] as const)(
  'after an export that ends in "%s" nothing counts as missing, and the next check begins at the same place',
  async (fault) => {
    await send(ids(2));
    dfinery.exportAs({ faults: [fault] });

    const { counts, end } = await verify();
    const reasons = { throttled: 'export-throttled', 'query-error': 'export-unavailable' };
    const reason = fault === 'cut' || fault === 'fail' ? 'export-incomplete' : reasons[fault];
    expect(counts).toEqual({ confirmed: 0, [`ArrivalsUnchecked:${reason}`]: 1 });
    expect(end).toBeUndefined();

    expect((await verify()).counts).toEqual({ confirmed: 2 });
  },
);

test('tries every token of a service, and says so if none works', async () => {
  await send(ids(1));
  const findExport = (id: string) =>
    Promise.resolve({ serviceId, exportToken: id === 'main' ? 'an-older-token' : EXPORT_TOKEN });

  expect((await verify({ findExport })).counts).toEqual({
    confirmed: 0,
    'ArrivalsUnchecked:export-unauthorized': 1,
  });
  const connectionIds: VerifyPorts['connectionIds'] = (part) =>
    Promise.resolve(part === 'export' ? ['main', 'other'] : ['main']);
  expect((await verify({ findExport, connectionIds })).counts).toEqual({ confirmed: 1 });
});
