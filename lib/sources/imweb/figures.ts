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
  if (stage !== 'paid' && stage !== 'refunds-only') {
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
  // No more points go back than were spent.
  const points = isNegative(subtract(totalPoint, backPoints)) ? pointsBefore : totalPoint;
  const withPoints = (of: Decimal) =>
    [
      { money: of, points },
      { money: of, points: pointsBefore },
    ] as const;
  const fell = !isZero(backMoney) && received === before;
  return fell ? withPoints(before) : [...withPoints(money), ...withPoints(before)];
}

/** True if something is left in the order. It is not documented whether what was cancelled or returned stays there. */
export function hasLines({ sections }: Pick<ImwebOrder, 'sections'>): boolean {
  return sections.some(({ sectionItems }) => sectionItems.some(({ qty }) => qty > 0));
}

/** True if points and discounts are all that the order came to, so that no payment is expected. */
export function hasNothingToPay(order: ImwebOrder): boolean {
  const [{ total }] = readingsOf(order);
  const { totalPoint, totalRefundedPoint, payments } = order;
  // Points that went back may not be in the order any more. Those of an order that is to be paid go back, too.
  const isGivenBack = payments.length === 0 && !isZero(totalRefundedPoint);
  if (!hasLines(order)) return isGivenBack;
  const rest = subtract(total, totalPoint);
  const isAll = isGivenBack && total === sum([totalPoint, totalRefundedPoint]);
  return isZero(rest) || isNegative(rest) || isAll;
}
