import { type Decimal, sum, ZERO } from '../../model/money.ts';
import type { ShoplineOrder } from './schema.ts';

/** Payments by gift card. One that was not made, or has not come through, has another status. */
function giftCards({ payment_details }: Pick<ShoplineOrder, 'payment_details'>) {
  return payment_details.read.filter(({ pay_status: status = 'paid' }) => status === 'paid');
}

/**
 * Returns what gift cards and points paid of an order. A gift card whose amount is in another currency than the order's is
 * not counted.
 */
export function creditOf(order: ShoplineOrder, currency: string): Decimal {
  const cards = giftCards(order).map(({ giftcard_presentment_money: card }) => card);
  const known = cards.filter(({ currency_code: code }) => code === currency);
  return sum([order.deduct_member_point_amount ?? ZERO, ...known.map(({ amount }) => amount)]);
}

/** Returns the gateways. A gift card pays only a part of most orders, so it comes last. */
export function paymentMethods(order: ShoplineOrder): string[] {
  const ofCards = new Set(giftCards(order).map(({ gateway }) => gateway));
  const names = order.payment_gateway_names.read.filter((name) => name !== '');
  return [...names.filter((name) => !ofCards.has(name)), ...names.filter((name) => ofCards.has(name))];
}
