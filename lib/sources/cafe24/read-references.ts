import * as v from 'valibot';
import type { MappingSettings } from '../../model/connection.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { OrderReference } from '../shop-api.ts';
import type { OrderReading } from '../source.ts';
import { ClaimSchema } from './completed-claim.ts';
import { OrderIdSchema, OrderIdsSchema } from './order-id.ts';
import { isSampleMall } from './sample-mall.ts';
import { shopEntries } from './shop-entries.ts';
import { mayMatter, PAID_IN_PART } from './stage-of.ts';

/** Read loosely, so that an order of no interest is ignored even if the rest of it is unreadable. */
const StateSchema = v.object({
  resource: v.object({
    mall_id: v.fallback(v.optional(v.string()), undefined),
    paid: v.fallback(v.optional(v.string()), undefined),
  }),
});

const ReferenceSchema = v.object({ resource: v.object({ ...shopEntries, order_id: OrderIdSchema }) });
const ReferencesSchema = v.object({ resource: v.object({ ...shopEntries, order_id: OrderIdsSchema }) });

/**
 * Reads a webhook as a reference to its order. It has no quantities or line prices, so the order has to be fetched.
 * The TEST button sends orders that do not exist; they are ignored whatever `testOrders` says.
 * @throws {PayloadError} the body has no order, or several.
 * @see https://developers.cafe24.com/app/front/app/develop/webhook/sample (copy of 2025, read 2026-11-24)
 */
export function readReference(body: unknown, settings: MappingSettings): OrderReading {
  return read(ReferenceSchema, body, settings);
}

/** Reads a webhook about a completed return: its order, and the claim, which the order may not show. */
export function readClaim(body: unknown, settings: MappingSettings): OrderReading {
  const reading = read(ReferenceSchema, body, settings);
  const claim = v.safeParse(v.object({ resource: ClaimSchema }), body);
  if (reading.kind !== 'references' || !claim.success) return reading;
  const { claim_code, refund_amount } = claim.output.resource;
  const withClaim = ({ orderId, parameters }: OrderReference) => ({
    orderId,
    parameters: { ...parameters, claim_code, refund_amount },
  });
  return { ...reading, references: reading.references.map(withClaim) };
}

/** Reads a webhook about several orders in the same way. @throws {PayloadError} the body has no order. */
export function readReferences(body: unknown, settings: MappingSettings): OrderReading {
  return read(ReferencesSchema, body, settings);
}

function read(
  schema: typeof ReferenceSchema | typeof ReferencesSchema,
  body: unknown,
  { purchaseOn }: MappingSettings,
): OrderReading {
  const state = parsePayload(StateSchema, body).resource;
  if (isSampleMall(state.mall_id)) return { kind: 'ignored', reason: 'test-order' };
  if (!mayMatter(state.paid, purchaseOn)) return { kind: 'ignored', reason: 'unpaid' };

  const { order_id, event_shop_no } = parsePayload(schema, body).resource;
  const parameters = {
    shop_no: event_shop_no,
    ...(state.paid === PAID_IN_PART && { paid: PAID_IN_PART }),
  };
  const references = [order_id].flat().map((orderId) => ({ orderId, parameters }));
  return { kind: 'references', references };
}
