import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromMinorUnits, isNegative, subtract, sum, toDecimal } from '../../model/money.ts';
import type { Stage } from '../../model/order.ts';
import { type NextStep, type OrderNow, tellNext, toldEntry } from './tell-next.ts';

const order = (stage: Stage, due: string, refunds: Readonly<Record<string, string>> = {}): OrderNow => ({
  stage,
  due: toDecimal(due),
  parts: 1,
  refunds: Object.entries(refunds).map(([refundId, amount]) => ({ refundId, amount: toDecimal(amount) })),
  tells: false,
});
const told = (amount: string, stage: 'promised' | 'closed' | 'paid') => toldEntry(toDecimal(amount), stage);

/** Each step as its kind and amount. */
function brief(steps: readonly NextStep[]): string[] {
  return steps.map(({ answer }) => ('amount' in answer ? `${answer.kind} ${answer.amount}` : answer.kind));
}

describe('of an order that was not told', () => {
  test.each([
    [order('paid', '100', { 1: '20' }), ['purchase 100', 'take-back 20']],
    [order('promised', '100'), ['purchase 100']],
    [order('closed', '100', { 1: '20' }), ['nothing']],
    [order('refunds-only', '100', { 1: '20' }), ['purchase-missing']],
    [order('paid', '100', { 1: '80', 2: '80' }), ['purchase 100', 'take-back 80', 'take-back 20']],
  ])('$stage, due $due', (now, expected) => {
    expect(brief(tellNext(undefined, now))).toEqual(expected);
  });

  test('but closed before: it is told only once it is paid', () => {
    expect(brief(tellNext(told('0', 'closed'), order('promised', '100')))).toEqual(['nothing']);
    expect(brief(tellNext(told('0', 'closed'), order('paid', '100')))).toEqual(['purchase 100']);
  });
});

describe('of an order that was told 100', () => {
  test.each([
    ['promised', order('promised', '70'), ['nothing']],
    ['promised', order('paid', '100'), ['nothing']],
    ['promised', order('paid', '70', { 1: '20' }), ['take-back 30', 'take-back 20']],
    ['promised', order('paid', '120', { 1: '20' }), ['untold 20', 'take-back 0']],
    ['promised', order('closed', '100'), ['take-back 100']],
    ['promised', { ...order('paid', '120', { 1: '120' }), tells: true }, ['rise 20', 'take-back 120']],
    ['closed', order('closed', '100'), ['take-back 100']],
    ['closed', { ...order('paid', '100'), tells: true }, ['rise 100']],
    ['paid', order('paid', '100', { 1: '120' }), ['nothing', 'take-back 100']],
    ['paid', order('closed', '100'), ['nothing']],
    ['paid', order('refunds-only', '130', { 1: '20' }), ['take-back 20']],
  ] as const)('as %s, now $stage, due $due', (stage, now, expected) => {
    expect(brief(tellNext(told('100', stage), now))).toEqual(expected);
  });
});

test('never is more taken back than was told, and a purchase in parts counts once', () => {
  const amount = fc.nat({ max: 50_000 }).map((cents) => fromMinorUnits(BigInt(cents), 2));
  const now = fc.record({
    stage: fc.constantFrom<Stage>('promised', 'closed', 'paid', 'refunds-only'),
    due: amount,
    parts: fc.integer({ min: 1, max: 3 }),
    refunds: fc.uniqueArray(fc.record({ refundId: fc.stringMatching(/^[1-9]$/), amount }), {
      selector: ({ refundId }) => refundId,
    }),
    tells: fc.boolean(),
  });
  const before = fc.option(fc.tuple(amount, fc.constantFrom('promised' as const, 'paid' as const)));

  fc.assert(
    fc.property(before, now, (first, next) => {
      const steps = tellNext(first === null ? undefined : toldEntry(...first), next);
      const of = (...kinds: readonly string[]) =>
        sum(
          steps.flatMap(({ answer }) =>
            kinds.includes(answer.kind) && 'amount' in answer ? answer.amount : [],
          ),
        );
      const bought = sum([...(first === null ? [] : [first[0]]), of('purchase', 'rise')]);
      expect(isNegative(subtract(bought, of('take-back')))).toBe(false);
    }),
  );
});
