import { type Decimal, isNegative, isZero, multiply, subtract, sum, ZERO } from '../../model/money.ts';
import type { LineItem } from '../../model/order.ts';
import { type Due, showsExchange } from './due.ts';
import { currentFigures, type Figures, originalFigures } from './figures.ts';
import { withoutLaterDiscounts } from './later-discounts.ts';
import { moneyDecimals } from './money-decimals.ts';
import { movedNoMoney, type RefundFigures } from './refund-figures.ts';
import type { ShopifyLineItem, ShopifyOrder } from './schema.ts';
import { isTip, lineDiscount, toLineItem, toPartOfLine } from './to-line-item.ts';

/** The lines and figures that what is due is made of, and the lines that were taken out before it was paid. */
export type Standing = Figures & {
  readonly items: readonly LineItem[];
  readonly takenOut: readonly LineItem[];
};

/**
 * Returns the lines and figures that add up to what is due. Those the order was placed with, if all of it is due; the
 * current ones, if those are; else the first without the lines that left without money. What no line explains
 * is discount of the order, so that the figures disagree only where the platform's do. Pure.
 */
export function standingOf(order: ShopifyOrder, refunds: readonly RefundFigures[], due: Due): Standing {
  if (isZero(due.takenOut)) return asPlaced(withoutLaterDiscounts(order));
  const returned = refunds.some(
    (entry) => !movedNoMoney(entry) && entry.refund.refund_line_items.read.length > 0,
  );
  const isCurrent = due.total === order.current_total_price && !returned;
  const standing = isCurrent ? asCurrent(order) : asLeft(order, due.takenOut, takenLines(order, refunds));
  // Of an order of which something is due, some line has to stand.
  return standing.items.some(({ quantity }) => quantity > 0)
    ? standing
    : asLeft(order, due.takenOut, NO_LINES);
}

function asPlaced(order: ShopifyOrder): Standing {
  return { ...originalFigures(order), items: productLines(order).map(toLineItem), takenOut: [] };
}

function asCurrent(order: ShopifyOrder): Standing {
  const decimals = moneyDecimals(order);
  const parts = productLines(order).map((line) => {
    const left = line.current_quantity ?? line.quantity;
    return [left, line.quantity - left].map((quantity) => toPartOfLine(line, { quantity, decimals }));
  });
  const at = (index: number) => parts.flatMap((part) => part[index] ?? []);
  return { ...currentFigures(order), items: at(0), takenOut: at(1) };
}

function productLines({ line_items }: ShopifyOrder): ShopifyLineItem[] {
  return line_items.read.filter((line) => !isTip(line));
}

/** Units of a line that left without money. */
interface TakenLine {
  readonly line: ShopifyLineItem;
  readonly quantity: number;
  readonly discount: Decimal;
  /** Zero if prices include it. */
  readonly tax: Decimal;
}

const NO_LINES = (): TakenLine[] => [];

function asLeft(order: ShopifyOrder, taken: Decimal, linesWorth: (taken: Decimal) => TakenLine[]): Standing {
  const placed = asPlaced(order);
  const removed = smallerThan(taken, placed.removedDelivery);
  const lines = linesWorth(subtract(taken, removed));
  const explained = sum([removed, ...lines.map(worthOf)]);
  const rest = subtract(taken, explained);
  const discounts = lines.map(({ discount }) => discount);
  return {
    ...placed,
    delivery: subtract(placed.delivery, removed),
    tax: subtract(placed.tax, ...lines.map(({ tax }) => tax)),
    totalDiscount: subtract(sum([placed.totalDiscount, rest]), ...discounts),
    items: productLines(order).map((line) =>
      without(
        toLineItem(line),
        lines.filter((entry) => entry.line === line),
      ),
    ),
    takenOut: lines.map(({ line, quantity, discount }) => ({
      ...toLineItem(line),
      quantity,
      lineDiscount: discount,
    })),
  };
}

function smallerThan(limit: Decimal, amount: Decimal): Decimal {
  return isNegative(subtract(limit, amount)) ? ZERO : amount;
}

function worthOf({ line, quantity, discount, tax }: TakenLine): Decimal {
  return sum([multiply(line.price, quantity), tax, subtract(ZERO, discount)]);
}

function without(item: LineItem, taken: readonly TakenLine[]): LineItem {
  const quantity = taken.reduce((left, entry) => left - entry.quantity, item.quantity);
  return {
    ...item,
    quantity,
    lineDiscount: subtract(item.lineDiscount, ...taken.map(({ discount }) => discount)),
  };
}

/**
 * Returns how to find the lines for what was taken out: those of refunds that moved no money, or of those without any
 * transaction, if they are worth no more; else those that went out in exchange, if they are worth exactly that; else none.
 */
function takenLines(order: ShopifyOrder, refunds: readonly RefundFigures[]) {
  const linesOfThose = (isMeant: (entry: RefundFigures) => boolean) =>
    refunds.filter(isMeant).flatMap((entry) => linesOf(order, entry));
  const candidates = [linesOfThose(movedNoMoney), linesOfThose(({ state }) => state === 'unmoved')];
  const exchanged = showsExchange(order) ? stillThere(order) : [];
  return (taken: Decimal): TakenLine[] => {
    const fit = candidates.find(
      (lines) => lines.length > 0 && !isNegative(subtract(taken, worthOfAll(lines))),
    );
    return fit ?? (worthOfAll(exchanged) === taken ? exchanged : []);
  };
}

function worthOfAll(lines: readonly TakenLine[]): Decimal {
  return sum(lines.map(worthOf));
}

function linesOf(order: ShopifyOrder, { refund }: RefundFigures): TakenLine[] {
  return refund.refund_line_items.read.flatMap((entry) => {
    const id = entry.line_item_id ?? entry.line_item?.id;
    const line = productLines(order).find((candidate) => candidate.id !== undefined && candidate.id === id);
    const { quantity } = entry;
    if (line === undefined || quantity === 0 || quantity > line.quantity) return [];
    const paid = entry.subtotal_set?.shop_money.amount;
    const share = toPartOfLine(line, { quantity, decimals: moneyDecimals(order) }).lineDiscount;
    const exact = paid === undefined ? share : subtract(multiply(line.price, quantity), paid);
    const isPlausible = !isNegative(exact) && !isNegative(subtract(lineDiscount(line), exact));
    const tax = order.taxes_included === true ? ZERO : (entry.total_tax_set?.shop_money.amount ?? ZERO);
    return [{ line, quantity, discount: isPlausible ? exact : share, tax }];
  });
}

/** In an exchange that was paid back in part, the lines that are still there went out for those that came back. */
function stillThere(order: ShopifyOrder): TakenLine[] {
  const decimals = moneyDecimals(order);
  return productLines(order).flatMap((line) => {
    const quantity = line.current_quantity ?? line.quantity;
    const discount = toPartOfLine(line, { quantity, decimals }).lineDiscount;
    return quantity === 0 ? [] : [{ line, quantity, discount, tax: ZERO }];
  });
}
