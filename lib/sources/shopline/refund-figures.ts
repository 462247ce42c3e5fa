import { type Decimal, isNegative, smaller, subtract, sum, ZERO } from '../../model/money.ts';
import type { ShoplineOrder, ShoplineRefund } from './schema.ts';

/**
 * Whether a refund moved money: `untold` if the body does not say it, `unmoved` without a transaction, `pending` with one
 * that is or may be on its way, `done` with a successful one and none pending, `failed` with failed ones only.
 */
export type RefundState = 'untold' | 'unmoved' | 'pending' | 'done' | 'failed';

/** What a refund says in figures, in the shop's currency. */
export interface RefundFigures {
  readonly refund: ShoplineRefund;
  readonly state: RefundState;
  /** What arrived, or is on its way. */
  readonly money: Decimal;
  /** Refunded delivery with its tax; never more than the money. */
  readonly delivery: Decimal;
  /** True if the transactions are in another currency, so that the money is what the lines were worth. */
  readonly isEstimated: boolean;
}

/** Returns what each readable refund of an order says, in the order's sequence. Pure. */
export function refundFigures(order: ShoplineOrder, currency: string): RefundFigures[] {
  return order.refunds.read.map((refund) => {
    const state = stateOf(refund);
    const meant = transactionsOf(refund).filter(({ status = '' }) =>
      state === 'done' ? status === 'success' : !FAILED.has(status),
    );
    const isEstimated = meant.some(({ currency: code = currency }) => code !== currency);
    const delivery = deliveryOf(refund);
    const money = isEstimated
      ? sum([...valuesOf(refund, order.taxes_included ?? false), delivery])
      : sum(meant.map(({ amount }) => amount));
    return { refund, state, money, delivery: smaller(delivery, money), isEstimated };
  });
}

function transactionsOf({ transactions }: ShoplineRefund) {
  return (transactions?.read ?? []).filter(({ kind = 'refund' }) => kind === 'refund');
}

/** The first two in one list of the documents, the third in another. */
const FAILED = new Set(['failure', 'error', 'fail']);

function stateOf(refund: ShoplineRefund): RefundState {
  if (refund.transactions == null) return 'untold';
  const statuses = transactionsOf(refund).map(({ status = '' }) => status);
  if (statuses.includes('pending') || statuses.includes('created')) return 'pending';
  if (statuses.includes('success')) return 'done';
  // One that says no status or cannot be read may be on its way.
  if (refund.transactions.setAside > 0 || statuses.some((status) => !FAILED.has(status))) return 'pending';
  return statuses.length > 0 ? 'failed' : 'unmoved';
}

/** Returns what the refunded lines were worth to the buyer. */
function valuesOf({ refund_line_items }: ShoplineRefund, taxesIncluded: boolean): Decimal[] {
  return refund_line_items.read.flatMap(({ subtotal, subtotal_set, total_tax, total_tax_set }) => [
    subtotal_set?.shop_money.amount ?? subtotal ?? ZERO,
    taxesIncluded ? ZERO : (total_tax_set?.shop_money.amount ?? total_tax ?? ZERO),
  ]);
}

function deliveryOf({ order_adjustments }: ShoplineRefund): Decimal {
  const adjustments = order_adjustments.read.filter(({ kind }) => kind === 'shipping_refund');
  return sum(
    adjustments.flatMap(({ amount, amount_set, tax_amount, tax_amount_set }) => [
      withoutSign(amount_set?.shop_money.amount ?? amount ?? ZERO),
      withoutSign(tax_amount_set?.shop_money.amount ?? tax_amount ?? ZERO),
    ]),
  );
}

function withoutSign(amount: Decimal): Decimal {
  return isNegative(amount) ? subtract(ZERO, amount) : amount;
}
