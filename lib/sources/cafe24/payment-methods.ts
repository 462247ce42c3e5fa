/** Codes of what the buyer had with the shop before: points, deposits, vouchers. They rarely pay the whole order. */
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
/** These stand among the means of payment, and lower what is to be paid. */
const DISCOUNTS = new Set(['coupon', 'market_discount']);
/** The order does not say how much was paid by one of these. */
const WITHOUT_AMOUNT = new Set(['pointfy', 'prepaid', 'giftcard', 'pointcard']);

/**
 * Returns the means of payment, those that pay most of an order first.
 * @see https://developers.cafe24.com/docs/api/admin/#orders-property-list (payment_method; version 2026-03-01, read 2026-11-24)
 */
export function toPaymentMethods(methods: readonly string[]): string[] {
  const paying = methods.filter((method) => !DISCOUNTS.has(method));
  const isCredit = (method: string): boolean => CREDIT.has(method);
  return [...paying.filter((method) => !isCredit(method)), ...paying.filter(isCredit)];
}

/** True where a part was paid in a way of which the order holds no amount. */
export function paysWithoutAmount(methods: readonly string[]): boolean {
  return methods.some((method) => WITHOUT_AMOUNT.has(method));
}
