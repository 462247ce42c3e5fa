import type { MappingSettings } from '../../model/connection.ts';
import type { Stage } from '../../model/order.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { BareOrderReading } from '../source.ts';
import { OrderSchema, OrderStateSchema, UncountedOrderSchema } from './schema.ts';
import { stageOf } from './stage-of.ts';
import { toOrder } from './to-order.ts';

/** A purchase needs its total and its lines. */
const schemas = {
  promised: OrderSchema,
  paid: OrderSchema,
  closed: UncountedOrderSchema,
  'refunds-only': UncountedOrderSchema,
} as const satisfies Record<Stage, unknown>;

/**
 * Reads an order: its state first, then all of it. A bare order has no topic.
 * @throws {PayloadError} what the mapping needs is missing or has another shape.
 */
export function readOrder(
  body: unknown,
  { purchaseOn, shop }: MappingSettings,
  topic?: string,
): BareOrderReading {
  const state = parsePayload(OrderStateSchema, body);
  const stage = stageOf(state, { purchaseOn, topic });
  if (stage === 'unpaid') return { kind: 'ignored', reason: 'unpaid' };
  return { kind: 'order', order: toOrder(parsePayload(schemas[stage], body), { shop, stage }) };
}
