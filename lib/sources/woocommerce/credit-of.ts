import { type Decimal, isNegative, isZero, round, subtract, sum, ZERO } from '../../model/money.ts';
import type { WooCommerceOrder } from './schema.ts';

/** A gift card's amount as a JSON number may carry the noise of a binary float. */
const NOISE_FREE_DECIMALS = 6;

/** The coupons of the extension Smart Coupons that hold store credit. */
const STORE_CREDIT = 'smart_coupon';

/** Returns the amount paid by gift cards, which WooCommerce takes out of `total`; `undefined` without the extension. */
export function giftCardsOf({ gift_cards }: Pick<WooCommerceOrder, 'gift_cards'>): Decimal | undefined {
  if (gift_cards === undefined) return undefined;
  return round(sum(gift_cards.entries.map(({ amount }) => amount)), NOISE_FREE_DECIMALS);
}

/**
 * Returns the store credit that was taken off the total after tax, and so stands in no line: a means of payment. `missing`
 * is by how much the parts of the order exceed its total. Credit that is taken off before tax lowers the lines, as any
 * coupon does; then nothing is missing, and it stays a discount.
 * @see https://github.com/woocommerce/woocommerce-paypal-payments/issues/4429 (read 2026-11-29)
 */
export function storeCreditOf(
  { coupon_lines }: Pick<WooCommerceOrder, 'coupon_lines'>,
  missing: Decimal,
): Decimal {
  const credits = coupon_lines.entries.filter(({ discount_type }) => discount_type === STORE_CREDIT);
  const credit = sum(
    credits.flatMap(({ discount, discount_tax }) => [discount ?? ZERO, discount_tax ?? ZERO]),
  );
  const isPayment = !isZero(credit) && !isNegative(credit) && isZero(subtract(credit, missing));
  return isPayment ? credit : ZERO;
}
