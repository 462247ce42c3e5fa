import * as v from 'valibot';
import type { MappingSettings } from '../../model/connection.ts';
import { PayloadError } from '../../model/errors.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { BareOrderReading } from '../source.ts';
import { type Cafe24Order, Cafe24OrderSchema } from './order-schema.ts';
import { purchaseState } from './purchase-state.ts';
import { toOrder } from './to-order.ts';

/** Decides whether an order matters at all. An order without a payment state is unreadable. */
const StateSchema = v.object({
  paid: v.string(),
  canceled: v.fallback(v.optional(v.string()), undefined),
});

/**
 * Reads an order of the Admin API.
 * @throws {PayloadError} what the mapping needs is missing or has another shape.
 */
export function readOrder(body: unknown, settings: MappingSettings): BareOrderReading {
  const state = parsePayload(StateSchema, body);
  const reading = purchaseState(state, settings.purchaseOn);
  if (reading === 'unpaid') return { kind: 'ignored', reason: 'unpaid' };
  const read = parsePayload(Cafe24OrderSchema, body);
  const order = toOrder(read, settings.shop);
  if (reading === 'purchase') return { kind: 'order', order };
  return { kind: 'order', order: { ...order, stage: 'closed', changedAt: calledOffAt(read) } };
}

function calledOffAt({ cancel_date }: Cafe24Order): string {
  if (cancel_date == null) throw new PayloadError([{ path: 'cancel_date', message: 'missing' }]);
  return cancel_date;
}
