import * as v from 'valibot';
import type { MappingSettings } from '../../model/connection.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { CartReading, VerifiedDelivery } from '../source.ts';
import { Instant } from './fields.ts';
import { buyerEntries, toCustomer } from './to-customer.ts';

const CheckoutSchema = v.object({
  token: v.pipe(v.string(), v.nonEmpty('must not be empty')),
  updated_at: Instant,
  ...buyerEntries,
});

/**
 * Reads the body of a checkout topic. It names the buyer from the step on in which the buyer says who that is; until then
 * the customer is nobody.
 * @throws {PayloadError} the body names no checkout, or does not say since when it is like this.
 * @see https://shopify.dev/docs/api/admin-graphql/latest/enums/WebhookSubscriptionTopic (CHECKOUTS_UPDATE, read 2026-11-25)
 */
export function readCheckout(
  body: unknown,
  { testOrders, shop }: MappingSettings,
  { isTest }: VerifiedDelivery,
): CartReading {
  if (isTest && testOrders === 'ignore') return { kind: 'ignored', reason: 'test-order' };
  const checkout = parsePayload(CheckoutSchema, body);
  const { token, updated_at: enteredAt } = checkout;
  return {
    kind: 'checkout',
    checkout: { source: 'shopify', shop, token, customer: toCustomer(checkout), enteredAt },
  };
}
