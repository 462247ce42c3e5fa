import { BatchGetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localClientSettings } from '../../infra/local/aws/local-aws.ts';
import { startTables, type Tables } from '../../infra/local/aws/tables.ts';
import { fromMinorUnits, isNegative, subtract, sum, toDecimal } from '../../lib/model/money.ts';
import { createDynamoDbLedger } from '../../lib/stores/ledger/dynamodb-ledger.ts';
import { type Ledger, type LedgerPart, ledgerId } from '../../lib/stores/ledger/ledger.ts';
import type { OrderChange } from '../../lib/stores/ledger/tell.ts';
import { tellingOf } from '../../lib/stores/ledger/telling-of.ts';
import { NumberAttribute, TextAttribute } from '../../lib/stores/table.ts';
import { createMemoryLedger } from '../support/doubles/memory-ledger.ts';

let tables: Tables;
let dynamoDb: DynamoDBClient;
let orders = 0;

beforeAll(async () => {
  tables = await startTables();
  dynamoDb = new DynamoDBClient(localClientSettings(tables.endpoint));
});

afterAll(async () => {
  dynamoDb.destroy();
  await tables.stop();
});

const now = () => Date.parse('2026-11-29T00:00:00.000Z');
const settings = () => ({ dynamoDb, table: tables.ledger, budgetMs: 30_000, now });

/** Returns an order that no other test uses. */
function anOrder(changes: Partial<LedgerPart> = {}): LedgerPart {
  orders += 1;
  const key = { serviceId: 'service-1', source: 'shopify', shop: 'a', kind: 'purchase' };
  return {
    ...key,
    subjectKey: String(orders),
    part: 1,
    parts: 1,
    total: '100.1',
    deliveryId: 'd',
    ...changes,
  };
}

const claim = { owner: 'a', leaseUntil: now() + 60_000 };

async function send(ledger: Ledger, part: LedgerPart): Promise<void> {
  await ledger.claim(part, claim);
  await ledger.markSent(part, claim);
}

const refund = (refundId: string, amount: string): OrderChange => ({
  kind: 'refund',
  refundId,
  amount: toDecimal(amount),
  known: new Map(),
});
const closing: OrderChange = { kind: 'closing', known: new Map() };
const paid = (due: string): OrderChange => ({ kind: 'paid', due: toDecimal(due), tells: false });

async function entryOf(ledger: Ledger, order: LedgerPart) {
  return (await ledger.read([order])).get(ledgerId(order));
}

describe.each<[string, () => Ledger]>([
  ['DynamoDB', () => createDynamoDbLedger(settings())],
  ['memory', () => createMemoryLedger(now)],
])('the account of an order in %s', (_, create) => {
  test('never gives more than was told to twenty refunds at once', async () => {
    const ledger = create();
    const order = anOrder({ stage: 'paid' });
    await send(ledger, order);

    const changes = Array.from({ length: 20 }, (_, index) => refund(String(index), '10.01'));
    const first = await Promise.all(changes.map((change) => ledger.tell(order, change)));
    // Those that lost too often ask again, as their messages do.
    const answers = await Promise.all(
      first.map(async (answer, index) => {
        let last = answer;
        while (last.kind === 'unsettled') last = await ledger.tell(order, refund(String(index), '10.01'));
        return last;
      }),
    );
    const taken = answers.flatMap((answer) => (answer.kind === 'take-back' ? answer.amount : []));

    expect(taken).toHaveLength(20);
    expect(sum(taken)).toBe('100.1');
    expect(taken.filter((amount) => amount === '10.01')).toHaveLength(10);
    expect((await entryOf(ledger, order))?.account).toMatchObject({ left: '0' });
  });

  test('keeps its stage from the first claim on', async () => {
    const ledger = create();
    const order = anOrder({ stage: 'promised' });
    await ledger.claim(order, claim);
    expect((await entryOf(ledger, order))?.account).toEqual({ stage: 'promised', changes: 0 });

    await ledger.release(order, claim);
    await send(ledger, { ...order, stage: 'paid', total: '70' });
    expect(tellingOf(await entryOf(ledger, order))).toMatchObject({
      kind: 'told',
      account: { stage: 'paid', told: '70', left: '70' },
    });
  });

  test('of an order that was closed before it was told refuses a promise, and takes a payment', async () => {
    const ledger = create();
    const order = anOrder();
    expect(await ledger.tell(order, closing)).toEqual({ kind: 'nothing' });
    expect(await ledger.tell(order, closing)).toEqual({ kind: 'nothing' });

    expect(await ledger.claim({ ...order, stage: 'promised' }, claim)).toBe('superseded');
    expect(await ledger.claim({ ...order, stage: 'paid' }, claim)).toBe('claimed');
    await ledger.markSent(order, claim);
    expect(await ledger.tell(order, refund('1', '20'))).toMatchObject({ kind: 'take-back', amount: '20' });
  });

  test('is settled once, and then closed no more', async () => {
    const ledger = create();
    const order = anOrder({ stage: 'promised' });
    await send(ledger, order);
    const settlement = { kind: 'take-back', refundId: 'settlement', amount: '30.1' };

    expect(await ledger.tell(order, paid('70'))).toMatchObject(settlement);
    expect(await ledger.tell(order, paid('70'))).toMatchObject(settlement);
    expect(await ledger.tell(order, closing)).toEqual({ kind: 'nothing' });
  });

  test('of an order that is forgotten is not written any more', async () => {
    const ledger = create();
    const order = anOrder({ stage: 'paid' });
    await send(ledger, order);
    await ledger.forget(order);

    expect(await ledger.tell(order, refund('1', '20'))).toEqual({
      kind: 'purchase-missing',
      tries: 0,
      failedOf: undefined,
    });
    expect(await entryOf(ledger, order)).toBeUndefined();
  });
});

