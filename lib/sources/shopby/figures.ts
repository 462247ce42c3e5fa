import { type Decimal, isNegative, isZero, subtract, sum, ZERO } from '../../model/money.ts';
import type { MoneyTerm, Order, Stage } from '../../model/order.ts';
import type { Line } from './lines.ts';
import type { ShopbyBalance, ShopbyOrder } from './schema.ts';

type Figures = Pick<
  Order,
  | 'total'
  | 'due'
  | 'deliveryCharge'
  | 'orderDiscount'
  | 'totalDiscount'
  | 'tax'
  | 'taxesIncluded'
  | 'fees'
  | 'paidWithCredit'
>;

/**
 * Returns the figures of an order as it was placed. The total is what was paid by all means, points of the mall included; of
 * an order that states no payment yet it is the sum of its parts. Never negative. Pure.
 */
export function toFigures(order: ShopbyOrder, lines: readonly Line[], stage: Stage): Figures {
  const { firstBalance: balance } = order;
  const terms = paymentsOf(balance).filter(({ amount }) => !isZero(amount));
  const paid = sum(terms.map(({ amount }) => amount));
  const isStated = stage === 'paid' || !isZero(paid);
  const { delivery, outside } = extrasOf(order, isStated ? paid : undefined);
  const byParts = sum([goodsOf(balance), delivery, subtract(ZERO, outside)]);

  const lineDiscount = sum(lines.map(({ item }) => item.lineDiscount));
  const orderDiscount = sum([subtract(discountsOf(balance), lineDiscount), outside]);
  const total = isStated ? paid : isNegative(byParts) ? ZERO : byParts;
  return {
    total,
    ...(isStated && terms.length > 1 && { due: terms }),
    deliveryCharge: delivery,
    orderDiscount,
    totalDiscount: sum([lineDiscount, orderDiscount, balance.deliveryCouponDiscountAmt]),
    tax: ZERO,
    taxesIncluded: true,
    fees: ZERO,
    paidWithCredit: balance.subPayAmt,
  };
}

/** Returns what came in for an order: `payAmt` is not used, because no page says whether it holds the points. */
export function paymentsOf(balance: ShopbyBalance): MoneyTerm[] {
  return [
    { term: 'payment', amount: balance.mainPayAmt, from: 'firstBalance.mainPayAmt' },
    { term: 'points', amount: balance.subPayAmt, from: 'firstBalance.subPayAmt' },
    { term: 'paid outside', amount: balance.externalPayAmt, from: 'firstBalance.externalPayAmt' },
  ];
}

function discountsOf(balance: ShopbyBalance): Decimal {
  return sum([
    balance.immediateDiscountAmt,
    balance.additionalDiscountAmt,
    balance.productCouponDiscountAmt,
    balance.cartCouponDiscountAmt,
  ]);
}

function goodsOf(balance: ShopbyBalance): Decimal {
  return subtract(balance.standardAmt, discountsOf(balance));
}

/** What is added to the goods, and a discount that the mall did not give. */
interface Extras {
  readonly delivery: Decimal;
  readonly outside: Decimal;
}

/**
 * Returns the price of delivery and the discount of Naver Pay. The pages leave open whether the price holds the surcharge of
 * far places and what is paid at the door, and whether Naver's discount is in the payment: what makes the parts come to the
 * payment is right, and else the first.
 */
function extrasOf(
  { firstBalance: balance, shippings, payments }: ShopbyOrder,
  paid: Decimal | undefined,
): Extras {
  const { deliveryAmt, remoteDeliveryAmt, deliveryCouponDiscountAmt: coupon } = balance;
  const atTheDoor = shippings.filter(({ prepaid }) => prepaid === false);
  const surcharge = sum(atTheDoor.map((shipping) => shipping.remoteDeliveryAmt));
  const owedLater = sum(atTheDoor.map((shipping) => shipping.deliveryAmt));
  const prices = [
    subtract(sum([deliveryAmt, remoteDeliveryAmt]), coupon),
    subtract(deliveryAmt, coupon),
    subtract(sum([deliveryAmt, remoteDeliveryAmt]), coupon, owedLater, surcharge),
    subtract(deliveryAmt, coupon, owedLater),
  ].map((price) => (isNegative(price) ? ZERO : price));
  const ofNaver = sum(
    payments.map(({ paymentInfo }) => paymentInfo?.naverPayInfo?.orderDiscountAmount ?? ZERO),
  );
  const choices = [ZERO, ofNaver].flatMap((outside) => prices.map((delivery) => ({ delivery, outside })));
  const fits = ({ delivery, outside }: Extras): boolean =>
    subtract(sum([goodsOf(balance), delivery]), outside) === paid;
  return choices.find(fits) ?? { delivery: prices[0] ?? ZERO, outside: ZERO };
}
