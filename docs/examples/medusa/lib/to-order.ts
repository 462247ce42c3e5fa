/**
 * The order of Medusa 2 as `query.graph` returns it, written as JSON: its amounts are numbers in major units (9.99 is
 * € 9.99), its dates text. Only what is read.
 * @see https://docs.medusajs.com/resources/commerce-modules/order/order-totals
 * @see https://docs.medusajs.com/api/admin#orders_order_schema
 */
export interface MedusaOrder {
  id: string;
  display_id: number;
  status: string;
  created_at: string;
  canceled_at?: string | null;
  currency_code: string;
  email?: string | null;
  customer?: { id: string; has_account: boolean; email?: string | null; phone?: string | null } | null;
  billing_address?: { phone?: string | null; country_code?: string | null } | null;
  items: MedusaItem[];
  shipping_methods: (Taxed & { amount: number })[];
  /** After discounts, with tax, before credit lines. What was sent back is taken off. */
  item_total: number;
  shipping_total: number;
  /** Gift cards and store credit, and an entry for each refund. */
  credit_lines?: { amount: number; created_at: string }[];
  payment_collections?: { payments?: MedusaPayment[] }[];
}

interface MedusaItem extends Taxed {
  product_id?: string | null;
  variant_id?: string | null;
  variant_sku?: string | null;
  title: string;
  product_title?: string | null;
  variant_title?: string | null;
  unit_price: number;
  quantity: number;
  detail?: { return_received_quantity?: number; return_dismissed_quantity?: number } | null;
}

interface Taxed {
  is_tax_inclusive: boolean;
  tax_lines?: { rate: number }[];
  adjustments?: { amount: number; is_tax_inclusive?: boolean; code?: string | null }[];
}

interface MedusaPayment {
  provider_id: string;
  canceled_at?: string | null;
  captures?: { amount: number }[];
  refunds?: { id: string; amount: number; created_at: string }[];
}

/** The fields that an order is read from, for `query.graph`. */
export const fields = [
  ...['id', 'display_id', 'status', 'created_at', 'canceled_at', 'currency_code', 'email', 'customer.*'],
  ...['total', 'item_total', 'shipping_total', 'credit_lines.*', 'billing_address.*'],
  ...['items.*', 'items.detail.*', 'items.adjustments.*', 'items.tax_lines.*'],
  ...['shipping_methods.*', 'shipping_methods.adjustments.*', 'shipping_methods.tax_lines.*'],
  ...['payment_collections.payments.*', 'payment_collections.payments.captures.*'],
  'payment_collections.payments.refunds.*',
];

/** Amounts are added as whole millionths, because 0.1 + 0.2 is not 0.3. */
const MILLION = 1_000_000;

/** A credit line that was made later than this after its order stands for a refund. It pays nothing. */
const WITH_THE_ORDER_MS = 60_000;

/**
 * Returns the order in the adapter’s schema (docs/schemas/order.v1.json), as it was bought. Medusa does not round taxes
 * and discounts, so they are rounded here to the currency’s decimals; what that changes in the sum stands in `fees` or
 * `order_discount`. Medusa’s own total is sent, so a figure that is missing shows as `MoneyMismatch`. Medusa takes what
 * was sent back off its totals; only then is the total worked out from prices, discounts and rates of tax.
 */
export function toOrder(order: MedusaOrder) {
  const currency = order.currency_code.toUpperCase();
  const rounded = roundTo(decimalsOf(currency));
  const taxesIncluded = order.items.every((item) => item.is_tax_inclusive);

  const items = order.items.map((item) => ({ item, ...figuresOf(item, amountOf(item), taxesIncluded) }));
  const methods = order.shipping_methods.map((method) => figuresOf(method, method.amount, taxesIncluded));
  const lines = items.map(({ item, price, discount }) =>
    toLine(item, { price, discount: rounded(discount) }),
  );
  const delivery = rounded(sum(methods.map(({ price, discount }) => price - discount)));
  const tax = rounded(sum([...items, ...methods].map((line) => line.tax)));
  const worth = sum([...items, ...methods].map((line) => line.net + line.tax));
  const total = rounded(order.items.some(isReturned) ? worth : order.item_total + order.shipping_total);

  const sumOfLines = sum(
    lines.map((line) => millionths(line.unit_price) * line.quantity - millionths(line.discount)),
  );
  const rest = total - sumOfLines - delivery - (taxesIncluded ? 0 : tax);
  const isRounding = Math.abs(rest) <= (rounded.unit / 2) * (lines.length + 3);

  const credit = rounded(
    sum((order.credit_lines ?? []).filter(isMadeWith(order)).map(({ amount }) => amount)),
  );
  const payments = (order.payment_collections ?? []).flatMap((collection) => collection.payments ?? []);
  const refunds = payments.flatMap((payment) => payment.refunds ?? []);
  const methodsOfPayment = payments
    .filter((payment) => !payment.canceled_at)
    .map(({ provider_id }) => provider_id);

  return {
    id: order.id,
    number: order.display_id,
    placed_at: new Date(order.created_at).toISOString(),
    payment_status: statusOf(order, { payments, due: total - credit, rounded }),
    cancelled_at: order.status === 'canceled' ? (order.canceled_at ?? undefined) : undefined,
    currency,
    total: toText(total),
    items: lines,
    customer: toCustomer(order),
    delivery_charge: toText(delivery),
    order_discount: toText(isRounding && rest < 0 ? -rest : 0),
    fees: toText(isRounding && rest > 0 ? rest : 0),
    tax: toText(tax),
    taxes_included: taxesIncluded,
    payment_methods: credit > 0 ? [...methodsOfPayment, 'gift_card'] : methodsOfPayment,
    coupon_codes: couponsOf([...order.items, ...order.shipping_methods]),
    refunds: refunds.map(({ id, amount, created_at }) => ({
      id,
      amount: toText(rounded(amount)),
      refunded_at: new Date(created_at).toISOString(),
    })),
    paid_with_credit: toText(credit),
  };
}