/** As version 0.1.0 reads an item: other fields are of no interest to it, but these must be there in this form. */
const ItemOf010 = v.object({
  parts: NumberAttribute,
  total: TextAttribute,
  states: v.object({
    M: v.record(
      v.string(),
      v.object({
        M: v.object({
          state: v.object({ S: v.picklist(['claimed', 'uncertain', 'sent']) }),
          owner: TextAttribute,
          leaseUntil: NumberAttribute,
          deliveryId: TextAttribute,
          at: NumberAttribute,
        }),
      }),
    ),
  }),
});

const units = fc.integer({ min: 1, max: 300 });
const step = fc.oneof(
  fc.record({ kind: fc.constant('refund' as const), id: fc.nat(3), amount: units }),
  fc.record({ kind: fc.constant('paid' as const), due: units, tells: fc.boolean() }),
  fc.record({ kind: fc.constant('risen' as const), due: units }),
  fc.constant({ kind: 'closing' as const }),
  fc.record({ kind: fc.constant('send' as const), stage: fc.constantFrom('promised', 'paid', undefined) }),
);

test('whatever happens to an order, memory and DynamoDB say the same, and version 0.1.0 reads its item', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
      const ledgers = [createDynamoDbLedger(settings()), createMemoryLedger(now)] as const;
      const order = anOrder();
      const money = (amount: number) => fromMinorUnits(BigInt(amount), 1);
      for (const next of steps) {
        if (next.kind === 'send') {
          for (const ledger of ledgers) await send(ledger, { ...order, stage: next.stage });
          continue;
        }
        const change: OrderChange =
          next.kind === 'refund'
            ? refund(String(next.id), money(next.amount))
            : next.kind === 'closing'
              ? closing
              : { ...next, due: money(next.due) };
        const [stored, remembered] = await Promise.all(ledgers.map((ledger) => ledger.tell(order, change)));
        expect(stored).toEqual(remembered);
      }
      const [stored, remembered] = await Promise.all(ledgers.map((ledger) => entryOf(ledger, order)));
      expect(tellingOf(stored)).toEqual(tellingOf(remembered));
      const telling = tellingOf(stored);
      if (telling.kind === 'told') {
        const { told, left, backs } = telling.account;
        expect(isNegative(left)).toBe(false);
        expect(subtract(told, ...Object.values(backs))).toBe(left);
      }
      const command = new BatchGetItemCommand({
        RequestItems: { [tables.ledger]: { Keys: [{ id: { S: ledgerId(order) } }] } },
      });
      const { Responses } = await dynamoDb.send(command);
      for (const item of Responses?.[tables.ledger] ?? [])
        expect(v.safeParse(ItemOf010, item).success).toBe(true);
    }),
    { numRuns: 40 },
  );
});
