import { divide, sum, ZERO } from '../../../../lib/model/money.ts';
import type { Customer, LineItem, Order, Stage } from '../../../../lib/model/order.ts';
import type { ShopOrder } from './schema.ts';

// TO DO 60: What does each figure mean? Lines, discounts, delivery, tax and fees have to add up to the total; work one order out by hand in read-order.test.ts.

/** Turns an order of the platform into ours. Pure. */
export function toOrder(
  order: ShopOrder,
  { stage, shop }: { readonly stage: Stage; readonly shop: string },
): Order {
  const items = order.lines.filter(({ quantity }) => quantity > 0).map(toItem);
  return {
    source: 'my-shop',
    shop,
    id: order.id,
    name: order.number,
    stage,
    placedAt: order.created_at,
    changedAt: order.updated_at,
    currency: order.currency,
    customer: toCustomer(order.customer ?? {}),
    items,
    total: order.total,
    deliveryCharge: order.shipping,
    orderDiscount: order.discount,
    totalDiscount: sum([...items.map(({ lineDiscount }) => lineDiscount), order.discount]),
    tax: order.tax,
    taxesIncluded: true,
    fees: ZERO,
    paymentMethods: order.payment_method === undefined ? [] : [order.payment_method],
    couponCodes: order.coupon_codes,
    paidWithCredit: undefined,
    sourceName: undefined,
    refunds: order.refunds.map(({ id, created_at: refundedAt, amount }) => ({
      id,
      refundedAt,
      amount,
      items: [],
      delivery: ZERO,
    })),
  };
}

function toItem(line: ShopOrder['lines'][number]): LineItem {
  return {
    productId: line.product_id,
    variantId: undefined,
    sku: line.sku,
    title: line.name,
    variantTitle: undefined,
    vendor: undefined,
    quantity: line.quantity,
    unitPrice: line.price,
    lineDiscount: line.discount,
    unitDiscount: divide(line.discount, line.quantity),
    categories: [],
  };
}

/** Never the recipient: the phone of a shipping address is another person's. */
function toCustomer({ id, email, phone }: Partial<NonNullable<ShopOrder['customer']>>): Customer {
  return {
    id: id ?? undefined,
    emails: email === undefined ? [] : [email],
    phones: phone === undefined ? [] : [{ number: phone, country: 'KR' }],
  };
}
