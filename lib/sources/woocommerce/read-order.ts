import type { MappingSettings } from '../../model/connection.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { BareOrderReading } from '../source.ts';
import { purchaseState } from './purchase-state.ts';
import { refuseError } from './refuse-error.ts';
import { WooCommerceOrderSchema, WooCommerceOrderStateSchema } from './schema.ts';
import { toOrder } from './to-order.ts';
import { changedAt } from './to-refunds.ts';

/**
 * Reads the body of `order.created`, `order.updated` or `order.restored`. Drafts
 * and orders that are not a purchase yet are ignored before the rest is read.
 * @throws {PayloadError} the body is an error instead of an order, or lacks something that the mapping needs.
 */
export function readOrder(body: unknown, settings: MappingSettings): BareOrderReading {
  refuseError(body, 'order');
  const state = purchaseState(parsePayload(WooCommerceOrderStateSchema, body), settings.purchaseOn);
  if (state === 'draft' || state === 'unpaid') return { kind: 'ignored', reason: state };
  const read = parsePayload(WooCommerceOrderSchema, body);
  const order = toOrder(read, settings.shop);
  if (state === 'purchase') return { kind: 'order', order };
  return { kind: 'order', order: { ...order, stage: 'closed', changedAt: changedAt(read) } };
}
