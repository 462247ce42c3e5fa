import * as v from 'valibot';
import { PayloadError } from '../../model/errors.ts';
import { isNegative, isZero, SignedAmountSchema, subtract, sum, ZERO } from '../../model/money.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { RefundDetails, RefundReference } from '../shop-api.ts';
import { asShown } from './as-shown.ts';
import { Id, LineItemSchema, UtcTime } from './schema.ts';
import { toLineItem } from './to-line-item.ts';

/** Figures of a refund stand negative. */
const PaidBack = v.pipe(
  SignedAmountSchema,
  v.transform((figure) => subtract(ZERO, figure)),
  v.check((figure) => !isNegative(figure), 'is not paid back'),
);
const OptionalPaidBack = v.nullish(PaidBack);

/**
 * The fields of a refund that are used. What one line was refunded with stands in `subtotal` and in `total` alike.
 * @see https://woocommerce.github.io/woocommerce-rest-api-docs/#order-refund-properties (read 2026-11-25)
 */
const RefundSchema = v.object({
  id: Id,
  date_created_gmt: v.nullish(UtcTime),
  line_items: v.array(
    v.object({
      ...LineItemSchema.entries,
      quantity: PaidBack,
      subtotal: PaidBack,
      subtotal_tax: OptionalPaidBack,
      total: PaidBack,
      total_tax: OptionalPaidBack,
    }),
  ),
  shipping_lines: v.nullish(v.array(v.object({ total: PaidBack, total_tax: OptionalPaidBack }))),
});

/**
 * Reads a refund of the REST API: its lines in the quantities that came back, and what was paid back for delivery. Money back
 * on a line of which no unit came back (quantity 0) is no line; nor is a fee, or an amount that was typed by hand. Pure.
 * @throws {PayloadError} it is not this refund, or lacks something that the mapping needs.
 */
export function readRefund(body: unknown, { refundId, taxesIncluded }: RefundReference): RefundDetails {
  const { id, date_created_gmt, line_items, shipping_lines } = parsePayload(RefundSchema, body);
  if (id !== refundId) throw new PayloadError([{ path: 'id', message: 'is of another refund' }]);
  const delivery = (shipping_lines ?? []).map(({ total, total_tax }) =>
    asShown(total, { tax: total_tax, taxesIncluded }),
  );
  return {
    refundedAt: date_created_gmt ?? undefined,
    items: line_items
      .filter(({ quantity }) => !isZero(quantity))
      .map((line) => toLineItem(line, taxesIncluded)),
    delivery: sum(delivery),
  };
}
