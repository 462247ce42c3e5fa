import { PayloadError } from '../../model/errors.ts';
import { type Decimal, subtract, sum, ZERO } from '../../model/money.ts';
import type { LineItem, Order, Stage } from '../../model/order.ts';
import type { ShopifyLineItem, ShopifyOrder } from './schema.ts';
import { toCustomer } from './to-customer.ts';
import { allocated, isTip, toLineItem, toPartOfLine } from './to-line-item.ts';
import { movesMoney, toRefunds } from './to-refunds.ts';

/** The order's figures that an edit changes. */
interface Figures {
  readonly total: Decimal;
  readonly totalDiscounts: Decimal | undefined;
  readonly tax: Decimal;
  readonly duties: Decimal;
  readonly additionalFees: Decimal;
}

interface OrderContext {
  /** The connection's, never a header's. */
  readonly shop: string;
  /** Cancelling an unpaid order removes lines like an edit, so the figures of a closed one are those it was placed with. */
  readonly stage: Stage;
}

/**
 * Turns a Shopify order into ours. Pure.
 * @throws {PayloadError} the order lacks the time it was placed, or a refund lacks its id or time.
 */
export function toOrder(order: ShopifyOrder, { shop, stage }: OrderContext): Order {
  const edited = stage !== 'closed' && wasEdited(order);
  const refunds = toRefunds(order);
  const figures = edited ? currentFigures(order) : originalFigures(order);
  const items = order.line_items
    .filter((line) => !isTip(line))
    .map((line) => (edited ? toEditedLineItem(line, order) : toLineItem(line)));
  const lineDiscounts = sum(items.map((item) => item.lineDiscount));
  const shippingDiscounts = sum((order.shipping_lines ?? []).map(allocated));
  const totalDiscount = figures.totalDiscounts ?? sum([lineDiscounts, shippingDiscounts]);

  return {
    source: 'shopify',
    shop,
    id: order.id,
    name: order.name,
    stage,
    placedAt: placedAt(order),
    currency: order.currency,
    customer: toCustomer(order),
    items: items.filter((item) => item.quantity > 0),
    total: figures.total,
    deliveryCharge: deliveryCharge(order, shippingDiscounts),
    orderDiscount: subtract(totalDiscount, lineDiscounts, shippingDiscounts),
    totalDiscount,
    tax: figures.tax,
    taxesIncluded: order.taxes_included ?? false,
    fees: sum([order.total_tip_received ?? ZERO, figures.duties, figures.additionalFees]),
    paymentMethods: (order.payment_gateway_names ?? []).filter((name) => name !== null),
    couponCodes: (order.discount_codes ?? []).flatMap(({ code }) => code ?? []),
    // Transactions are not part of the order, so the amount paid by gift card is unknown here.
    paidWithCredit: undefined,
    sourceName: order.source_name,
    ...(refunds.length > 0 && { refunds }),
  };
}

function toEditedLineItem(line: ShopifyLineItem, { currency }: ShopifyOrder): LineItem {
  return toPartOfLine(line, { quantity: line.current_quantity ?? line.quantity, currency });
}

function placedAt(order: ShopifyOrder): string {
  const instant = order.processed_at ?? order.created_at;
  if (instant == null) throw new PayloadError([{ path: 'created_at', message: 'missing' }]);
  return instant;
}

/** True if the order was edited before payment. A refund changes the same figures, but the purchase stays as it was. */
function wasEdited(order: ShopifyOrder): boolean {
  const current = order.current_total_price ?? order.total_price;
  return current !== order.total_price && !(order.refunds ?? []).some(movesMoney);
}

function originalFigures(order: ShopifyOrder): Figures {
  return {
    total: order.total_price,
    totalDiscounts: order.total_discounts ?? undefined,
    tax: order.total_tax ?? ZERO,
    duties: order.original_total_duties_set?.shop_money.amount ?? ZERO,
    additionalFees: order.original_total_additional_fees_set?.shop_money.amount ?? ZERO,
  };
}

function currentFigures(order: ShopifyOrder): Figures {
  const original = originalFigures(order);
  return {
    total: order.current_total_price ?? original.total,
    totalDiscounts: order.current_total_discounts ?? original.totalDiscounts,
    tax: order.current_total_tax ?? original.tax,
    duties: order.current_total_duties_set?.shop_money.amount ?? original.duties,
    additionalFees: order.current_total_additional_fees_set?.shop_money.amount ?? original.additionalFees,
  };
}

/** `total_shipping_price_set` is before shipping discounts. Old payloads lack it, and their prices are discounted. */
function deliveryCharge(order: ShopifyOrder, shippingDiscounts: Decimal): Decimal {
  const gross = order.total_shipping_price_set?.shop_money.amount;
  if (gross !== undefined) return subtract(gross, shippingDiscounts);
  return sum(
    (order.shipping_lines ?? []).map(
      (line) => line.discounted_price ?? subtract(line.price ?? ZERO, allocated(line)),
    ),
  );
}
