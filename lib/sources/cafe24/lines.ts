import { type Decimal, divide, isNegative, multiply, subtract, sum, ZERO } from '../../model/money.ts';
import type { LineItem, Stage } from '../../model/order.ts';
import { type Cafe24Item, type Cafe24Order, nameOf, unitPriceOf } from './order-schema.ts';

type OrderOfLines = Pick<Cafe24Order, 'items' | 'paid'>;

/** The lines of an order with at least one unit. */
export interface OrderLines {
  /** Bought, even if cancelled, returned or exchanged after payment. Without gifts and what was sent in exchange. */
  readonly bought: readonly Cafe24Item[];
  /** Taken out before payment. */
  readonly takenOut: readonly Cafe24Item[];
}

/** Returns the lines of an order. One that was called off unpaid has all lines that it was placed with. */
export function linesOf(order: OrderOfLines, stage: Stage): OrderLines {
  const sold = order.items.filter(({ quantity, gift }) => quantity > 0 && gift !== 'T');
  const withStatus = sold.map((item) => ({ item, status: statusOf(item, order) }));
  const having = (isMeant: (status: string) => boolean) =>
    withStatus.filter(({ status }) => isMeant(status)).map(({ item }) => item);
  if (stage === 'closed') return { bought: having((status) => status !== 'N2'), takenOut: [] };
  return {
    bought: having((status) => status !== 'N2' && status !== 'C1'),
    takenOut: having((status) => status === 'C1'),
  };
}

/** What lines become once something was claimed after payment. */
const CLAIMED = new Set(['C2', 'C3', 'E1', 'N2']);

/** True if a line was cancelled after payment, returned or exchanged, or came in exchange. */
export function hasClaimedLine(order: OrderOfLines): boolean {
  return order.items.some((item) => CLAIMED.has(statusOf(item, order)));
}

/**
 * Returns the status of a line: N1, N2, C1, C2, C3 or E1. If it is missing, the order status of the line tells it: N, C,
 * R or E and a number. A line that names an exchanged one was sent in exchange, N2, whatever became of it since.
 * @see https://developers.cafe24.com/docs/api/admin/#orders-items (status_code, order_status; version 2026-03-01, read 2026-11-24)
 */
export function statusOf(item: Cafe24Item, { items, paid }: OrderOfLines): string {
  if (isSentInExchange(item, items)) return 'N2';
  if (item.status_code !== undefined) return item.status_code;
  const letter = item.order_status?.slice(0, 1);
  if (letter === 'C' && paid === 'F') return 'C1';
  return statusByLetter.get(letter) ?? 'N1';
}

const statusByLetter: ReadonlyMap<string | undefined, string> = new Map([
  ['C', 'C2'],
  ['R', 'C3'],
  ['E', 'E1'],
]);

function isSentInExchange(
  { original_item_no: originals }: Cafe24Item,
  items: readonly Cafe24Item[],
): boolean {
  return items.some(
    ({ item_no, order_status }) =>
      item_no !== undefined &&
      originals?.includes(item_no) === true &&
      order_status?.startsWith('E') === true,
  );
}

/** Turns a line of at least one unit into ours. Its discounts cover all its units, and never more than its price. */
export function toLineItem(item: Cafe24Item): LineItem {
  const lineDiscount = subtract(discountOf(item), discountBeyond(item));
  return {
    productId: item.product_no,
    variantId: item.variant_code,
    sku: item.custom_variant_code ?? item.custom_product_code,
    title: nameOf(item) ?? '',
    variantTitle: item.option_value,
    vendor: item.supplier_name,
    quantity: item.quantity,
    unitPrice: unitPriceOf(item),
    lineDiscount,
    unitDiscount: divide(lineDiscount, item.quantity),
    categories: [],
  };
}

/** Returns Σ price × quantity of lines, before any discount. */
export function grossOf(items: readonly Cafe24Item[]): Decimal {
  return sum(items.map((item) => multiply(unitPriceOf(item), item.quantity)));
}

/** Returns Σ discounts of lines. */
export function discountsOf(items: readonly Cafe24Item[]): Decimal {
  return sum(items.map(discountOf));
}

/**
 * Returns what the discounts of a line are more than its price. After a return a line that was kept may hold the discount
 * of the whole order: of 48,000 won 76,800, seen in an order of 2026.
 */
export function discountBeyond(item: Cafe24Item): Decimal {
  const beyond = subtract(discountOf(item), grossOf([item]));
  return isNegative(beyond) ? ZERO : beyond;
}

function discountOf(item: Cafe24Item): Decimal {
  return sum([
    item.additional_discount_price,
    item.coupon_discount_price,
    item.app_item_discount_amount,
    item.market_discount_amount,
  ]);
}
