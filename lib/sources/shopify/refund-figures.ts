import {
  type Decimal,
  divide,
  isNegative,
  isZero,
  multiply,
  round,
  subtract,
  sum,
  ZERO,
} from '../../model/money.ts';
import { moneyDecimals } from './money-decimals.ts';
import type { ShopifyRefund } from './refund-schema.ts';
import type { ShopifyOrder } from './schema.ts';

type Transaction = ShopifyRefund['transactions']['read'][number];
type ShippingLine = ShopifyRefund['refund_shipping_lines']['read'][number];
type OptionalMoney = ShopifyRefund['total_duties_set'];

/**
 * Whether a refund moved money: `unmoved` has no transaction of the kind `refund`, as an edit or a return without money,
 * `pending` has one that is or may be on its way, `done` a successful one and none pending, `failed` only failed ones.
 */
export type RefundState = 'unmoved' | 'pending' | 'done' | 'failed';

/** What a refund says in figures, in the shop's currency. */
export interface RefundFigures {
  readonly refund: ShopifyRefund;
  readonly state: RefundState;
  /** The value of what came back: lines, delivery, duties and fees, with their tax. `undefined` if it cannot be told. */
  readonly value: Decimal | undefined;
  /**
   * Σ adjustments but delivery's, and but those that hold back what is on its way. Negative: paid back beyond the value.
   * Positive: less was paid back.
   */
  readonly adjusted: Decimal;
  /** Refunded delivery with its tax. */
  readonly delivery: Decimal;
  /** The money of successful transactions. `undefined` if it is in another currency. */
  readonly money: Decimal | undefined;
  /** The money of pending transactions, or what they should come to if it is in another currency. */
  readonly pendingMoney: Decimal;
  /** The money of all transactions, whatever became of them. `undefined` if it is in another currency. */
  readonly triedMoney: Decimal | undefined;
}

/** Returns whether a refund moved no money, so that what it lists was taken out or is still owed. */
export function movedNoMoney({ state }: Pick<RefundFigures, 'state'>): boolean {
  return state === 'unmoved' || state === 'failed';
}

/** Returns what each readable refund of an order says, in the order's sequence. Pure. */
export function refundFigures(order: ShopifyOrder): RefundFigures[] {
  return order.refunds.read.map((refund) => figuresOf(refund, order));
}

function figuresOf(refund: ShopifyRefund, order: ShopifyOrder): RefundFigures {
  const transactions = refund.transactions.read.filter(({ kind }) => kind === 'refund');
  const delivery = deliveryOf(refund, order);
  const value = refund.refund_line_items.setAside > 0 ? undefined : valueOf(refund, { order, delivery });
  const state = stateOf(refund, transactions);
  const adjusted = state === 'pending' ? adjustedOnItsWay(refund, value) : sum(discrepancies(refund));
  const onItsWay = transactions.filter(({ status = '' }) => status !== 'success' && !FAILED.has(status));
  const pendingMoney = refund.transactions.setAside > 0 ? undefined : moneyIn(order, onItsWay);
  return {
    refund,
    state,
    value,
    adjusted,
    delivery,
    money: moneyIn(
      order,
      transactions.filter(({ status }) => status === 'success'),
    ),
    pendingMoney: pendingMoney ?? subtract(value ?? ZERO, adjusted),
    triedMoney: moneyIn(order, transactions),
  };
}

/** @see https://shopify.dev/docs/api/admin-graphql/latest/enums/OrderTransactionStatus (read 2026-11-29) */
const FAILED = new Set(['failure', 'error']);

function stateOf({ transactions }: ShopifyRefund, refunds: readonly Transaction[]): RefundState {
  if (refunds.some(({ status }) => status === 'pending')) return 'pending';
  if (refunds.some(({ status }) => status === 'success')) return 'done';
  // One that awaits a response, says no status or cannot be read may be on its way.
  if (transactions.setAside > 0 || refunds.some(({ status = '' }) => !FAILED.has(status))) return 'pending';
  return refunds.length > 0 ? 'failed' : 'unmoved';
}

const PENDING_REASON = /^pending[ _]/iu;

