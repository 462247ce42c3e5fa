import { beforeEach, expect, test } from 'vitest';
import { createMemoryLedger } from '../../../test/support/doubles/memory-ledger.ts';
import { type Decimal, toDecimal } from '../../model/money.ts';
import type { Ledger, LedgerKey } from '../../stores/ledger/ledger.ts';
import { lookUpOrders } from './look-up-orders.ts';

const NOW = Date.parse('2026-11-24T00:00:00.000Z');
const shop = { serviceId: 'service-1', source: 'woocommerce', shop: 'a' };
const other = { ...shop, shop: 'b' };

let ledger: Ledger;
beforeEach(() => {
  ledger = createMemoryLedger(() => NOW);
});

async function send(key: LedgerKey, total: string): Promise<void> {
  const part = { ...key, part: 1, parts: 1, total, deliveryId: 'd' };
  const claim = { owner: 'a', leaseUntil: NOW + 1 };
  await ledger.claim({ ...part, ...(key.kind === 'purchase' && { stage: 'paid' as const }) }, claim);
  await ledger.markSent(part, claim);
}

const purchase = (subjectKey: string, of = shop): LedgerKey => ({ ...of, kind: 'purchase', subjectKey });
const refund = (subjectKey: string): LedgerKey => ({ ...shop, kind: 'refund', subjectKey });

async function lookUp(orderId: string, ...refundIds: readonly string[]) {
  const found = await lookUpOrders(ledger, [{ orderId, refundIds }], { shop, others: [other], now: NOW });
  return found.get(orderId);
}

test('an order is found with the refunds of the shop, those of its account, and its further purchase', async () => {
  const known = new Map<string, Decimal>();
  await send(purchase('1'), '10');
  await ledger.tell(purchase('1'), { kind: 'paid', due: toDecimal('15'), tells: true });
  await send(purchase('1/to/15'), '5');
  await ledger.tell(purchase('1'), { kind: 'risen', due: toDecimal('15') });
  await ledger.tell(purchase('1'), { kind: 'refund', refundId: 'a', amount: toDecimal('3'), known });
  for (const id of ['a', 'b', 'cancellation']) await send(refund(`1/${id}`), '3');

  const found = await lookUp('1', 'b');
  expect(found).toMatchObject({ isShared: false, told: { told: '15', back: '9', hasUnlisted: false } });
  expect(found?.told.events.map(({ subjectKey }) => subjectKey).sort()).toEqual([
    '1',
    '1/a',
    '1/b',
    '1/cancellation',
    '1/to/15',
  ]);
});

test('an order of the same id of another shop of the service is said to be there', async () => {
  await send(purchase('7', other), '10');

  expect(await lookUp('7')).toMatchObject({ entry: undefined, isShared: true, told: { told: '0' } });
  expect(await lookUp('8')).toMatchObject({ isShared: false });
});

test('an order that was closed before anything was told of it has nothing open', async () => {
  await ledger.tell(purchase('9'), { kind: 'closing', known: new Map() });

  const found = await lookUp('9');
  expect(found?.entry).toBeDefined();
  expect(found?.told).toMatchObject({ events: [], told: '0' });
  expect(found?.told.open).toBeUndefined();
});
