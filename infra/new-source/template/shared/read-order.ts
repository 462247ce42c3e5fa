import type { MappingSettings } from '../../../../lib/model/connection.ts';
import type { Stage } from '../../../../lib/model/order.ts';
import { parsePayload } from '../../../../lib/model/parse-payload.ts';
import type { BareOrderReading } from '../../../../lib/sources/source.ts';
import { OrderSchema, type OrderState, OrderStateSchema } from './schema.ts';
import { toOrder } from './to-order.ts';

/**
 * Reads an order: its state first, then all of it.
 * @throws {PayloadError} the order does not match the schema. Lists every path.
 */
export function readOrder(body: unknown, settings: MappingSettings): BareOrderReading {
  const stage = stageOf(parsePayload(OrderStateSchema, body), settings);
  if (stage === 'unpaid') return { kind: 'ignored', reason: 'unpaid' };
  return { kind: 'order', order: toOrder(parsePayload(OrderSchema, body), { stage, shop: settings.shop }) };
}

// TO DO 50: When is an order a purchase? Read the stages of lib/model/order.ts and give each state of the platform its own; cash on delivery, part payments and test orders too.
function stageOf({ status }: OrderState, { purchaseOn }: MappingSettings): Stage | 'unpaid' {
  if (status === 'paid' || status === 'refunded') return 'paid';
  if (purchaseOn !== 'created') return 'unpaid';
  return status === 'cancelled' ? 'closed' : 'promised';
}
