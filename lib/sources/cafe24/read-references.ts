import * as v from 'valibot';
import type { MappingSettings } from '../../connection.ts';
import { parsePayload } from '../../parse-payload.ts';
import type { OrderReading } from '../source.ts';
import { OrderIdSchema, OrderIdsSchema } from './order-id.ts';
import { mayBePurchase } from './purchase-state.ts';
import { SAMPLE_MALL } from './sample-mall.ts';
import { shopEntries } from './shop-entries.ts';
import { BULK_TOPICS } from './topic.ts';

/** Read loosely, so that what nobody wants is ignored even where the rest of it could not be read. */
const StateSchema = v.object({
  resource: v.object({
    mall_id: v.fallback(v.optional(v.string()), undefined),
    paid: v.fallback(v.optional(v.string()), undefined),
  }),
});

const ReferenceSchema = v.object({ resource: v.object({ ...shopEntries, order_id: OrderIdSchema }) });
const BulkSchema = v.object({ resource: v.object({ ...shopEntries, order_id: OrderIdsSchema }) });

/**
 * Reads a webhook as the order that it names, or the orders where it is of many: it holds no quantity and no price of a
 * line, so they have to be fetched. Sends of the TEST button name an order that does not exist, so `testOrders` does not change that they are
 * ignored.
 * @throws {PayloadError} the body names no order, or several where it is of one.
 * @see https://developers.cafe24.com/app/front/app/develop/webhook/sample (copy of 2025, read 2026-11-24)
 */
export function readReferences(
  body: unknown,
  { topic = '', purchaseOn }: Pick<MappingSettings, 'purchaseOn'> & { readonly topic: string | undefined },
): OrderReading {
  const state = parsePayload(StateSchema, body).resource;
  if (state.mall_id === SAMPLE_MALL) return { kind: 'ignored', reason: 'test-order' };
  if (!mayBePurchase(state.paid, purchaseOn)) return { kind: 'ignored', reason: 'unpaid' };

  const isBulk = BULK_TOPICS.includes(topic);
  const { order_id, event_shop_no } = parsePayload(isBulk ? BulkSchema : ReferenceSchema, body).resource;
  const references = [order_id]
    .flat()
    .map((orderId) => ({ orderId, parameters: { shop_no: event_shop_no } }));
  return { kind: 'references', references };
}
