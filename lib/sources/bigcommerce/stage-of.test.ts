import { expect, test } from 'vitest';
import { type OrderState, stageOf } from './stage-of.ts';

const [PENDING, SHIPPED, CANCELLED, DECLINED, AWAITING_PAYMENT] = [1, 2, 5, 6, 7];
const [COMPLETED, AWAITING_FULFILLMENT, MANUAL, DISPUTED] = [10, 11, 12, 13];

const stages = (status: number, payment: string, more: Partial<OrderState> = {}) =>
  (['paid', 'authorized', 'created'] as const).map((purchaseOn) =>
    stageOf(
      { status_id: status, payment_status: payment, is_deleted: false, hasRefunds: false, ...more },
      purchaseOn,
    ),
  );
const all = (stage: string) => [stage, stage, stage];

test.each(['captured', 'paid', 'partially refunded', 'refunded'])(
  'money that came in (%s) is paid, whatever became of the order since',
  (payment) => {
    for (const status of [PENDING, CANCELLED, DECLINED, AWAITING_FULFILLMENT, COMPLETED, 4, 14]) {
      expect(stages(status, payment)).toEqual(all('paid'));
    }
  },
);

test.each([2, 3, 8, 9, 11])(
  'an order that goes its way (%i) without a known payment can be called off',
  (status) => {
    expect(stages(status, '')).toEqual(all('promised'));
    expect(stages(status, 'authorized')).toEqual(all('promised'));
  },
);

test.each([4, 10, 13, 14])('an order that can only be so if it was paid (%i) is', (status) => {
  expect(stages(status, '')).toEqual(all('paid'));
});

test.each([
  ['a left checkout', 0, '', all('unpaid')],
  ['a left checkout whose payment failed', 0, 'declined', all('unpaid')],
  ['a checkout that was begun', PENDING, '', all('unpaid')],
  ['a bank transfer', AWAITING_PAYMENT, '', ['unpaid', 'unpaid', 'promised']],
  ['a held payment', AWAITING_PAYMENT, 'authorized', ['unpaid', 'promised', 'promised']],
  ['one that a person looks at', MANUAL, 'held for review', ['unpaid', 'promised', 'promised']],
  ['one that was cancelled', CANCELLED, '', all('closed')],
  ['one that was declined', DECLINED, 'declined', all('closed')],
  ['a payment that was let go', AWAITING_FULFILLMENT, 'void', all('closed')],
  ['a declined payment', AWAITING_PAYMENT, 'declined', all('closed')],
  ['a shipped order whose payment was declined before', SHIPPED, 'declined', all('promised')],
  ['a status that came later', 99, '', ['unpaid', 'unpaid', 'promised']],
  ['a disputed payment', DISPUTED, '', all('paid')],
])('%s', (_, status, payment, expected) => {
  expect(stages(status, payment)).toEqual(expected);
});

test('what was thrown away unpaid is called off', () => {
  expect(stages(AWAITING_PAYMENT, '', { is_deleted: true })).toEqual(all('closed'));
  expect(stages(AWAITING_FULFILLMENT, '', { is_deleted: true })).toEqual(all('closed'));
  expect(stages(COMPLETED, '', { is_deleted: true })).toEqual(all('paid'));
});

test.each([SHIPPED, 3])('what was sent stays bought if it goes into the archive (%i)', (status) => {
  expect(stages(status, '', { is_deleted: true })).toEqual(all('promised'));
});

test('only what was paid can be paid back', () => {
  expect(stages(CANCELLED, '', { hasRefunds: true })).toEqual(all('paid'));
});
