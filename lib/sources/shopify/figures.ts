import { type Decimal, subtract, sum, ZERO } from '../../model/money.ts';
import type { ShopifyOrder } from './schema.ts';
import { allocated, isTip, lineDiscount } from './to-line-item.ts';

/** The order's figures that an edit changes, in the shop's currency. */
export interface Figures {
  /** After its own discounts. */
  readonly delivery: Decimal;
  /** The discounts of delivery. */
  readonly deliveryDiscount: Decimal;
  /** The delivery of shipping lines that an edit removed, if `delivery` still holds it. */
  readonly removedDelivery: Decimal;
  readonly totalDiscount: Decimal;
  readonly tax: Decimal;
  /** Tips, duties unless prices hold them, and additional fees. */
  readonly fees: Decimal;
}

type ShippingLine = NonNullable<ShopifyOrder['shipping_lines']>[number];

/** Returns the figures that the order was placed with, and those that edits added. Pure. */
export function originalFigures(order: ShopifyOrder): Figures {
  const lines = order.shipping_lines ?? [];
  const deliveryDiscount = sum(lines.map(allocated));
  const gross = order.total_shipping_price_set?.shop_money.amount;
  return {
    // `total_shipping_price_set` is before shipping discounts. Old payloads lack it, and their prices are discounted.
    delivery: gross === undefined ? sum(lines.map(priceOf)) : subtract(gross, deliveryDiscount),
    deliveryDiscount,
    removedDelivery: sum(lines.filter(isRemoved).map(priceOf)),
    totalDiscount: order.total_discounts ?? sum([...lineDiscounts(order), deliveryDiscount]),
    tax: order.total_tax ?? ZERO,
    fees: feesOf(order, [order.original_total_duties_set, order.original_total_additional_fees_set]),
  };
}

/** Returns the figures after edits. One that is missing is the original one. Pure. */
export function currentFigures(order: ShopifyOrder): Figures {
  const original = originalFigures(order);
  const lines = (order.shipping_lines ?? []).filter((line) => !isRemoved(line));
  const left = lines.length === order.shipping_lines?.length ? original.delivery : sum(lines.map(priceOf));
  return {
    delivery: order.current_shipping_price_set?.shop_money.amount ?? left,
    deliveryDiscount: sum(lines.map(allocated)),
    removedDelivery: ZERO,
    totalDiscount: order.current_total_discounts ?? original.totalDiscount,
    tax: order.current_total_tax ?? original.tax,
    fees: feesOf(order, [
      order.current_total_duties_set ?? order.original_total_duties_set,
      order.current_total_additional_fees_set ?? order.original_total_additional_fees_set,
    ]),
  };
}

type OptionalMoney = ShopifyOrder['original_total_duties_set'];

function feesOf(order: ShopifyOrder, [duties, fees]: readonly [OptionalMoney, OptionalMoney]): Decimal {
  const counted = order.duties_included === true ? ZERO : (duties?.shop_money.amount ?? ZERO);
  return sum([order.total_tip_received ?? ZERO, counted, fees?.shop_money.amount ?? ZERO]);
}

function isRemoved({ is_removed }: ShippingLine): boolean {
  return is_removed === true;
}

/** After its own discounts. */
function priceOf(line: ShippingLine): Decimal {
  return line.discounted_price ?? subtract(line.price ?? ZERO, allocated(line));
}

function lineDiscounts({ line_items }: ShopifyOrder): Decimal[] {
  return line_items.read.filter((line) => !isTip(line)).map(lineDiscount);
}
