import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localClientSettings } from '../../infra/local/aws/local-aws.ts';
import { startTables, type Tables } from '../../infra/local/aws/tables.ts';
import { createDynamoDbLedger } from '../../lib/stores/ledger/dynamodb-ledger.ts';
import { type LedgerPart, ledgerId } from '../../lib/stores/ledger/ledger.ts';
import { toLedgerItem } from '../../lib/stores/ledger/ledger-item.ts';
import { createSentSince, type SentParts } from '../../lib/stores/ledger/sent-parts.ts';

const START = Date.parse('2026-11-24T00:00:00.000Z');
const HOUR = 60 * 60_000;
const WHO = `tombstone#${'0123456789abcdef'.repeat(4)}`;

let tables: Tables;
let dynamoDb: DynamoDBClient;
let clock = START;
beforeAll(async () => {
  tables = await startTables();
  dynamoDb = new DynamoDBClient(localClientSettings(tables.endpoint));
});
afterAll(async () => {
  dynamoDb.destroy();
  await tables.stop();
});

const claimOf = (owner: string) => ({ owner, leaseUntil: clock + HOUR });

function aPart(subjectKey: string, changes: Partial<LedgerPart> = {}): LedgerPart {
  const order = { serviceId: 'service-s', source: 'shopify', shop: 'a', kind: 'purchase', subjectKey };
  const trace = { on: '2026-11-23', who: WHO };
  return { ...order, part: 1, parts: 1, total: '10', deliveryId: 'd', stage: 'paid', trace, ...changes };
}

async function readSince(since: number): Promise<SentParts[]> {
  const found: SentParts[] = [];
  const table = tables.ledger;
  for await (const parts of createSentSince({ dynamoDb, table })(since)) found.push(parts);
  return found.toSorted((a, b) => (a.subjectKey < b.subjectKey ? -1 : 1));
}

test('yields what was sent since a time, with its names, over several pages', async () => {
  const ledger = createDynamoDbLedger({ dynamoDb, table: tables.ledger, budgetMs: 30_000, now: () => clock });
  const send = async (part: LedgerPart) => {
    await ledger.claim(part, claimOf('a'));
    await ledger.markSent(part, claimOf('a'));
  };
  await send(aPart('long-ago'));
  clock = START + 12 * HOUR;
  await send(aPart('1'));
  await send(aPart('2/r', { kind: 'refund', trace: { on: '2026-11-24' }, stage: undefined }));
  await ledger.claim(aPart('3-claimed'), claimOf('a'));
  // What another kind of event wrote, and what version 0.1.0 wrote.
  await send(aPart('4-unnamed', { trace: undefined }));
  const parts = { part: 1, parts: 2 };
  await send(aPart('5', parts));
  // Two pages of 1 MB.
  const padding = { S: 'x'.repeat(300_000) };
  for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) {
    const Item = { id: { S: `#padding#${id}` }, padding };
    await dynamoDb.send(new PutItemCommand({ TableName: tables.ledger, Item }));
  }

  expect(await readSince(START + HOUR)).toEqual([
    {
      ledgerId: ledgerId(aPart('1')),
      serviceId: 'service-s',
      kind: 'purchase',
      subjectKey: '1',
      on: '2026-11-23',
      who: WHO,
      parts: 1,
      total: '10',
      account: { stage: 'paid', changes: 0 },
      sent: [{ part: 1, at: START + 12 * HOUR }],
    },
    expect.objectContaining({ subjectKey: '2/r', kind: 'refund', who: undefined }),
    expect.objectContaining({ subjectKey: '5', parts: 2, sent: [{ part: 1, at: START + 12 * HOUR }] }),
  ]);
});

test('keeps an entry with the longest of names below one write unit, and adds at most 130 bytes', () => {
  const part = aPart('#1234567890-20261124-0000123/to/12345678.12', { parts: 12, part: 12 });
  const owner = '01234567-89ab-cdef-0123-456789abcdef';
  const sizeOf = (written: LedgerPart) =>
    Object.entries(toLedgerItem(written, { owner, leaseUntil: clock }, clock)).reduce(
      (bytes, [name, value]) => bytes + name.length + attributeBytes(value),
      0,
    );

  const added = sizeOf(part) - sizeOf({ ...part, trace: undefined });
  expect(sizeOf(part)).toBeLessThan(1024);
  expect(added).toBeLessThanOrEqual(130);
});

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html (read 2026-11-29) */
function attributeBytes(value: unknown): number {
  if (value instanceof Uint8Array) return value.length;
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 1;
  return Object.entries(value).reduce(
    (bytes, [name, inner]) => bytes + (/^[A-Z]+$/.test(name) ? 0 : name.length + 4) + attributeBytes(inner),
    0,
  );
}
