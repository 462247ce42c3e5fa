import * as v from 'valibot';
import { parsePayload } from '../../model/parse-payload.ts';
import type { OrderReading } from '../source.ts';
import { Id, LooseCount, LooseId } from './fields.ts';
import { isPurchase } from './stage-of.ts';

const NamedSchema = v.object({
  data: v.object({
    type: v.literal('order'),
    id: Id,
    status: v.fallback(v.optional(v.object({ new_status_id: LooseCount })), undefined),
    refund: v.fallback(v.optional(v.object({ refund_id: LooseId })), undefined),
  }),
});

/**
 * Reads a webhook as a reference to its order, with what it tells beyond: that the order became a purchase, or which refund
 * was made. The API may not know it yet.
 * @throws {PayloadError} the body names no order.
 * @see https://github.com/bigcommerce/docs/blob/main/docs/integrations/webhooks/events/index.mdx#orders (commit 24f580ca, read 2026-11-29)
 */
export function readReference(body: unknown): OrderReading {
  const { id: orderId, status, refund } = parsePayload(NamedSchema, body).data;
  const parameters = {
    ...(isPurchase(status?.new_status_id ?? 0) && { becomes: 'purchase' }),
    ...(refund?.refund_id != null && { refund_id: refund.refund_id }),
  };
  return { kind: 'references', references: [{ orderId, parameters }] };
}
