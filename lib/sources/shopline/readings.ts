import { type Decimal, isNegative, larger, subtract, sum, ZERO } from '../../model/money.ts';
import { allocated, worthOf } from './lines-of.ts';
import type { ShoplineLine, ShoplineOrder } from './schema.ts';

/** One way to read the figures of an order, and what they come to. */
export interface Reading {
  readonly total: Decimal;
  /** After its own discounts. */
  readonly delivery: Decimal;
  readonly orderDiscount: Decimal;
  /** Of lines, delivery and order. */
  readonly totalDiscount: Decimal;
  readonly fees: Decimal;
  readonly taxesIncluded: boolean;
}

/**
 * Returns the ways in which the figures of an order can be read, the likeliest first. The documents do not say whether the
 * sum of the discounts has those of delivery in it, whether the price of delivery is before or after them, whether duties
 * are part of the total, and whether `taxes_included` is about the prices or about the total. The total tells. Pure.
 */
export function readingsOf(
  order: ShoplineOrder,
  lines: readonly ShoplineLine[],
): readonly [Reading, ...Reading[]] {
  const ofLines = sum(lines.map(allocated));
  const rounded = order.adjust_price ?? ZERO;
  const roundedOff = larger(ZERO, subtract(ZERO, rounded));
  const extras = [order.total_tip_received ?? ZERO, larger(ZERO, rounded)];
  const duties = order.current_total_duties_set?.shop_money.amount ?? ZERO;
  const flag = order.taxes_included ?? false;

  const readings = [flag, !flag].flatMap((taxesIncluded) =>
    [ZERO, duties].flatMap((charged) =>
      deliveriesOf(order, ofLines).map(({ delivery, deliveryDiscount, rest }): Reading => {
        const fees = sum([...extras, charged]);
        const orderDiscount = sum([rest, roundedOff]);
        const tax = taxesIncluded ? ZERO : (order.total_tax ?? ZERO);
        return {
          delivery,
          orderDiscount,
          totalDiscount: sum([ofLines, deliveryDiscount, orderDiscount]),
          fees,
          taxesIncluded,
          total: subtract(sum([worthOf(lines), delivery, tax, fees]), ofLines, orderDiscount),
        };
      }),
    ),
  );
  const [first, ...others] = readings;
  if (first === undefined) throw new Error('An order has at least one reading');
  return [first, ...others];
}

/** Returns how delivery and the discounts can be read; `rest` is the discount that belongs to no line and not to delivery. */
function deliveriesOf(order: ShoplineOrder, ofLines: Decimal) {
  const shipping = order.shipping_lines ?? [];
  const off = sum(shipping.map(allocated));
  const gross =
    order.total_shipping_price_set?.shop_money.amount ?? sum(shipping.map(({ price }) => price ?? ZERO));
  const net = subtract(gross, off);
  const beyond = subtract(order.total_discounts ?? sum([ofLines, off]), ofLines);
  const before = { delivery: net, deliveryDiscount: off };
  const after = { delivery: gross, deliveryDiscount: ZERO };
  return [
    { ...before, rest: subtract(beyond, off) },
    { ...after, rest: beyond },
    { ...after, rest: subtract(beyond, off) },
    { ...before, rest: beyond },
    // The sum of the discounts says less than the lines do.
    { ...before, rest: ZERO },
    { ...after, rest: ZERO },
  ].filter(({ delivery, rest }) => !isNegative(delivery) && !isNegative(rest));
}
