import { type Decimal, isNegative, isZero, subtract, sum } from '../../model/money.ts';
import type { MoneyTerm, Stage } from '../../model/order.ts';
import type { ImwebOrder } from './order-schema.ts';
import { settledPayments } from './payments.ts';
import { type Reading, readingsOf } from './readings.ts';

/** What an order came to, before anything was paid back. */
export interface Figures extends Reading {
  readonly money: Decimal;
  readonly points: Decimal;
  readonly due: readonly MoneyTerm[];
}

/**
 * Returns the figures of an order. What is due is money and points, and the reading of the lines is the first that comes to
 * that. An unpaid order has no money yet, so the lines alone say what is due. Pure.
 */
export function figuresOf(order: ImwebOrder, stage: Stage): Figures {
  const readings = readingsOf(order);
  const [likeliest] = readings;
  if (stage !== 'paid') {
    const money = subtract(likeliest.total, order.totalPoint);
    return { ...likeliest, money, points: order.totalPoint, due: [] };
  }
  const payments = paymentsOf(order);
  const found = payments.flatMap((paid) => {
    const reading = readings.find(({ total }) => total === totalOf(paid));
    return reading === undefined ? [] : [{ paid, reading }];
  })[0];
  const { money, points } = found?.paid ?? payments[0];
  return {
    ...(found?.reading ?? likeliest),
    total: sum([money, points]),
    money,
    points,
    due: [
      { term: 'payment', amount: money, from: 'totalPaymentPrice' },
      { term: 'points', amount: points, from: 'totalPoint' },
    ].filter(({ amount }) => !isZero(amount)),
  };
}

interface Paid {
  readonly money: Decimal;
  readonly points: Decimal;
}

function totalOf({ money, points }: Paid): Decimal {
  return sum([money, points]);
}

/**
 * Returns what may have been paid, the likeliest first. It is not documented whether the totals fall when something is paid
 * back, and programs that read them do not agree. If the payments come to the total and all that was paid back, it fell.
 */
function paymentsOf(order: ImwebOrder): readonly [Paid, ...Paid[]] {
  const { totalRefundedPrice: backMoney, totalRefundedPoint: backPoints, totalPoint } = order;
  const received = sum(settledPayments(order).map(({ paidPrice }) => paidPrice));
  const isUnknown = isZero(order.totalPaymentPrice) && isZero(backMoney);
  const money = isUnknown ? received : order.totalPaymentPrice;
  const before = sum([money, backMoney]);
  const pointsBefore = sum([totalPoint, backPoints]);
  const fell: readonly [Paid, ...Paid[]] = [
    { money: before, points: pointsBefore },
    { money: before, points: totalPoint },
  ];
  if (!isZero(backMoney) && received === before) return fell;
  return [{ money, points: totalPoint }, ...fell, { money, points: pointsBefore }];
}

/** True if points and discounts are all that the order came to, so that no payment is expected. */
export function hasNothingToPay(order: ImwebOrder): boolean {
  const [{ total }] = readingsOf(order);
  const { totalPoint, totalRefundedPoint, payments } = order;
  const rest = subtract(total, totalPoint);
  // Points may have been taken off again when they were given back, of an order that is not paid, too.
  const isGivenBack = payments.length === 0 && total === sum([totalPoint, totalRefundedPoint]);
  return isZero(rest) || isNegative(rest) || isGivenBack;
}
