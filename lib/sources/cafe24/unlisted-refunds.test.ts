import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  aCafe24Line as aLine,
  aCafe24Refund as aRefund,
  type Cafe24Changes,
  cafe24Order,
} from '../../../test/support/builders/a-cafe24-order.ts';
import { isNegative, subtract, toDecimal } from '../../model/money.ts';

const CODE = 'C20261122-0000007';
const NAVER = {
  order_place_id: 'NCHECKOUT',
  initial: { payment_amount: '' },
  naver_point: '30000',
  refunds: [],
};
const WHEN = '2026-11-22T10:00:00+09:00';

const both = (change: object) => [aLine(1, '10000', { ...change }), aLine(2, '20000', { ...change })];
const CANCELLED = both({ status_code: 'C2', order_status: 'C40' });
const RETURNED = both({ status_code: 'C3', order_status: 'R40', claim_code: CODE, claim_quantity: 1 });

const claim = (refund_amount: string) => ({ completed_claim: { claim_code: CODE, refund_amount } });

function back(changes: Cafe24Changes) {
  const { refunds = [], oddFigures = [] } = cafe24Order(changes);
  return [...refunds.map(({ id, amount }) => `${id} ${amount}`), ...oddFigures];
}

describe('a whole order that was cancelled after payment and lists no refund', () => {
  const cancelled = { canceled: 'T', cancel_date: WHEN, items: CANCELLED };

  test('is paid back if it was placed through Naver Pay, whose refunds are never listed', () => {
    expect(cafe24Order({ ...NAVER, ...cancelled })).toMatchObject({
      total: '30000',
      refunds: [
        { id: 'whole-order', refundedAt: '2026-11-22T01:00:00.000Z', amount: '30000', items: { length: 2 } },
      ],
    });
  });

  test.each<[string, Cafe24Changes]>([
    ['was placed in the shop, which lists its refunds', { refunds: [], order_place_id: 'self' }],
    ['was returned, perhaps less a fee', { ...NAVER, items: RETURNED }],
    ['has no date', { ...NAVER, cancel_date: null }],
  ])('is only counted if it %s', (_, changes) => {
    expect(back({ ...cancelled, ...changes })).toEqual(['unlisted-refund']);
  });

  test.each<[string, Cafe24Changes]>([
    ['is cancelled in part', { ...NAVER, canceled: 'M', items: CANCELLED }],
    ['lists a refund that is still due', { refunds: [aRefund({ status: 'F' })] }],
    ['lists a refund that cannot be read', { refunds: [{}] }],
    ['is not cancelled', { ...NAVER, canceled: 'F' }],
  ])('says nothing if it %s', (_, changes) => {
    expect(back({ ...cancelled, ...changes })).toEqual([]);
  });
});

test('a list of refunds that is no list may lack nothing', () => {
  const cancelled = { ...NAVER, canceled: 'T', cancel_date: WHEN, items: CANCELLED, refunds: 'none' };

  expect(back(cancelled)).toEqual(['refund']);
  expect(back({ ...cancelled, ...claim('30000') })).toEqual(['refund']);
});

describe('a return that a webhook called completed', () => {
  const returned = {
    canceled: 'T',
    cancel_date: WHEN,
    return_confirmed_date: WHEN,
    items: RETURNED,
    refunds: [],
  };
  const one = [
    aLine(1, '10000', { status_code: 'C3', claim_code: CODE, claim_quantity: 1 }),
    aLine(2, '20000'),
  ];

  test('is a refund under the code of its claim, at its amount, for an order placed through Naver Pay', () => {
    expect(cafe24Order({ ...returned, ...NAVER, ...claim('27000') })).toMatchObject({
      refunds: [{ id: CODE, amount: '27000', refundedAt: '2026-11-22T01:00:00.000Z', items: { length: 2 } }],
    });
    const part = { ...NAVER, canceled: 'M', cancel_date: WHEN, items: one, ...claim('10000') };
    expect(cafe24Order(part).refunds).toMatchObject([{ id: CODE, amount: '10000', items: { length: 1 } }]);
  });

  test('is a refund for any order if it takes all that was paid: whatever is listed later finds nothing left', () => {
    expect(back({ ...returned, ...claim('30000') })).toEqual([`${CODE} 30000`]);
    expect(back({ ...returned, ...claim('27000') })).toEqual(['unlisted-refund']);
  });

  test('has its own date, else that of the order, and none is told without', () => {
    const dated = both({ claim_code: CODE, claim_quantity: 1, return_confirmed_date: '2026-11-21 09:00:00' });
    const dateOf = (changes: Cafe24Changes) =>
      cafe24Order({ ...returned, ...claim('30000'), ...changes }).refunds?.[0]?.refundedAt;

    expect(dateOf({ items: dated })).toBe('2026-11-21T00:00:00.000Z');
    expect(dateOf({ return_confirmed_date: null })).toBe('2026-11-22T01:00:00.000Z');
    expect(back({ ...returned, ...claim('30000'), return_confirmed_date: null, cancel_date: '' })).toEqual([
      'unlisted-refund',
    ]);
  });

  test('has no lines if only a part of their units was returned', () => {
    const items = [aLine(1, '10000', { quantity: 3, claim_code: CODE, claim_quantity: 1 })];

    expect(
      cafe24Order({ ...NAVER, cancel_date: WHEN, items, ...claim('10000') }).refunds?.[0]?.items,
    ).toEqual([]);
  });

  test('of an order paid in part counts only at Naver Pay', () => {
    expect(back({ ...returned, paid: 'M', ...claim('30000') })).toEqual(['unlisted-refund']);
  });

  test('is never counted beside a listed refund, and never with room for one but at Naver Pay', () => {
    const status = fc.constantFrom('T', 'F', undefined);
    const listed = fc.array(
      fc.oneof(
        fc.jsonValue(),
        status.map((given) => aRefund({ status: given })),
      ),
    );
    const amount = fc.nat({ max: 60_000 }).map(String);

    fc.assert(
      fc.property(
        listed,
        amount,
        fc.constantFrom('self', 'NCHECKOUT', 'shopn'),
        (refunds, paidBack, place) => {
          const order = cafe24Order({ ...returned, order_place_id: place, refunds, ...claim(paidBack) });
          const [unlisted] = (order.refunds ?? []).filter(({ id }) => id === CODE);

          if (refunds.length > 0) expect(unlisted).toBeUndefined();
          else if (place !== 'NCHECKOUT' && unlisted !== undefined) {
            expect(isNegative(subtract(toDecimal(paidBack), order.total))).toBe(false);
          }
        },
      ),
    );
  });
});
