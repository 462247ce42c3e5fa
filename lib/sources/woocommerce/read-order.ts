import type { MappingSettings } from '../../model/connection.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { BareOrderReading } from '../source.ts';
import { isDeleted, refuseError } from './refuse-error.ts';
import { WooCommerceOrderSchema, WooCommerceOrderStateSchema } from './schema.ts';
import { stageOf } from './stage-of.ts';
import { toOrder } from './to-order.ts';

/**
 * Reads the body of `order.created`, `order.updated` or `order.restored`. Parts of other orders, drafts
 * and orders that do not count yet are ignored before the rest is read.
 * @throws {PayloadError} the body is an error instead of an order, or lacks something that the mapping needs.
 */
export function readOrder(body: unknown, { shop, purchaseOn }: MappingSettings): BareOrderReading {
  if (isDeleted(body)) return { kind: 'ignored', reason: 'deleted' };
  refuseError(body, 'order');
  const state = parsePayload(WooCommerceOrderStateSchema, body);
  if (state.isSubOrder) return { kind: 'ignored', reason: 'sub-order' };
  const stage = stageOf(state, purchaseOn);
  if (stage === 'draft' || stage === 'unpaid') return { kind: 'ignored', reason: stage };
  return { kind: 'order', order: toOrder(parsePayload(WooCommerceOrderSchema, body), { shop, stage }) };
}
