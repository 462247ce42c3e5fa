import { PayloadError } from '../../model/errors.ts';
import { type Decimal, subtract, sum, ZERO } from '../../model/money.ts';
import type { LineItem, Refund } from '../../model/order.ts';
import type { ShopifyRefund } from './refund-schema.ts';
import type { ShopifyOrder } from './schema.ts';
import { isTip, toPartOfLine } from './to-line-item.ts';

type Transaction = NonNullable<ShopifyRefund['transactions']>[number];
type PlacedRefund = ShopifyRefund & { readonly index: number };

/**
 * Returns the completed refunds: those with a successful transaction and none pending. Edits have no transactions. A
 * pending refund comes with a later delivery, in one piece. Pure.
 * @throws {PayloadError} a completed refund has no id or time.
 */
export function toRefunds(order: ShopifyOrder): Refund[] {
  return (order.refunds ?? [])
    .map((refund, index) => ({ ...refund, index }))
    .filter(isPaidBack)
    .map((refund) => toRefund(order, refund));
}

/** True if a refund moves any money, now or later. Then more than an edit changed the order's figures. */
export function movesMoney({ transactions }: ShopifyRefund): boolean {
  return (transactions ?? []).some(isRefund);
}

function isPaidBack({ transactions }: ShopifyRefund): boolean {
  const refunds = (transactions ?? []).filter(isRefund);
  return refunds.some(isSuccess) && !refunds.some(({ status }) => status === 'pending');
}

function isRefund({ kind }: Transaction): boolean {
  return kind === 'refund';
}

function isSuccess({ status }: Transaction): boolean {
  return status === 'success';
}

function toRefund(order: ShopifyOrder, refund: PlacedRefund): Refund {
  return {
    id: refund.id ?? missing(refund, 'id'),
    refundedAt: refund.processed_at ?? refund.created_at ?? missing(refund, 'created_at'),
    amount: amountOf(order, refund),
    items: toItems(order, refund),
    delivery: deliveryOf(refund),
  };
}

function missing({ index }: PlacedRefund, field: string): never {
  throw new PayloadError([{ path: `refunds.${index}.${field}`, message: 'missing' }]);
}

/**
 * Transactions hold the exact amount, but in the buyer's currency. If that
 * is not the shop's, the amount is the sum of the refund's own figures.
 */
function amountOf(order: ShopifyOrder, refund: ShopifyRefund): Decimal {
  const paid = (refund.transactions ?? []).filter((entry) => isRefund(entry) && isSuccess(entry));
  const isShown = (code: string | null | undefined): boolean => (code ?? order.currency) === order.currency;
  const amounts = paid.flatMap(({ amount, currency }) => (amount != null && isShown(currency) ? amount : []));
  const isComplete = isShown(order.presentment_currency) && amounts.length === paid.length;
  return isComplete ? sum(amounts) : sumOfFigures(refund, order.taxes_included ?? false);
}

function sumOfFigures(refund: ShopifyRefund, taxesIncluded: boolean): Decimal {
  const lines = (refund.refund_line_items ?? []).flatMap(({ subtotal_set, total_tax_set }) => [
    shopAmount(subtotal_set),
    taxesIncluded ? ZERO : shopAmount(total_tax_set),
  ]);
  const others = [refund.total_duties_set, refund.total_additional_fees_set].map(shopAmount);
  const discrepancies = adjustments(refund, ({ kind }) => kind !== 'shipping_refund');
  return subtract(sum([...lines, ...others, deliveryOf(refund)]), ...discrepancies);
}

/** The adjustment includes the tax of the shipping. Without an adjustment, the shipping lines count. */
function deliveryOf(refund: ShopifyRefund): Decimal {
  const adjusted = adjustments(refund, ({ kind }) => kind === 'shipping_refund');
  if (adjusted.length > 0) return subtract(ZERO, ...adjusted);
  return sum(
    (refund.refund_shipping_lines ?? []).flatMap(({ subtotal_amount_set, tax_amount_set }) => [
      shopAmount(subtotal_amount_set),
      shopAmount(tax_amount_set),
    ]),
  );
}

type Adjustment = NonNullable<ShopifyRefund['order_adjustments']>[number];

function adjustments(
  { order_adjustments }: ShopifyRefund,
  isWanted: (entry: Adjustment) => boolean,
): Decimal[] {
  return (order_adjustments ?? [])
    .filter(isWanted)
    .map(({ amount_set, tax_amount_set }) => sum([shopAmount(amount_set), shopAmount(tax_amount_set)]));
}

function shopAmount(set: ShopifyRefund['total_duties_set']): Decimal {
  return set?.shop_money.amount ?? ZERO;
}

/** Empty if one of the lines is not included. */
function toItems({ currency }: ShopifyOrder, { refund_line_items }: ShopifyRefund): LineItem[] {
  const lines = (refund_line_items ?? []).filter(({ quantity }) => quantity > 0);
  const items = lines.flatMap(({ line_item, quantity }) =>
    line_item == null || isTip(line_item) ? [] : toPartOfLine(line_item, { quantity, currency }),
  );
  const isComplete = lines.every(({ line_item }) => line_item != null);
  return isComplete ? items : [];
}
