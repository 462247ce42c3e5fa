import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { localClientSettings } from '../../infra/local/aws/local-aws.ts';
import { startTables, type Tables } from '../../infra/local/aws/tables.ts';
import { type Decimal, toDecimal } from '../../lib/model/money.ts';
import { createDynamoDbLedger } from '../../lib/stores/ledger/dynamodb-ledger.ts';
import { type Ledger, type LedgerPart, ledgerId } from '../../lib/stores/ledger/ledger.ts';
import { tellingOf } from '../../lib/stores/ledger/telling-of.ts';
import { createMemoryLedger } from '../support/doubles/memory-ledger.ts';

const START = Date.parse('2026-11-24T00:00:00.000Z');
const MINUTE = 60_000;

let tables: Tables;
let dynamoDb: DynamoDBClient;
let clock: number;
let orders = 0;

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

/** Returns a part of an order that no other test uses. */
function aPart(changes: Partial<LedgerPart> = {}): LedgerPart {
  orders += 1;
  const order = { serviceId: 'service-r', source: 'shopify', shop: 'a', kind: 'purchase' };
  const known = { part: 1, parts: 1, total: '10', deliveryId: 'd-1', stage: 'paid' as const };
  return { ...order, ...known, subjectKey: String(orders), ...changes };
}

describe.each<[string, () => Ledger]>([
  ['DynamoDB', () => createDynamoDbLedger(settings())],
  ['memory', () => createMemoryLedger(now)],
])('a repair by the ledger in %s', (_, create) => {
  let ledger: Ledger;
  beforeEach(() => {
    ledger = create();
  });

  const entryOf = async (part: LedgerPart) => (await ledger.read([part])).get(ledgerId(part));

  /** Returns a part that was sent, and its repair. */
  async function aSentPart(changes: Partial<LedgerPart> = {}) {
    const part = aPart(changes);
    await ledger.claim(part, claimOf('first'));
    await ledger.markSent(part, claimOf('first'));
    const repair: LedgerPart = { ...part, repairs: clock, deliveryId: 'repair/1' };
    clock += 3 * 60 * MINUTE;
    return { part, repair, before: await entryOf(part) };
  }

  test('sends once more what was sent, and every copy of it is a duplicate afterwards', async () => {
    const { part, repair } = await aSentPart();
    const claims = Array.from({ length: 20 }, (__, index) => ledger.claim(repair, claimOf(`owner-${index}`)));
    const answers = await Promise.all(claims);
    expect(answers.filter((answer) => answer === 'claimed')).toHaveLength(1);
    expect(answers.filter((answer) => answer === 'claimed-elsewhere')).toHaveLength(19);

    const winner = claimOf(`owner-${answers.indexOf('claimed')}`);
    expect(await ledger.claim(repair, winner)).toBe('claimed');
    await ledger.markSent(repair, winner);
    expect(await ledger.claim(repair, claimOf('late'))).toBe('sent');
    expect(await ledger.claim(part, claimOf('late'))).toBe('sent');
    const sent = (await entryOf(part))?.states['1'];
    expect(sent).toMatchObject({ state: 'sent', at: clock, deliveryId: 'repair/1' });
    expect(sent?.wasSent).toBeUndefined();
  });

  test.each(['release', 'markUncertain'] as const)('that fails is sent as before (%s)', async (end) => {
    const { part, repair, before } = await aSentPart();
    for (const owner of ['a', 'b']) {
      expect(await ledger.claim(repair, claimOf(owner))).toBe('claimed');
      await ledger[end](repair, claimOf(owner), 'unavailable');
      // The client may repeat a write whose answer got lost.
      await ledger[end](repair, claimOf(owner));
    }

    const entry = await entryOf(part);
    expect(entry).toMatchObject({ tries: 2, failedOf: 'unavailable' });
    const { owner: __, leaseUntil: ___, ...held } = entry?.states['1'] ?? {};
    expect(before?.states['1']).toMatchObject(held);
    for (const total of ['10', '20']) {
      const standing = total === '10' ? 'sent' : 'superseded';
      expect(await ledger.claim({ ...part, total }, claimOf('webhook'))).toBe(standing);
    }
    expect(await ledger.claim(repair, claimOf('again'))).toBe('claimed');
  });

  test('is a duplicate of anything but the sending that it names', async () => {
    const { part, repair } = await aSentPart();
    for (const other of [{ repairs: START + 1 }, { total: '20' }, { parts: 2 }, { part: 2 }]) {
      expect(await ledger.claim({ ...repair, ...other }, claimOf('a'))).toBe('sent');
    }
    const unknown = aPart({ repairs: START });
    expect(await ledger.claim(unknown, claimOf('a'))).toBe('sent');
    expect(await entryOf(unknown)).toBeUndefined();

    const [claimed, uncertain] = [aPart(), aPart()];
    const at = clock;
    for (const open of [claimed, uncertain]) await ledger.claim(open, claimOf('webhook'));
    await ledger.markUncertain(uncertain, claimOf('webhook'));
    clock += 2 * MINUTE;
    for (const open of [claimed, uncertain]) {
      expect(await ledger.claim({ ...open, repairs: at }, claimOf('a'))).toBe('sent');
      expect(await ledger.claim(open, claimOf('next'))).toBe('claimed');
    }
    expect((await entryOf(part))?.states['1']).toMatchObject({ state: 'sent', at: START });
  });

  test('whose owner never came back is free again when its lease is over, for a repair only', async () => {
    const { part, repair } = await aSentPart();
    await ledger.claim(repair, claimOf('killed'));
    expect(tellingOf(await entryOf(part), clock)).toMatchObject({ kind: 'told' });
    expect(await ledger.claim(part, claimOf('webhook'))).toBe('sent');

    clock += MINUTE;
    expect(await ledger.claim(repair, claimOf('b'))).toBe('claimed-elsewhere');
    clock += 1;
    expect(await ledger.claim(part, claimOf('webhook'))).toBe('sent');
    expect(await ledger.claim(repair, claimOf('b'))).toBe('claimed');
    await ledger.release(repair, claimOf('killed'));
    await ledger.markUncertain(repair, claimOf('killed'));
    await ledger.markSent(repair, claimOf('killed'));
    expect((await entryOf(part))?.states['1']).toMatchObject({ state: 'claimed', owner: 'b', at: START });
  });

  test('changes nothing that was told, neither while it is sent nor afterwards', async () => {
    const { part, repair } = await aSentPart();
    const known = new Map<string, Decimal>();
    const refund = { kind: 'refund', refundId: 'r', amount: toDecimal('4'), known } as const;
    const toldBefore = await ledger.tell(part, refund);
    const account = (await entryOf(part))?.account;
    await ledger.claim(repair, claimOf('a'));
    expect(await ledger.tell(part, refund)).toEqual(toldBefore);
    expect((await entryOf(part))?.account).toEqual(account);
    await ledger.markSent(repair, claimOf('a'));
    expect((await entryOf(part))?.account).toEqual(account);
  });
});

