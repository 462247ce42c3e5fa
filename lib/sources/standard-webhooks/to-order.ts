import { divide, round, sum } from '../../model/money.ts';
import type { Customer, LineItem, Order, Refund, Stage } from '../../model/order.ts';
import type { StandardLineItem, StandardOrder, StandardRefund } from './schema.ts';

/** Turns an order of the published schema into ours, in a stage. `shop` is the connection's. Pure. */
export function toOrder(
  order: StandardOrder,
  { stage, shop }: { readonly stage: Stage; readonly shop: string },
): Order {
  const items = toItems(order);
  const { cancelled_at } = order;
  return {
    source: 'standard-webhooks',
    shop,
    id: order.id,
    name: order.number,
    stage,
    placedAt: order.placed_at,
    // A void payment has no date of its own.
    ...(stage === 'closed' && cancelled_at != null && { changedAt: new Date(cancelled_at).toISOString() }),
    currency: order.currency,
    customer: toCustomer(order.customer ?? {}),
    items,
    total: order.total,
    deliveryCharge: order.delivery_charge,
    orderDiscount: order.order_discount,
    // Discounts on delivery are not part of the schema.
    totalDiscount: sum([...items.map(({ lineDiscount }) => lineDiscount), order.order_discount]),
    tax: order.tax,
    taxesIncluded: order.taxes_included,
    fees: order.fees,
    paymentMethods: order.payment_methods,
    couponCodes: order.coupon_codes,
    paidWithCredit: order.paid_with_credit ?? undefined,
    sourceName: order.source_name,
    ...(order.refunds.length > 0 && { refunds: order.refunds.map(toRefund) }),
  };
}

function toItems({ items }: Pick<StandardOrder, 'items'>): LineItem[] {
  return items.filter(({ quantity }) => quantity > 0).map(toLineItem);
}

function toRefund(refund: StandardRefund): Refund {
  const { id, refunded_at, amount, delivery_charge } = refund;
  return { id, refundedAt: refunded_at, amount, items: toItems(refund), delivery: delivery_charge };
}

function toLineItem(line: StandardLineItem): LineItem {
  return {
    productId: line.product_id,
    variantId: line.variant_id,
    sku: line.sku,
    title: line.name,
    variantTitle: line.variant_name,
    vendor: line.vendor,
    quantity: line.quantity,
    unitPrice: round(line.unit_price, 6),
    lineDiscount: line.discount,
    unitDiscount: divide(line.discount, line.quantity),
    categories: line.categories,
  };
}

function toCustomer(customer: NonNullable<StandardOrder['customer']>): Customer {
  const { id, email, phone, country } = customer;
  return {
    id,
    emails: email === undefined ? [] : [email],
    phones: phone === undefined ? [] : [{ number: phone, country: country ?? undefined }],
    kakaoUserId: customer.kakao_user_id,
    lineUserId: customer.line_user_id,
  };
}
