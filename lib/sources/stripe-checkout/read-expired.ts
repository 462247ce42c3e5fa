import * as v from 'valibot';
import type { MappingSettings } from '../../model/connection.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { HappeningReading } from '../source.ts';
import { id, LiveMode, Time } from './fields.ts';
import { buyerEntries } from './session-schema.ts';
import { toCustomer } from './to-customer.ts';

const ExpiredSchema = v.object({
  livemode: LiveMode,
  data: v.object({ object: v.object({ id: id('cs_'), created: Time, ...buyerEntries }) }),
});

/**
 * Reads a session that ended without a purchase as a checkout of the time at which it was opened. Stripe knows the buyer only
 * if the shop named them, or if they wrote their address before they left.
 * @throws {PayloadError} the event has no session.
 * @see https://docs.stripe.com/payments/checkout/abandoned-carts (read 2026-11-29)
 */
export function readExpired(body: unknown, { testOrders, shop }: MappingSettings): HappeningReading {
  const { livemode, data } = parsePayload(ExpiredSchema, body);
  if (livemode === false && testOrders === 'ignore') return { kind: 'ignored', reason: 'test-order' };
  const { id: token, created: enteredAt, ...buyer } = data.object;
  const checkout = { source: 'stripe-checkout', shop, token, customer: toCustomer(buyer), enteredAt };
  return { kind: 'checkout', checkout };
}