/**
 * Returns the adjustments of a refund on its way, but for those that hold its money back until it is paid. Which reason
 * these have is not documented. Later a negative one named pending makes up for a positive one that is named after a
 * mere discrepancy, so one without a name is known by nothing being left to pay.
 * @see https://community.shopify.com/c/Technical-Q-A/Negative-order-adjustments/td-p/859492 (+15, −15 pending; read 2026-11-29)
 * @see https://shopify.dev/docs/api/admin-graphql/latest/enums/OrderAdjustmentDiscrepancyReason (read 2026-11-29)
 */
function adjustedOnItsWay(refund: ShopifyRefund, value: Decimal | undefined): Decimal {
  const named = sum(
    discrepancies(refund, (amount, reason) => isNegative(amount) || !PENDING_REASON.test(reason)),
  );
  const isPayable = value === undefined || isNegative(subtract(named, value));
  return isPayable ? named : sum(discrepancies(refund, isNegative));
}

function discrepancies(
  refund: ShopifyRefund,
  isWanted: (amount: Decimal, reason: string) => boolean = () => true,
): Decimal[] {
  return refund.order_adjustments.read
    .filter(
      ({ kind, reason = '', amount_set }) =>
        kind !== 'shipping_refund' && isWanted(shopAmount(amount_set), reason),
    )
    .map(amountOf);
}

/**
 * Transactions hold the exact amount, but in the buyer's currency. If that is
 * not the shop's, or one does not say its amount, there is no sum.
 */
function moneyIn(order: ShopifyOrder, transactions: readonly Transaction[]): Decimal | undefined {
  const isShops = (code: string | undefined): boolean => (code ?? order.currency) === order.currency;
  if (!isShops(order.presentment_currency)) return undefined;
  const amounts = transactions.flatMap(({ amount, currency }) =>
    amount != null && isShops(currency) ? amount : [],
  );
  return amounts.length === transactions.length ? sum(amounts) : undefined;
}

/** Prices that include taxes or duties include them in the lines' subtotal as well. */
function valueOf(
  { refund_line_items, total_duties_set, total_additional_fees_set }: ShopifyRefund,
  { order, delivery }: { readonly order: ShopifyOrder; readonly delivery: Decimal },
): Decimal {
  const lines = refund_line_items.read.flatMap(({ subtotal_set, total_tax_set }) => [
    shopAmount(subtotal_set),
    order.taxes_included === true ? ZERO : shopAmount(total_tax_set),
  ]);
  const duties = order.duties_included === true ? ZERO : shopAmount(total_duties_set);
  return sum([...lines, duties, shopAmount(total_additional_fees_set), delivery]);
}

/** The adjustment includes the tax of the shipping. Without an adjustment, the shipping lines count. */
function deliveryOf(refund: ShopifyRefund, order: ShopifyOrder): Decimal {
  const adjusted = refund.order_adjustments.read.filter(({ kind }) => kind === 'shipping_refund');
  if (adjusted.length > 0) return subtract(ZERO, ...adjusted.map(amountOf));
  return sum(
    refund.refund_shipping_lines.read.flatMap((line) => [
      shopAmount(line.subtotal_amount_set),
      taxOfShipping(line, order),
    ]),
  );
}

/**
 * Since 2024-10 refunded shipping need not be an adjustment any more, and a refund that does not state its tax has only
 * that of the whole shipping line. A part of the line has its share of it.
 * @see https://shopify.dev/docs/api/admin-rest/2024-10/resources/refund (read 2026-11-28)
 */
function taxOfShipping(
  { tax_amount_set, subtotal_amount_set, shipping_line }: ShippingLine,
  order: ShopifyOrder,
) {
  if (tax_amount_set != null || order.taxes_included === true) return shopAmount(tax_amount_set);
  const tax = sum((shipping_line?.tax_lines ?? []).map(({ price }) => price ?? ZERO));
  const whole = shipping_line?.discounted_price ?? shipping_line?.price ?? ZERO;
  const part = shopAmount(subtotal_amount_set);
  if (isZero(whole) || !isNegative(subtract(part, whole))) return tax;
  return round(divide(multiply(tax, part), whole), moneyDecimals(order));
}

type Adjustment = ShopifyRefund['order_adjustments']['read'][number];

function amountOf({ amount_set, tax_amount_set }: Adjustment): Decimal {
  return sum([shopAmount(amount_set), shopAmount(tax_amount_set)]);
}

function shopAmount(set: OptionalMoney): Decimal {
  return set?.shop_money.amount ?? ZERO;
}