/** Goods by weight are one unit at the price of the line. */
function amountOf({ unit_price, quantity }: MedusaItem): number {
  return unit_price * quantity;
}

/**
 * Returns what a line cost and what was taken off it, with tax if the order’s prices are. A promotion says for itself
 * whether its amount includes the tax. The tax is that of the reduced price, as Medusa reckons it.
 */
function figuresOf(line: Taxed, amount: number, taxesIncluded: boolean) {
  const rate = sum((line.tax_lines ?? []).map((tax) => tax.rate)) / 100;
  const netOf = (given: number, isInclusive = false) => (isInclusive ? given / (1 + rate) : given);
  const price = netOf(amount, line.is_tax_inclusive);
  const discount = sum((line.adjustments ?? []).map((one) => netOf(one.amount, one.is_tax_inclusive)));
  const factor = taxesIncluded ? 1 + rate : 1;
  const net = price - discount;
  return { price: price * factor, discount: discount * factor, net, tax: Math.max(net, 0) * rate };
}

function toLine(item: MedusaItem, { price, discount }: { price: number; discount: number }) {
  const quantity = Number.isInteger(item.quantity) ? item.quantity : 1;
  return {
    product_id: item.product_id,
    variant_id: item.variant_id,
    sku: item.variant_sku,
    name: item.product_title ?? item.title,
    variant_name: item.variant_title,
    quantity,
    unit_price: toText(millionths(quantity === 0 ? 0 : price / quantity)),
    discount: toText(discount),
  };
}

/** Medusa keeps a customer for a guest, too, who has no account. */
function toCustomer({ customer, email, billing_address }: MedusaOrder) {
  return {
    id: customer?.has_account === true ? customer.id : undefined,
    email: email ?? customer?.email,
    phone: billing_address?.phone || customer?.phone,
    country: billing_address?.country_code?.toUpperCase(),
  };
}

function statusOf(
  order: MedusaOrder,
  { payments, due, rounded }: { payments: MedusaPayment[]; due: number; rounded: (amount: number) => number },
) {
  const captured = rounded(
    sum(payments.flatMap(({ captures = [] }) => captures.map(({ amount }) => amount))),
  );
  const refunded = rounded(sum(payments.flatMap(({ refunds = [] }) => refunds.map(({ amount }) => amount))));
  if (captured === 0 && order.status === 'canceled') return 'voided';
  if (captured < due) return payments.some((payment) => !payment.canceled_at) ? 'authorized' : 'pending';
  if (refunded === 0) return 'paid';
  return refunded < captured ? 'partially_refunded' : 'refunded';
}

function isReturned({ detail }: MedusaItem): boolean {
  return (detail?.return_received_quantity ?? 0) + (detail?.return_dismissed_quantity ?? 0) > 0;
}

function isMadeWith(order: MedusaOrder) {
  return (line: { created_at: string }) =>
    Date.parse(line.created_at) - Date.parse(order.created_at) < WITH_THE_ORDER_MS;
}

function couponsOf(lines: Taxed[]): string[] {
  return [...new Set(lines.flatMap(({ adjustments = [] }) => adjustments.flatMap(({ code }) => code || [])))];
}

/** Returns a function that rounds an amount half up to the decimals of a currency, in millionths. */
function roundTo(decimals: number) {
  const unit = MILLION / 10 ** decimals;
  return Object.assign((amount: number) => Math.round(millionths(amount) / unit) * unit, { unit });
}

function decimalsOf(currency: string): number {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}

function millionths(amount: number | string): number {
  return Math.round(Number(`${Number(amount).toFixed(9)}e6`));
}

function toText(amount: number): string {
  return String(amount / MILLION);
}

function sum(amounts: number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
