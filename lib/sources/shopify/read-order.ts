import type { MappingSettings } from '../../model/connection.ts';
import { PayloadError } from '../../model/errors.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { BareOrderReading, Delivery } from '../source.ts';
import { purchaseState } from './purchase-state.ts';
import { type ShopifyOrder, ShopifyOrderSchema, ShopifyOrderStateSchema } from './schema.ts';
import { toOrder } from './to-order.ts';

/** A bare order has no topic and no test header, only its own state. */
const NO_DELIVERY: Pick<Delivery, 'topic' | 'isTest'> = { topic: undefined, isTest: false };

/**
 * Reads the body of an order topic, or a bare order. Test orders and
 * orders that are not a purchase yet are ignored before the rest is read.
 * @throws {PayloadError} what the mapping needs is missing or has another shape.
 */
export function readOrder(
  body: unknown,
  settings: MappingSettings,
  { topic = '', isTest } = NO_DELIVERY,
): BareOrderReading {
  const state = parsePayload(ShopifyOrderStateSchema, body);
  const { purchaseOn, shop, testOrders } = settings;
  if ((isTest || state.test === true) && testOrders === 'ignore') {
    return { kind: 'ignored', reason: 'test-order' };
  }
  const reading = purchaseState(state, { purchaseOn, topic });
  if (reading === 'unpaid') return { kind: 'ignored', reason: 'unpaid' };
  const read = parsePayload(ShopifyOrderSchema, body);
  if (reading === 'purchase') return { kind: 'order', order: toOrder(read, { shop, stage: 'paid' }) };
  return {
    kind: 'order',
    order: { ...toOrder(read, { shop, stage: 'closed' }), changedAt: calledOffAt(read) },
  };
}

function calledOffAt({ cancelled_at }: ShopifyOrder): string {
  if (cancelled_at == null) throw new PayloadError([{ path: 'cancelled_at', message: 'missing' }]);
  return cancelled_at;
}
