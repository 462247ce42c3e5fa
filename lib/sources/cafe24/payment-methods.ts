/** The `order_place_id` of an order placed through Naver Pay. */
export const NAVER_PAY = 'NCHECKOUT';

/** Codes of funds the buyer already had with the shop: points, deposits, vouchers. They rarely pay a whole order. */
const CREDIT = new Set([
  'point',
  'mileage',
  'credit',
  'deposit',
  'pointfy',
  'prepaid',
  'giftcard',
  'pointcard',
]);
/** Codes listed as payment methods that are discounts: they lower the amount to pay. */
const DISCOUNTS = new Set(['coupon', 'market_discount']);
/** Codes of payments whose amount is not in the order. */
const WITHOUT_AMOUNT = new Set(['pointfy', 'prepaid', 'giftcard', 'pointcard']);

/**
 * Returns the payment methods, those that pay most of an order first.
 * @see https://developers.cafe24.com/docs/api/admin/#orders-property-list (payment_method; version 2026-03-01, read 2026-11-24)
 */
export function toPaymentMethods(methods: readonly string[]): string[] {
  const paying = methods.filter((method) => !DISCOUNTS.has(method));
  const isCredit = (method: string): boolean => CREDIT.has(method);
  return [...paying.filter((method) => !isCredit(method)), ...paying.filter(isCredit)];
}

/** True if a part was paid by a method whose amount is not in the order. */
export function paysWithoutAmount(methods: readonly string[]): boolean {
  return methods.some((method) => WITHOUT_AMOUNT.has(method));
}
