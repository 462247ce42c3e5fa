import * as v from 'valibot';
import type { MappingSettings } from '../../model/connection.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { OrderReading, VerifiedDelivery } from '../source.ts';
import { Id } from './fields.ts';
import { readOrder } from './read-order.ts';
import { type OrderState, OrderStateSchema } from './schema.ts';
import { DELETED_TOPIC, isPaidBack, stageOf } from './stage-of.ts';

/**
 * Reads the body of an order topic: the order, unless something was paid back of which the body does not say how much.
 * Such an order is fetched; one that was deleted cannot be.
 * @throws {PayloadError} what the mapping needs is missing or has another shape.
 */
export function readOrderWebhook(
  body: unknown,
  settings: MappingSettings,
  { topic }: VerifiedDelivery,
): OrderReading {
  const state = parsePayload(OrderStateSchema, body);
  if (topic === DELETED_TOPIC || saysWhatWentBack(state)) return readOrder(body, settings, topic);
  const isPaid = stageOf(state, settings) === 'paid';
  const parameters = { ...whereListed(state), ...(isPaid && { paid: 'Y' }) };
  return { kind: 'references', references: [{ orderId: state.id, parameters }] };
}

/** Webhooks name the refunds of an order without their amounts, and a body may leave out the refunds of its status. */
function saysWhatWentBack({ refunds, ...state }: OrderState): boolean {
  const transactions = refunds.read.flatMap((refund) => refund.transactions?.read ?? []);
  if (isPaidBack(state) && transactions.length === 0) return false;
  return refunds.setAside === 0 && refunds.read.every((refund) => refund.transactions != null);
}

const SHIPMENTS: ReadonlyMap<string | undefined, string> = new Map([
  ['fulfilled', 'shipped'],
  ['partial', 'partial'],
]);

/**
 * Returns the filters under which the API lists the order. Its documents say that it lists unshipped orders that are not
 * archived, unless it is asked for others.
 */
function whereListed({ fulfillment_status, hidden_order }: OrderState): Record<string, string> {
  const shipment = SHIPMENTS.get(fulfillment_status);
  return {
    ...(shipment !== undefined && { fulfillment_status: shipment }),
    ...(hidden_order === true && { hidden_order: 'true' }),
  };
}

const RefundSchema = v.object({
  id: Id,
  order_id: Id,
  transactions: v.fallback(v.nullish(v.array(v.unknown())), undefined),
});
const SuccessSchema = v.looseObject({ status: v.literal('success') });

/**
 * Reads the body of a refund topic as a reference to its order: it names no buyer, and the order has all of its refunds. If
 * money arrived, the order in the API has to show that refund.
 * @throws {PayloadError} the body names no order.
 * @see https://developer.shopline.com/docs/webhook/order/refund-created (read 2026-11-29)
 */
export function readRefundWebhook(body: unknown): OrderReading {
  const { id, order_id: orderId, transactions } = parsePayload(RefundSchema, body);
  const hasArrived = transactions?.some((transaction) => v.is(SuccessSchema, transaction)) === true;
  return {
    kind: 'references',
    references: [{ orderId, parameters: hasArrived ? { refund_id: id } : {} }],
  };
}
