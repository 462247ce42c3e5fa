import { PayloadError } from '../../errors.ts';
import { currencyDecimals, type Decimal, divide, multiply, round, subtract, sum, ZERO } from '../../money.ts';
import type { Customer, LineItem, Order } from '../../order.ts';
import type { ShopifyLineItem, ShopifyOrder } from './schema.ts';

/** Figures of the order that an edit changes. */
interface Figures {
  readonly total: Decimal;
  readonly totalDiscounts: Decimal | undefined;
  readonly tax: Decimal;
  readonly duties: Decimal;
  readonly additionalFees: Decimal;
}

/**
 * Turns a Shopify order into ours. `shop` is the connection's, never a header's. Pure.
 * @throws {PayloadError} the order does not say when it was placed.
 */
export function toOrder(order: ShopifyOrder, shop: string): Order {
  const edited = wasEdited(order);
  const figures = edited ? currentFigures(order) : originalFigures(order);
  const items = order.line_items
    .filter((line) => !isTip(line))
    .map((line) => (edited ? toEditedLineItem(line, order.currency) : toLineItem(line)));
  const lineDiscounts = sum(items.map((item) => item.lineDiscount));
  const shippingDiscounts = sum((order.shipping_lines ?? []).map(allocated));
  const totalDiscount = figures.totalDiscounts ?? sum([lineDiscounts, shippingDiscounts]);

  return {
    source: 'shopify',
    shop,
    id: order.id,
    name: order.name,
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
    // Transactions are not part of the order, so what a gift card paid is not known here.
    paidWithCredit: undefined,
    sourceName: order.source_name,
  };
}

function placedAt(order: ShopifyOrder): string {
  const instant = order.processed_at ?? order.created_at;
  if (instant == null) throw new PayloadError([{ path: 'created_at', message: 'missing' }]);
  return instant;
}

/** An order that was edited before it was paid. A refund changes the same figures, but the purchase stays what it was. */
function wasEdited(order: ShopifyOrder): boolean {
  const current = order.current_total_price ?? order.total_price;
  const transactions = (order.refunds ?? []).flatMap((refund) => refund.transactions ?? []);
  return current !== order.total_price && !transactions.some(({ kind }) => kind === 'refund');
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

function isTip(line: ShopifyLineItem): boolean {
  return line.tip_payment_gateway !== undefined;
}

function toLineItem(line: ShopifyLineItem): LineItem {
  const discount = lineDiscount(line);
  return {
    productId: line.product_id,
    variantId: line.variant_id,
    sku: line.sku,
    title: line.title,
    variantTitle: line.variant_title,
    vendor: line.vendor,
    quantity: line.quantity,
    unitPrice: round(line.price, 6),
    lineDiscount: discount,
    unitDiscount: line.quantity === 0 ? ZERO : divide(discount, line.quantity),
    categories: [],
  };
}

/** Allocations stay those of the original quantity, so an edited line keeps its share of them, in whole cents. */
function toEditedLineItem(line: ShopifyLineItem, currency: string): LineItem {
  const item = toLineItem(line);
  const quantity = line.current_quantity ?? line.quantity;
  if (quantity === line.quantity) return item;
  const share = round(multiply(item.unitDiscount, quantity), currencyDecimals(currency));
  return { ...item, quantity, lineDiscount: share };
}

function lineDiscount(line: ShopifyLineItem): Decimal {
  const hasAllocations = line.discount_allocations != null && line.discount_allocations.length > 0;
  return hasAllocations ? allocated(line) : (line.total_discount ?? ZERO);
}

function allocated({ discount_allocations }: Pick<ShopifyLineItem, 'discount_allocations'>): Decimal {
  return sum((discount_allocations ?? []).map(({ amount }) => amount));
}

/** `total_shipping_price_set` is before shipping discounts; old payloads without it have discounted prices. */
function deliveryCharge(order: ShopifyOrder, shippingDiscounts: Decimal): Decimal {
  const gross = order.total_shipping_price_set?.shop_money.amount;
  if (gross !== undefined) return subtract(gross, shippingDiscounts);
  return sum(
    (order.shipping_lines ?? []).map(
      (line) => line.discounted_price ?? subtract(line.price ?? ZERO, allocated(line)),
    ),
  );
}

function toCustomer(order: ShopifyOrder): Customer {
  const billing = order.billing_address;
  const candidates = [
    { number: order.phone, country: undefined },
    { number: order.customer?.phone, country: undefined },
    { number: billing?.phone, country: billing?.country_code },
  ];
  return {
    id: order.customer?.id,
    emails: [order.email, order.contact_email, order.customer?.email].filter((email) => email !== undefined),
    phones: candidates.flatMap(({ number, country }) => (number === undefined ? [] : { number, country })),
  };
}
