import { PayloadError } from '../../model/errors.ts';
import { type Decimal, isNegative, isZero, subtract, sum, ZERO } from '../../model/money.ts';
import type { LineItem } from '../../model/order.ts';
import { asShown } from './as-shown.ts';
import { under } from './loose-list.ts';
import type { WooCommerceOrder } from './schema.ts';
import { isFractional, toLineItem } from './to-line-item.ts';

export interface Lines {
  readonly items: readonly LineItem[];
  /** What negative lines take off, as shown to the buyer. */
  readonly discount: Decimal;
  /** Number of lines whose fractional quantity became one unit. */
  readonly fractional: number;
  /** Number of lines that were set aside. */
  readonly odd: number;
}

/**
 * Returns the lines of an order. Lines of quantity 0 are left out. A line of negative value is no item but a discount: a
 * credit or a deposit that plug-ins write as a line. Pure.
 * @throws {PayloadError} lines were set aside and none is left. Thrown only if a purchase `needsLines`.
 */
export function linesOf(
  { line_items }: Pick<WooCommerceOrder, 'line_items'>,
  { taxesIncluded, needsLines }: { readonly taxesIncluded: boolean; readonly needsLines: boolean },
): Lines {
  const lines = line_items.entries.filter(({ quantity }) => !isZero(quantity));
  const worth = (line: (typeof lines)[number]) => asShown(line.total, { tax: line.total_tax, taxesIncluded });
  const positive = lines.filter((line) => !isNegative(worth(line)));
  const negative = lines.filter((line) => isNegative(worth(line)));
  const sold = positive.filter(({ quantity }) => !isNegative(quantity));
  const odd = [
    ...line_items.odd,
    ...positive
      .filter(({ quantity }) => isNegative(quantity))
      .map(() => [{ path: '', message: 'a quantity is negative' }]),
  ];
  if (needsLines && sold.length === 0 && odd.length > 0) {
    throw new PayloadError(odd.flat().map((issue) => under('line_items', issue)));
  }
  return {
    items: sold.map((line) => toLineItem(line, taxesIncluded)),
    discount: subtract(ZERO, sum(negative.map(worth))),
    fractional: sold.filter(isFractional).length,
    odd: odd.length,
  };
}
