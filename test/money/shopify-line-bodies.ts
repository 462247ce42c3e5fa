import { toText } from './amount-text.ts';
import { unitsLeft } from './shop-account.ts';
import { type OrderLine, type ShopOrder, TIP } from './shop-order.ts';

type Json = Readonly<Record<string, unknown>>;

/** Returns a line as it was bought. */
export function lineItem({ ways }: Pick<ShopOrder, 'ways'>, line: OrderLine): Json {
  // Applications are numbered as they came: those of the checkout, line by line, and then those of later edits.
  const applied = [
    { amount: line.discount, index: line.id },
    { amount: line.laterDiscount, index: 100 + line.id },
  ];
  return {
    id: 13_000_000_000_000 + line.id,
    product_id: 7_500_000_000_000 + line.id,
    variant_id: 42_500_000_000_000 + line.id,
    sku: `SKU-${line.id}`,
    title: `Item ${line.id}`,
    variant_title: null,
    vendor: 'Shop',
    quantity: line.quantity,
    current_quantity: unitsLeft(line),
    price: toText(line.price, ways.currency),
    total_discount: toText(0, ways.currency),
    discount_allocations: applied
      .filter(({ amount }) => amount > 0)
      .map(({ amount, index }) => ({
        amount: toText(amount, ways.currency),
        discount_application_index: index,
      })),
    gift_card: false,
  };
}

/** Returns the line of the tip, which only a tip's key tells from the others. */
export function tipItem({ ways, tip, isTipOut }: Pick<ShopOrder, 'ways' | 'tip' | 'isTipOut'>): Json {
  const line = { id: TIP, price: tip, quantity: 1, discount: 0, tax: 0, isPaid: true, laterDiscount: 0 };
  const out = isTipOut ? 1 : 0;
  return {
    ...lineItem({ ways }, { ...line, out }),
    product_id: null,
    variant_id: null,
    tip_payment_gateway: 'card',
  };
}