const step = fc.record({
  owner: fc.constantFrom('a', 'b', 'c'),
  by: fc.constantFrom('webhook', 'repair', 'repair', 'late-repair', 'other-version'),
  act: fc.constantFrom('claim', 'claim', 'release', 'markUncertain', 'markSent', 'wait' as const),
  failedOf: fc.option(fc.constantFrom('refused', 'throttled'), { nil: undefined }),
});

test('whatever happens, memory and DynamoDB say the same, and each sending is repaired at most once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 18 }), async (steps) => {
      clock = START;
      const ledgers = [createDynamoDbLedger(settings()), createMemoryLedger(now)];
      const order = aPart();
      for (const ledger of ledgers) {
        await ledger.claim(order, claimOf('first'));
        await ledger.markSent(order, claimOf('first'));
      }
      const partBy: Record<string, LedgerPart> = {
        webhook: order,
        repair: { ...order, repairs: START, deliveryId: 'repair/1' },
        'late-repair': { ...order, repairs: START + MINUTE + 1, deliveryId: 'repair/2' },
        'other-version': { ...order, total: '20' },
      };
      const holds = new Map<string, LedgerPart>();
      const marked: (number | undefined)[] = [];
      for (const { owner, by, act, failedOf } of steps) {
        const part = act === 'claim' || act === 'wait' ? partBy[by] : holds.get(owner);
        if (part === undefined) continue;
        if (act === 'wait') clock += MINUTE + 1;
        else if (act === 'claim') {
          // An owner has one message of a part at a time.
          if (holds.has(owner)) continue;
          const said = await Promise.all(ledgers.map((ledger) => ledger.claim(part, claimOf(owner))));
          expect(said[0]).toBe(said[1]);
          if (said[0] === 'claimed') holds.set(owner, part);
          if (part.repairs === undefined) expect(said[0]).not.toBe('claimed');
        } else {
          const held = (await ledgers[1]?.read([order]))?.get(ledgerId(order))?.states['1'];
          if (act === 'markSent' && held?.owner === owner && held.state === 'claimed')
            marked.push(part.repairs);
          await Promise.all(ledgers.map((ledger) => ledger[act](part, claimOf(owner), failedOf)));
          holds.delete(owner);
        }
        const [left, right] = await Promise.all(ledgers.map((ledger) => ledger.read([order])));
        expect(left).toEqual(right);
        const entry = left?.get(ledgerId(order));
        expect(entry).toMatchObject({ parts: 1, total: '10' });
        expect(tellingOf(entry, clock).kind).toBe('told');
      }
      expect(marked).toEqual([...new Set(marked)]);
    }),
    { numRuns: 30 },
  );
}, 60_000);
