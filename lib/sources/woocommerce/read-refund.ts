import * as v from 'valibot';
import { PayloadError } from '../../model/errors.ts';
import { isNegative, isZero, SignedAmountSchema, subtract, sum, ZERO } from '../../model/money.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { RefundDetails, RefundReference } from '../shop-api.ts';
import { asShown } from './as-shown.ts';
import { Id, LineItemSchema, UtcTime } from './schema.ts';
import { toLineItem } from './to-line-item.ts';

/** A refund's figures are negative. */
const PaidBack = v.pipe(
  SignedAmountSchema,
  v.transform((figure) => subtract(ZERO, figure)),
  v.check((figure) => !isNegative(figure), 'expected zero or less'),
);
const OptionalPaidBack = v.nullish(PaidBack);

/**
 * The fields of a refund that are used. `subtotal` and `total` of a line both hold the refunded amount.
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
 * Reads a refund of the REST API: its lines in the refunded quantities, and the amount refunded for delivery. A line of
 * which only money was refunded (quantity 0) is left out, and so are fees and amounts typed by hand. Pure.
 * @throws {PayloadError} it is another refund, or lacks what the mapping needs.
 */
export function readRefund(body: unknown, { refundId, taxesIncluded }: RefundReference): RefundDetails {
  const { id, date_created_gmt, line_items, shipping_lines } = parsePayload(RefundSchema, body);
  if (id !== refundId) throw new PayloadError([{ path: 'id', message: 'belongs to another refund' }]);
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
