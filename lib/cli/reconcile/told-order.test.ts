import { expect, test } from 'vitest';
import { toDecimal } from '../../model/money.ts';
import type { LedgerEntry, PartEntry } from '../../stores/ledger/ledger-entry.ts';
import { type NamedEntry, toToldOrder } from './told-order.ts';

const AT = Date.parse('2026-11-24T00:00:00.000Z');
const part = (changes: Partial<PartEntry> = {}): PartEntry => ({
  state: 'sent',
  owner: 'a',
  leaseUntil: AT,
  deliveryId: 'd',
  at: AT,
  ...changes,
});
const named = (kind: NamedEntry['kind'], subjectKey: string, entry: Partial<LedgerEntry>): NamedEntry => ({
  kind,
  subjectKey,
  entry: { parts: 1, total: '10', states: { 1: part() }, ...entry },
});
const told = (...entries: readonly NamedEntry[]) => toToldOrder('1', entries, AT);

test('purchases, further purchases and refunds that were accepted count, also while they are repaired', () => {
  const order = told(
    named('purchase', '1', { states: { 1: part({ state: 'claimed', wasSent: true }) } }),
    named('purchase', '1/to/15', { total: '5' }),
    named('refund', '1/a', { total: '3', parts: 2, states: { 1: part(), 2: part() } }),
  );

  expect(order).toMatchObject({ told: '15', back: '3', hasUnlisted: false, untold: '0' });
  expect(order.events.map(({ subjectKey }) => subjectKey)).toEqual(['1', '1/to/15', '1/a']);
  expect(order.open).toBeUndefined();
});

test('earlier further purchases are in the account only', () => {
  const account = { stage: 'paid', changes: 3, told: toDecimal('25'), untold: toDecimal('2') } as const;

  expect(told(named('purchase', '1', { account }))).toMatchObject({
    told: '25',
    hasUnlisted: true,
    untold: '2',
  });
});

const NONE = { purchase: 0, refund: 0 };

test.each<[string, Partial<LedgerEntry>, object | undefined]>([
  [
    'is claimed',
    { states: { 1: part({ state: 'claimed', leaseUntil: AT + 1 }) } },
    { kind: 'under-way', at: AT, accepted: NONE },
  ],
  [
    'may have arrived',
    { states: { 1: part({ state: 'uncertain' }) } },
    { kind: 'under-way', at: AT, accepted: NONE },
  ],
  ['is sent in part', { parts: 2 }, { kind: 'under-way', at: AT, accepted: { purchase: 1, refund: 0 } }],
  ['failed', { states: {}, tries: 2, failedOf: 'refused' }, { kind: 'failed', tries: 2, because: 'refused' }],
  ['was never tried', { states: {} }, undefined],
])('of an order that %s nothing is told', (_, entry, open) => {
  const order = told(named('purchase', '1', entry));

  expect(order).toMatchObject({ events: [], told: '0' });
  expect(order.open).toEqual(open);
});
