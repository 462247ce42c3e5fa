import { type Decimal, subtract, ZERO } from '../../model/money.ts';
import { discountsOf, grossOf, hasClaimedLine, type OrderLines } from './lines.ts';
import type { Cafe24Amounts, Cafe24Order } from './order-schema.ts';

/** The amounts that an order is worked out of, and what still has to come off them. */
export interface Basis {
  readonly from: 'initial_order_amount' | 'actual_order_amount';
  readonly amounts: Cafe24Amounts;
  /** Lines taken out before payment that the amounts still hold: before and after their discounts. */
  readonly takenOutGross: Decimal;
  readonly takenOut: Decimal;
}

/**
 * Returns the amounts that an order was placed with, less the lines taken out before payment. The amounts of now say that
 * exactly, delivery included, but they fall with every claim after payment; so they count only where they fit the lines,
 * those as placed do not, and nothing was claimed.
 */
export function basisOf(order: Cafe24Order, { bought, takenOut }: OrderLines): Basis {
  const { initial_order_amount: initial, actual_order_amount: actual } = order;
  const gross = grossOf(bought);
  const asPlaced = { from: 'initial_order_amount', amounts: initial } as const;
  if (initial.order_price_amount === gross) return { ...asPlaced, takenOutGross: ZERO, takenOut: ZERO };
  if (actual?.order_price_amount === gross && isUnclaimed(order)) {
    return { from: 'actual_order_amount', amounts: actual, takenOutGross: ZERO, takenOut: ZERO };
  }
  const takenOutGross = grossOf(takenOut);
  return { ...asPlaced, takenOutGross, takenOut: subtract(takenOutGross, discountsOf(takenOut)) };
}

/** True if nothing shows that the order changed after its payment. */
function isUnclaimed(order: Cafe24Order): boolean {
  return order.paid !== 'M' && (order.refunds ?? []).length === 0 && !hasClaimedLine(order);
}
