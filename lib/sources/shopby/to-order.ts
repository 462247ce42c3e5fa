import type { Customer, Order, Stage } from '../../model/order.ts';
import { toFigures } from './figures.ts';
import { linesOf } from './lines.ts';
import type { ShopbyOrder } from './schema.ts';
import { toRefunds } from './to-refunds.ts';

/** Turns an order of the server API into ours, in a stage. `shop` is the connection's. Pure. */
export function toOrder(
  order: ShopbyOrder,
  { stage, shop }: { readonly stage: Stage; readonly shop: string },
): Order {
  const lines = linesOf(order);
  const { refunds, oddFigures } = toRefunds(order, lines);
  const changedAt = stage === 'paid' ? order.firstPayYmdt : order.updateYmdt;
  return {
    source: 'shopby',
    shop,
    id: order.orderNo,
    name: order.orderNo,
    stage,
    placedAt: order.registerYmdt,
    ...(changedAt != null && { changedAt }),
    currency: order.currencyCode,
    customer: toCustomer(order),
    items: lines.map(({ item }) => item),
    ...toFigures(order, lines, stage),
    paymentMethods: toPaymentMethods(order),
    couponCodes: [],
    sourceName: order.platformType,
    ...(refunds.length > 0 && { refunds }),
    ...(oddFigures.length > 0 && { oddFigures }),
  };
}

function toPaymentMethods({ payments, payType }: ShopbyOrder): string[] {
  const types = [...payments.map(({ paymentInfo }) => paymentInfo?.payType), payType];
  return [...new Set(types.filter((type) => type !== undefined))];
}

/** Only the orderer is read, never the receiver. An order in won is from a Korean mall, with Korean phone numbers. */
function toCustomer({ memberNo, orderer, currencyCode }: ShopbyOrder): Customer {
  const country = currencyCode === 'KRW' ? 'KR' : undefined;
  const numbers = [orderer?.contact1, orderer?.contact2].filter((number) => number !== undefined);
  return {
    id: memberNo ?? undefined,
    emails: orderer?.email === undefined ? [] : [orderer.email],
    phones: numbers.map((number) => ({ number, country })),
  };
}
