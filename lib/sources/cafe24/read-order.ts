import * as v from 'valibot';
import type { MappingSettings } from '../../connection.ts';
import type { OrderReading, VerifiedDelivery } from '../source.ts';
import { isPurchase } from './is-purchase.ts';
import { Cafe24OrderSchema } from './order-schema.ts';
import { parse } from './parse.ts';
import { readReference } from './read-reference.ts';
import { toOrder } from './to-order.ts';
import { ORDER_TOPIC } from './topic.ts';

/** What decides whether an order is of interest at all. One that does not say whether it is paid is unreadable. */
const StateSchema = v.object({
  paid: v.string(),
  canceled: v.fallback(v.optional(v.string()), undefined),
});

/**
 * Reads a webhook as the order it names, and a bare order of the Admin API as the order it is.
 * @throws {PayloadError} the body lacks something that the mapping needs, or has it in another shape.
 */
export function readOrder(
  { topic }: VerifiedDelivery,
  body: unknown,
  settings: MappingSettings,
): OrderReading {
  if (topic !== ORDER_TOPIC) return readReference(body, settings);

  const state = parse(StateSchema, body);
  if (!isPurchase(state, settings.purchaseOn)) return { kind: 'ignored', reason: 'unpaid' };
  return { kind: 'order', order: toOrder(parse(Cafe24OrderSchema, body), settings.shop) };
}
