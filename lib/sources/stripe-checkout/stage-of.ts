import type { MappingSettings } from '../../model/connection.ts';
import type { Stage } from '../../model/order.ts';
import type { SessionState } from './session-schema.ts';

/** States of a payment that the buyer has made and the shop does not have yet. */
const ON_ITS_WAY: Readonly<Record<MappingSettings['purchaseOn'], readonly string[]>> = {
  paid: [],
  authorized: ['requires_capture'],
  created: ['requires_capture', 'processing'],
};

/**
 * Returns how far a session is, or `unpaid` if it does not count. A payment that was captured later makes it paid, whatever the
 * session says of it. `authorized` also takes payments that wait for their capture, and `created` those that are on their way,
 * such as bank transfers: these are `promised`. One that failed or was given up is `closed` there. Pure.
 * @see https://docs.stripe.com/checkout/fulfillment (read 2026-11-29)
 * @see https://docs.stripe.com/payments/paymentintents/lifecycle (read 2026-11-29)
 */
export function stageOf(
  { status, payment_status: paid, payment_intent: payment }: SessionState,
  purchaseOn: MappingSettings['purchaseOn'],
): Stage | 'unpaid' {
  if (paid !== 'unpaid' || payment?.status === 'succeeded') return 'paid';
  if (purchaseOn === 'paid' || status !== 'complete') return 'unpaid';
  const state = payment?.status ?? '';
  if (ON_ITS_WAY[purchaseOn].includes(state)) return 'promised';
  return state === 'canceled' || state === 'requires_payment_method' ? 'closed' : 'unpaid';
}
