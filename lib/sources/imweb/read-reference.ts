import * as v from 'valibot';
import type { MappingSettings } from '../../model/connection.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { OrderReading, VerifiedDelivery } from '../source.ts';
import { EventTime, LooseText, OrderNo } from './fields.ts';
import { isSample } from './is-sample.ts';

/** The event after which an order counts as paid. */
export const PAID_TOPIC = 'ORDER_DEPOSIT_COMPLETE';
/** The event that tells of money that was paid back. */
export const REFUND_TOPIC = 'ORDER_REFUND';

const SiteSchema = v.object({ data: v.object({ siteCode: LooseText }) });

const ReferenceSchema = v.object({
  eventTime: v.fallback(v.optional(EventTime), undefined),
  data: v.object({ orderNo: OrderNo }),
});

/**
 * Reads a webhook as a reference to its order. The rest of it is a hint: the key proves the sender only, and figures and
 * states of the body are not those of the order. A sample of another site is a test send.
 * @throws {PayloadError} the body has no order.
 */
export function readReference(
  body: unknown,
  { shop }: MappingSettings,
  { topic }: VerifiedDelivery,
): OrderReading {
  const { siteCode } = parsePayload(SiteSchema, body).data;
  if (isSample(body) && siteCode !== undefined && siteCode !== shop) {
    return { kind: 'ignored', reason: 'test-order' };
  }
  const { eventTime, data } = parsePayload(ReferenceSchema, body);
  const parameters = {
    ...(topic === PAID_TOPIC && { paid: 'Y' }),
    ...(topic === REFUND_TOPIC && eventTime !== undefined && { refunded_at: eventTime }),
  };
  return { kind: 'references', references: [{ orderId: data.orderNo, parameters }] };
}
