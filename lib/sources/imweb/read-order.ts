import * as v from 'valibot';
import type { MappingSettings } from '../../model/connection.ts';
import { PayloadError } from '../../model/errors.ts';
import { isNegative, ZERO } from '../../model/money.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { BareOrderReading } from '../source.ts';
import { hasLines } from './figures.ts';
import { type ImwebOrder, ImwebOrderSchema } from './order-schema.ts';
import { stageOf } from './stage-of.ts';
import { toOrder } from './to-order.ts';

/** An order that waits for its payment. It is of no interest, even if the rest of it is unreadable. */
const WaitingSchema = v.object({
  payments: v.pipe(
    v.array(
      v.object({ paymentStatus: v.literal('PAYMENT_PREPARATION'), isCancel: v.nullish(v.literal('N')) }),
    ),
    v.minLength(1),
  ),
  totalRefundedPrice: v.nullish(v.literal(0)),
});

/**
 * Reads an order of the API.
 * @throws {PayloadError} what the mapping needs is missing or has another shape, or the discounts are more than the price.
 */
export function readOrder(body: unknown, { purchaseOn, shop }: MappingSettings): BareOrderReading {
  if (purchaseOn !== 'created' && v.is(WaitingSchema, body)) return { kind: 'ignored', reason: 'unpaid' };
  const parsed = parsePayload(ImwebOrderSchema, body);
  const stage = stageOf(parsed, purchaseOn);
  if (stage === 'unpaid') return { kind: 'ignored', reason: 'unpaid' };
  if (stage !== 'closed' && !hasLines(parsed)) return readEmpty(parsed, shop);
  const order = toOrder(parsed, { stage, shop });
  if (!isNegative(order.total)) return { kind: 'order', order };
  // What was told of it is taken back, whatever it says of itself.
  if (stage === 'closed') return { kind: 'order', order: { ...order, total: ZERO } };
  throw new PayloadError([{ path: 'sections', message: 'the discounts are more than the price' }]);
}

/**
 * An order whose lines all left it is no purchase any more, but it may have been one before. One that never shows a
 * line has another shape.
 */
function readEmpty(parsed: ImwebOrder, shop: string): BareOrderReading {
  const { due: _, ...order } = toOrder(parsed, { stage: 'refunds-only', shop });
  const showsLines = parsed.sections.some(({ sectionItems }) => sectionItems.length > 0);
  if (showsLines || order.refunds !== undefined) return { kind: 'order', order: { ...order, total: ZERO } };
  throw new PayloadError([{ path: 'sections', message: 'expected a line' }]);
}
