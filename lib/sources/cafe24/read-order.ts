import * as v from 'valibot';
import type { MappingSettings } from '../../model/connection.ts';
import { PayloadError } from '../../model/errors.ts';
import { isNegative, ZERO } from '../../model/money.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { BareOrderReading } from '../source.ts';
import { parseOrder, parseRefundsOnly } from './parse-order.ts';
import { stageOf } from './stage-of.ts';
import { toOrder } from './to-order.ts';

/** Decides whether an order matters at all. An order without a payment state is unreadable. */
const StateSchema = v.object({
  paid: v.string(),
  canceled: v.fallback(v.optional(v.string()), undefined),
});

/**
 * Reads an order of the Admin API. An odd line, refund or figure that it can do without is set aside.
 * @throws {PayloadError} what the mapping needs is missing or has another shape, or the discounts are more than the price.
 */
export function readOrder(body: unknown, { purchaseOn, shop }: MappingSettings): BareOrderReading {
  const stage = stageOf(parsePayload(StateSchema, body), purchaseOn);
  if (stage === 'unpaid') return { kind: 'ignored', reason: 'unpaid' };
  if (stage === 'refunds-only') {
    const { due: _, ...order } = toOrder(parseRefundsOnly(body), { stage, shop });
    return { kind: 'order', order: isNegative(order.total) ? { ...order, total: ZERO } : order };
  }
  const order = toOrder(parseOrder(body), { stage, shop });
  if (!isNegative(order.total)) return { kind: 'order', order };
  const message = 'the discounts are more than the price';
  throw new PayloadError([{ path: 'initial_order_amount', message }]);
}
