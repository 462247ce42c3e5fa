import { divide, sum, ZERO } from '../../model/money.ts';
import type { Customer, LineItem, Order, Stage } from '../../model/order.ts';
import { figuresOf } from './figures.ts';
import { type ImwebItem, type ImwebOrder, nameOf } from './order-schema.ts';
import { discountOf } from './readings.ts';
import { toCustomer } from './to-customer.ts';
import { toRefunds } from './to-refunds.ts';

/** Turns an order of the API into ours, in a stage. `shop` is the connection's. The total may be negative. Pure. */
export function toOrder(
  order: ImwebOrder,
  { stage, shop }: { readonly stage: Stage; readonly shop: string },
): Order {
  const figures = figuresOf(order, stage);
  const { due, orderDiscount, delivery: deliveryCharge } = figures;
  const sections = order.sections.map(({ sectionItems, ...section }) => ({
    ...section,
    items: sectionItems.filter(({ qty }) => qty > 0).map((item) => toLineItem(item, figures)),
  }));
  const items = sections.flatMap((section) => section.items);
  const coupons = order.sections.map(({ deliveryCouponDiscount }) => deliveryCouponDiscount);
  const changedAt = order.mtime ?? undefined;
  const refunds = toRefunds(order, { ...figures, sections });
  return {
    source: 'imweb',
    shop,
    id: order.orderNo,
    name: order.orderNo,
    stage,
    placedAt: order.wtime,
    ...(changedAt !== undefined && { changedAt }),
    currency: order.currency,
    customer: customerOf(order),
    items,
    total: figures.total,
    ...(due.length > 1 && { due }),
    deliveryCharge,
    orderDiscount,
    totalDiscount: sum([...items.map(({ lineDiscount }) => lineDiscount), orderDiscount, ...coupons]),
    tax: ZERO,
    taxesIncluded: true,
    fees: ZERO,
    paymentMethods: [...new Set(order.payments.flatMap(({ method }) => method?.toLowerCase() ?? []))],
    couponCodes: [],
    paidWithCredit: figures.points,
    sourceName: order.saleChannel,
    ...(refunds.length > 0 && { refunds }),
  };
}

/** Only who ordered is read, never who receives. An order in won is from a Korean site, with Korean phone numbers. */
function customerOf({ memberUid, ordererEmail, ordererCall, currency, isMember }: ImwebOrder): Customer {
  const country = currency === 'KRW' ? 'KR' : undefined;
  return toCustomer({
    uid: isMember === 'N' ? undefined : memberUid,
    email: ordererEmail,
    phones: ordererCall === undefined ? [] : [{ number: ordererCall, country }],
  });
}

function toLineItem(item: ImwebItem, { isPerUnit }: { readonly isPerUnit: boolean }): LineItem {
  const { productInfo, qty } = item;
  const lineDiscount = discountOf(item, isPerUnit);
  const options = Object.values(productInfo.optionInfo ?? {}).filter((value) => value !== '');
  return {
    productId: productInfo.prodNo ?? undefined,
    variantId: productInfo.optionDetailCode,
    sku: productInfo.optionSkuNo ?? productInfo.prodSkuNo ?? productInfo.customProdCode,
    title: nameOf(productInfo) ?? '',
    variantTitle: options.length > 0 ? options.join(', ') : undefined,
    vendor: productInfo.brand,
    quantity: qty,
    unitPrice: productInfo.itemPrice,
    lineDiscount,
    unitDiscount: divide(lineDiscount, qty),
    categories: [],
  };
}
