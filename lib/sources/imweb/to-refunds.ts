import { cumulativeRefundId } from '../../model/keys.ts';
import { type Decimal, isZero, multiply, subtract, sum, ZERO } from '../../model/money.ts';
import type { LineItem, Refund } from '../../model/order.ts';
import type { ImwebOrder, ImwebSection } from './order-schema.ts';
import { paidBackOf } from './payments.ts';

/** A group of lines that is delivered together. */
type Section = Pick<ImwebSection, 'cancelInfo' | 'returnInfo' | 'deliveryPrice'> & {
  readonly items: readonly LineItem[];
};

interface Refunded {
  /** What the order came to, and the part of it that is not points. */
  readonly total: Decimal;
  readonly money: Decimal;
  readonly delivery: Decimal;
  readonly sections: readonly Section[];
}

/**
 * Returns the refund of all that was paid back until now, points included: Imweb gives the sum of an order's refunds, without
 * single ones or times. What of it is new, the ledger knows. It has the lines of the whole order, or of the sections that
 * were cancelled or returned, if those come to exactly the sum. Pure.
 */
export function toRefunds(order: ImwebOrder, { total, money, delivery, sections }: Refunded): Refund[] {
  const amount = paidBackOf(order, money);
  if (isZero(amount)) return [];
  const claimed = sections.filter(isClaimed);
  const candidates = [
    { of: sections, delivery, worth: total },
    { of: claimed, delivery: ZERO, worth: worthOf(claimed) },
    ...[sum(claimed.map(({ deliveryPrice }) => deliveryPrice))].map((charge) => ({
      of: claimed,
      delivery: charge,
      worth: sum([worthOf(claimed), charge]),
    })),
  ];
  const found = candidates.find(({ worth }) => worth === amount);
  return [
    {
      id: cumulativeRefundId(amount),
      refundedAt: order.refunded_at ?? order.mtime ?? order.wtime,
      amount,
      items: found?.of.flatMap(({ items }) => items) ?? [],
      delivery: found?.delivery ?? ZERO,
    },
  ];
}

/** A return that is an exchange pays nothing back. */
function isClaimed({ cancelInfo, returnInfo }: Section): boolean {
  return (
    cancelInfo?.cancelRequestTime != null ||
    (returnInfo?.returnRequestTime != null && returnInfo.isRefund !== 'N')
  );
}

function worthOf(sections: readonly Section[]): Decimal {
  const lines = sections.flatMap(({ items }) => items);
  return sum(
    lines.map(({ unitPrice, quantity, lineDiscount }) =>
      subtract(multiply(unitPrice, quantity), lineDiscount),
    ),
  );
}
