import { type Decimal, ZERO } from '../../model/money.ts';
import type { Order, Refund } from '../../model/order.ts';
import { fromUnits } from './minor-units.ts';
import type { Session } from './session-schema.ts';

interface Refunds {
  readonly refunds: readonly Refund[];
  readonly oddFigures: readonly string[];
}

/**
 * Returns the refunds of a payment that succeeded. What is on its way, failed or was cancelled is none. They have no lines,
 * unless a single one is the whole order. One in another currency than the order's is set aside. Pure.
 * @see https://docs.stripe.com/api/refunds/object (version 2026-07-29.dahlia, read 2026-11-29)
 */
export function toRefunds(
  { currency, payment_intent: payment }: Pick<Session, 'currency' | 'payment_intent'>,
  { total, items, deliveryCharge }: Pick<Order, 'total' | 'items' | 'deliveryCharge'>,
): Refunds {
  const listed = payment?.latest_charge?.refunds?.data ?? [];
  const made = listed.filter(({ status }) => status === 'succeeded');
  const own = made.filter((refund) => refund.currency === currency);
  const isWhole = (amount: Decimal) => made.length === 1 && amount === total;
  return {
    refunds: own.map(({ id, created: refundedAt, amount: units }) => {
      const amount = fromUnits(units, currency);
      const of = isWhole(amount) ? { items, delivery: deliveryCharge } : { items: [], delivery: ZERO };
      return { id, refundedAt, amount, ...of };
    }),
    oddFigures: made.filter((refund) => !own.includes(refund)).map(() => 'refund-currency'),
  };
}
