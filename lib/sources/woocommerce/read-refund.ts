import * as v from 'valibot';
import { PayloadError } from '../../model/errors.ts';
import {
  type Decimal,
  isNegative,
  isZero,
  multiply,
  SignedAmountSchema,
  subtract,
  sum,
  ZERO,
} from '../../model/money.ts';
import type { LineItem } from '../../model/order.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { RefundDetails, RefundReference } from '../shop-api.ts';
import { asShown } from './as-shown.ts';
import { loose } from './loose.ts';
import { looseList, under } from './loose-list.ts';
import { Id, LineItemSchema, UtcTime } from './schema.ts';
import { toLineItem } from './to-line-item.ts';

/** A refund's figures are negative. */
const PaidBack = v.pipe(
  SignedAmountSchema,
  v.transform((figure) => subtract(ZERO, figure)),
  v.check((figure) => !isNegative(figure), 'expected zero or less'),
);
const LoosePaidBack = v.fallback(v.nullish(PaidBack), undefined);

/** By how much lines may exceed the amount: their parts are rounded one by one. */
const ROUNDING = '1.01' as Decimal;

/**
 * The fields of a refund that are used. `subtotal` and `total` of a line both hold the refunded amount.
 * @see https://woocommerce.github.io/woocommerce-rest-api-docs/#order-refund-properties (read 2026-11-25)
 */
const RefundSchema = v.object({
  id: Id,
  date_created_gmt: loose(UtcTime),
  amount: loose(SignedAmountSchema),
  line_items: looseList(
    v.object({
      ...LineItemSchema.entries,
      quantity: PaidBack,
      subtotal: LoosePaidBack,
      subtotal_tax: LoosePaidBack,
      total: PaidBack,
      total_tax: LoosePaidBack,
    }),
    { isNeeded: true },
  ),
  shipping_lines: looseList(v.object({ total: PaidBack, total_tax: LoosePaidBack })),
});

/**
 * Reads a refund of the REST API: its lines in the refunded quantities, and the amount refunded for delivery. A line of
 * which only money was refunded (quantity 0) is left out, and so are fees, amounts typed by hand, and what cannot be
 * read. Lines that come to more than the refund say nothing about it: WooCommerce stores whatever it is given, so there
 * are none then. Pure.
 * @throws {PayloadError} it is another refund, or has lines and none of them can be read.
 * @see https://github.com/woocommerce/woocommerce/issues/68172 (read 2026-11-29)
 */
export function readRefund(body: unknown, { refundId, taxesIncluded }: RefundReference): RefundDetails {
  const { id, date_created_gmt, amount, line_items, shipping_lines } = parsePayload(RefundSchema, body);
  if (id !== refundId) throw new PayloadError([{ path: 'id', message: 'belongs to another refund' }]);
  if (line_items.entries.length === 0 && line_items.odd.length > 0) {
    throw new PayloadError(line_items.odd.flat().map((issue) => under('line_items', issue)));
  }
  const items = line_items.entries
    .filter(({ quantity }) => !isZero(quantity))
    .map((line) => toLineItem(line, taxesIncluded));
  const delivery = shipping_lines.entries.map(({ total, total_tax }) =>
    asShown(total, { tax: total_tax, taxesIncluded }),
  );
  const refundedAt = date_created_gmt.value;
  return exceeds([...items.map(priceOf), ...delivery], amount.value)
    ? { refundedAt, items: [], delivery: ZERO }
    : { refundedAt, items, delivery: sum(delivery) };
}

function priceOf({ linePrice }: LineItem): Decimal {
  return linePrice ?? ZERO;
}

function exceeds(parts: readonly Decimal[], amount: Decimal | undefined): boolean {
  return amount !== undefined && isNegative(subtract(multiply(amount, ROUNDING), sum(parts)));
}
