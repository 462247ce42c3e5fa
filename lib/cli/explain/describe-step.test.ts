import { expect, test } from 'vitest';
import { toDecimal, ZERO } from '../../model/money.ts';
import type { NextStep } from '../../stores/ledger/tell-next.ts';
import { describeStep } from './describe-step.ts';

const takeBack = (amount: string, left: { cut?: string; covered?: string } = {}): NextStep => ({
  about: 'refund',
  refundId: '9',
  answer: {
    kind: 'take-back',
    refundId: '9',
    amount: toDecimal(amount),
    cut: toDecimal(left.cut ?? '0'),
    covered: toDecimal(left.covered ?? '0'),
  },
});
const missing = { kind: 'purchase-missing', tries: 0, failedOf: undefined } as const;

test.each<[NextStep, string]>([
  [{ about: 'purchase', answer: { kind: 'purchase', amount: toDecimal('10') } }, 'df_purchase 10 the order'],
  [takeBack('4'), 'df_refund 4 refund 9'],
  [takeBack('4', { cut: '2' }), 'df_refund 4 refund 9; 2 left out: more than was told'],
  [takeBack('0', { covered: '4' }), '–  refund 9; 4 of it was never told as revenue'],
  [{ about: 'refund', refundId: '9', answer: missing }, '–  refund 9 waits: its purchase was not told'],
  [
    { about: 'purchase', answer: { kind: 'unsettled' } },
    '–  the purchase waits: the purchase, or a further one, is on its way',
  ],
  [{ about: 'closing', answer: { kind: 'nothing' } }, '–  closed, and nothing of it is to be taken back'],
  [
    { about: 'purchase', answer: { kind: 'untold', amount: ZERO } },
    '–  more is due, but as much was paid back that was never told',
  ],
])('%j', (step, expected) => {
  const { event, amount, because } = describeStep(step);
  expect(`${event ?? '–'} ${amount ?? ''} ${because}`).toBe(expected);
});
