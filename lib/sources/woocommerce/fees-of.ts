import { type Decimal, divide, isNegative, subtract, sum, ZERO } from '../../model/money.ts';
import type { LineItem } from '../../model/order.ts';
import { asShown } from './as-shown.ts';
import type { WooCommerceOrder } from './schema.ts';

export interface Fees {
  /** Fees as items, if the order sells nothing else. */
  readonly items: readonly LineItem[];
  /** The other positive fees, as shown to the buyer. */
  readonly charged: Decimal;
  /** What negative fees take off: a discount given by a plug-in. */
  readonly discount: Decimal;
}

/**
 * Returns the fees of an order. Shops use fees to sell what is no product, so those of an order without lines are its
 * items; Dfinery needs one in every purchase. Pure.
 */
export function feesOf(
  { fee_lines }: Pick<WooCommerceOrder, 'fee_lines'>,
  { taxesIncluded, areItems }: { readonly taxesIncluded: boolean; readonly areItems: boolean },
): Fees {
  const fees = fee_lines.entries.map(({ name, total, total_tax }) => ({
    name,
    amount: asShown(total, { tax: total_tax, taxesIncluded }),
  }));
  const positive = fees.filter(({ amount }) => amount !== ZERO && !isNegative(amount));
  const discount = subtract(ZERO, sum(fees.map(({ amount }) => amount).filter(isNegative)));
  return areItems
    ? { items: positive.map(toItem), charged: ZERO, discount }
    : { items: [], charged: sum(positive.map(({ amount }) => amount)), discount };
}

function toItem({ name, amount }: { readonly name: string | undefined; readonly amount: Decimal }): LineItem {
  return {
    productId: undefined,
    variantId: undefined,
    sku: undefined,
    title: name ?? 'fee',
    variantTitle: undefined,
    vendor: undefined,
    quantity: 1,
    unitPrice: divide(amount, 1),
    linePrice: amount,
    lineDiscount: ZERO,
    unitDiscount: ZERO,
    categories: [],
  };
}
