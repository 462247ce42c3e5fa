import { divide, sum } from '../../model/money.ts';
import type { LineItem } from '../../model/order.ts';
import { type Cafe24Item, type Cafe24Order, unitPriceOf } from './order-schema.ts';

/** Lines that were never bought: removed before payment, or sent in exchange for another line. */
const NOT_BOUGHT = new Set(['C1', 'N2']);

/** Returns the lines that were bought. Lines cancelled, returned or exchanged after payment are kept. */
export function boughtItems({ items }: Pick<Cafe24Order, 'items'>): Cafe24Item[] {
  return items.filter(({ quantity, status_code }) => quantity > 0 && !NOT_BOUGHT.has(status_code ?? ''));
}

/** Turns a line of at least one unit into ours. Its discounts cover all its units. */
export function toLineItem(item: Cafe24Item): LineItem {
  const lineDiscount = sum([
    item.additional_discount_price,
    item.coupon_discount_price,
    item.app_item_discount_amount,
    item.market_discount_amount,
  ]);
  return {
    productId: item.product_no,
    variantId: item.variant_code,
    sku: item.custom_variant_code ?? item.custom_product_code,
    title: item.product_name,
    variantTitle: item.option_value,
    vendor: item.supplier_name,
    quantity: item.quantity,
    unitPrice: unitPriceOf(item),
    lineDiscount,
    unitDiscount: divide(lineDiscount, item.quantity),
    categories: [],
  };
}
