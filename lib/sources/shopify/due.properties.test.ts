import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import { bodyLine, bodyRefund, shopifyBody } from '../../../test/support/builders/shopify-body.ts';
import { findMoneyMismatch } from '../../dfinery/money-mismatch.ts';
import { fromMinorUnits, isNegative, subtract, sum } from '../../model/money.ts';
import type { Order } from '../../model/order.ts';
import { readOrder } from './read-order.ts';

/** What becomes of a line. All but `kept` and `removed` happen after the payment. */
const FATES = [
  'kept',
  'removed',
  'back',
  'back-less-a-fee',
  'returned',
  'pending',
  'failed',
  'failed-then-back',
  'failed-then-pending',
] as const;
type Fate = (typeof FATES)[number];

interface Life {
  readonly lines: readonly { readonly cents: number; readonly fate: Fate }[];
  readonly goodwill: number;
  /** Delivery that an edit removed before the payment. */
  readonly removedDelivery: number;
  readonly tip: number;
  /** Whether the current total holds the tip. */
  readonly holdsTip: boolean;
  /** Whether the current total follows money that is paid back without lines. */
  readonly follows: boolean;
  /** Whether a pending refund counts as paid back. */
  readonly countsPending: boolean;
}

const lives: fc.Arbitrary<Life> = fc.record({
  lines: fc.array(
    fc.record({ cents: fc.integer({ min: 100, max: 9_999 }), fate: fc.constantFrom(...FATES) }),
    {
      minLength: 1,
      maxLength: 6,
    },
  ),
  goodwill: fc.nat({ max: 50 }),
  removedDelivery: fc.nat({ max: 50 }),
  tip: fc.nat({ max: 50 }),
  holdsTip: fc.boolean(),
  follows: fc.boolean(),
  countsPending: fc.boolean(),
});

const FEE = 10;
const text = (cents: number): string => (cents / 100).toFixed(2);
const total = (amounts: readonly number[]): number => amounts.reduce((all, amount) => all + amount, 0);

interface Money {
  readonly paid?: number;
  readonly adjusted?: number;
  readonly status?: 'pending' | 'failure';
  /** What became of it in an entry of its own, if it failed. */
  readonly again?: 'pending' | 'success';
}

/** The money that went back for a line, and what became of the rest. */
const byFate: Readonly<Record<Fate, (cents: number) => Money | undefined>> = {
  kept: () => undefined,
  removed: () => ({}),
  back: (cents) => ({ paid: cents }),
  'back-less-a-fee': (cents) => ({ paid: cents - FEE, adjusted: FEE }),
  returned: () => ({}),
  pending: (cents) => ({ paid: cents, status: 'pending' }),
  failed: (cents) => ({ paid: cents, status: 'failure' }),
  'failed-then-back': (cents) => ({ paid: cents, status: 'failure', again: 'success' }),
  'failed-then-pending': (cents) => ({ paid: cents, status: 'failure', again: 'pending' }),
};

/** Writes the body of an order as a shop would, and what was paid for it. */
function play({ lines, goodwill, removedDelivery, tip, holdsTip, follows, countsPending }: Life) {
  const sumOf = (...fates: readonly Fate[]): number =>
    total(lines.filter(({ fate }) => fates.includes(fate)).map(({ cents }) => cents));
  const bought = total(lines.map(({ cents }) => cents)) + removedDelivery + tip;
  const paid = bought - sumOf('removed') - removedDelivery;
  const fees = FEE * lines.filter(({ fate }) => fate === 'back-less-a-fee').length;
  const back = sumOf('back', 'back-less-a-fee', 'failed-then-back') - fees + goodwill;
  const onItsWay = sumOf('pending', 'failed-then-pending');
  const owed = sumOf('returned', 'failed') + (countsPending ? 0 : onItsWay);
  const current = sumOf('kept') + (follows ? fees - goodwill : 0) + (holdsTip ? tip : 0);
  const refunds = lines.flatMap(({ cents, fate }, index) => {
    const money = byFate[fate](cents);
    if (money === undefined) return [];
    const { paid: amount, adjusted, status, again } = money;
    const first = bodyRefund({
      id: index + 1,
      lines: [{ id: index + 1, price: text(cents) }],
      ...(amount !== undefined && { paid: text(amount) }),
      ...(adjusted !== undefined && { adjusted: text(adjusted) }),
      ...(status !== undefined && { status }),
    });
    const retry = { id: index + 50, paid: text(cents) };
    return again === undefined ? first : [first, bodyRefund({ ...retry, status: again })];
  });
  const delivery = text(removedDelivery);
  const gesture = { id: 99, paid: text(goodwill), adjusted: text(-goodwill) };
  const body = shopifyBody({
    financial_status: back > 0 ? 'partially_refunded' : 'paid',
    total_price: text(bought),
    current_total_price: text(Math.max(0, current)),
    total_outstanding: text(-owed),
    total_tip_received: text(tip),
    total_shipping_price_set: { shop_money: { amount: delivery } },
    shipping_lines: removedDelivery > 0 ? [{ price: delivery, is_removed: true }] : [],
    line_items: lines.map(({ cents, fate }, index) =>
      bodyLine({ id: index + 1, price: text(cents), left: fate === 'kept' ? 1 : 0 }),
    ),
    refunds: [...refunds, ...(goodwill > 0 ? [bodyRefund(gesture)] : [])],
  });
  return { body, paid, back };
}

function read(body: unknown): Order | undefined {
  const reading = readOrder(body, mappingSettings());
  return reading.kind === 'order' ? reading.order : undefined;
}

const decimal = (cents: number) => fromMinorUnits(BigInt(cents), 2);

test('whatever happened to an order, what is due of it is what was paid, and its figures add up', () => {
  const mayBeTold = ({ lines }: Life): boolean => {
    const has = (...fates: readonly Fate[]): boolean => lines.some(({ fate }) => fates.includes(fate));
    // Where a pending refund counts, it hides what the shop owes for another. Emptied orders are closed.
    const isHidden = has('pending', 'failed-then-pending') && has('returned', 'failed');
    return has('kept', 'back', 'back-less-a-fee', 'failed-then-back') && !isHidden;
  };
  fc.assert(
    fc.property(lives.filter(mayBeTold), (life) => {
      const { body, paid, back } = play(life);
      const order = read(body);

      expect(order?.total).toBe(decimal(paid));
      expect(sum((order?.refunds ?? []).map(({ amount }) => amount))).toBe(decimal(back));
      expect(order && findMoneyMismatch(order)).toBeUndefined();
      expect(order?.items.length).toBeGreaterThan(0);
    }),
  );
});

test('what is due is never below nothing and never above the total, and its terms sum to it', () => {
  const amount = fc.integer({ min: -20_000, max: 20_000 }).map(text);
  const figures = fc.record({
    total_price: fc.nat({ max: 20_000 }).map(text),
    current_total_price: amount,
    total_outstanding: fc.option(amount),
    total_tip_received: amount,
    financial_status: fc.constantFrom('paid', 'partially_refunded', 'refunded'),
  });
  fc.assert(
    fc.property(lives, figures, (life, changes) => {
      const { body } = play(life);
      const order = read({ ...body, ...changes });
      if (order === undefined) return;
      const { total: due, due: terms = [] } = order;

      expect(isNegative(due)).toBe(false);
      expect(
        isNegative(subtract(fromMinorUnits(BigInt(Math.round(Number(changes.total_price) * 100)), 2), due)),
      ).toBe(false);
      if (terms.length > 0) expect(sum(terms.map((term) => term.amount))).toBe(due);
      expect(order.items.length).toBeGreaterThan(0);
    }),
  );
});
