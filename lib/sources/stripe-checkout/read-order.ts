import * as v from 'valibot';
import type { MappingSettings } from '../../model/connection.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { BareOrderReading } from '../source.ts';
import { SessionSchema, StateSchema } from './session-schema.ts';
import { stageOf } from './stage-of.ts';
import { toOrder } from './to-order.ts';

/** What the API answers about a payment that was made without Checkout. */
const NoSessionSchema = v.object({ object: v.literal('list'), data: v.strictTuple([]) });

/**
 * Reads a session of the API, with its lines and its payment expanded. Only those that take one payment are orders:
 * subscriptions go on by invoices, and a set-up takes no money.
 * @throws {PayloadError} what the mapping needs is missing or has another shape.
 */
export function readOrder(
  body: unknown,
  { testOrders, purchaseOn, shop }: MappingSettings,
): BareOrderReading {
  if (v.is(NoSessionSchema, body)) return { kind: 'ignored', reason: 'other-payment' };
  const state = parsePayload(StateSchema, body);
  if (state.livemode === false && testOrders === 'ignore') return { kind: 'ignored', reason: 'test-order' };
  if (state.mode !== 'payment') return { kind: 'ignored', reason: 'other-payment' };
  const stage = stageOf(state, purchaseOn);
  if (stage === 'unpaid') return { kind: 'ignored', reason: 'unpaid' };
  return { kind: 'order', order: toOrder(parsePayload(SessionSchema, body), { stage, shop }) };
}
