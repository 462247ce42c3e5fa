import * as v from 'valibot';
import { sum } from '../../model/money.ts';
import type { LineItem, Refund } from '../../model/order.ts';
import { basisOf } from './basis.ts';
import { toLineItem } from './lines.ts';
import { type BigCommerceOrder, type BigCommerceRefund, RefundSchema, RefundStateSchema } from './schema.ts';

/** The refunds of an order, and the reason of each that was set aside. */
export interface RefundsReading {
  readonly refunds: readonly Refund[];
  readonly oddFigures: readonly string[];
}

/** Returns whether a refund of the API was made: not if all of its payments were declined. */
export function isMade(refund: unknown): boolean {
  const { success, output } = v.safeParse(RefundStateSchema, refund);
  return success && !(output.payments.length > 0 && output.payments.every(({ is_declined }) => is_declined));
}

/**
 * Returns the refunds that were made. Store credit that was given back counts like money. If a part of the payments was
 * declined, the others are the amount. The lines are left out if one of them is not the order's. Pure.
 */
export function toRefunds(order: BigCommerceOrder): RefundsReading {
  const made = order.refunds.filter(isMade).map((refund) => v.safeParse(RefundSchema, refund));
  return {
    refunds: made.flatMap(({ success, output }) => (success ? toRefund(output, order) : [])),
    oddFigures: made.filter(({ success }) => !success).map(() => 'refund'),
  };
}

function toRefund(refund: BigCommerceRefund, order: BigCommerceOrder): Refund {
  const { id, created, total_amount, payments, items } = refund;
  const taken = payments.filter(({ is_declined }) => !is_declined);
  const isWhole = taken.length === payments.length;
  return {
    id,
    refundedAt: created ?? order.date_modified ?? order.date_created,
    amount: isWhole ? total_amount : sum(taken.map(({ amount }) => amount)),
    items: isWhole ? toItems(refund, order) : [],
    delivery: sum(
      items
        .filter(({ item_type }) => item_type === 'SHIPPING')
        .map(({ requested_amount }) => requested_amount),
    ),
  };
}

function toItems({ items }: BigCommerceRefund, order: BigCommerceOrder): LineItem[] {
  const returned = items.filter(({ item_type }) => item_type === 'PRODUCT');
  const found = returned.flatMap(({ item_id, quantity: units }) => {
    const line = order.products.find(({ id }) => id != null && id === item_id);
    if (line === undefined || units == null || units < 1 || units > line.quantity) return [];
    return toLineItem(line, { basis: basisOf(order), units });
  });
  return found.length === returned.length ? found : [];
}
