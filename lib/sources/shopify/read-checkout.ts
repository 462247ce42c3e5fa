import * as v from 'valibot';
import type { MappingSettings } from '../../model/connection.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { HappeningReading, VerifiedDelivery } from '../source.ts';
import { Instant, none } from './fields.ts';
import { buyerEntries, toCustomer } from './to-customer.ts';

const CheckoutSchema = v.object({
  token: v.pipe(v.string(), v.nonEmpty('must not be empty')),
  updated_at: Instant,
  order_number: none('order'),
  financial_status: none('order'),
  ...buyerEntries,
});

/**
 * Reads the body of a checkout topic. Until the step in which the buyer enters contact data, the customer is empty.
 * @throws {PayloadError} the body has no checkout, or no time of its last change.
 * @see https://shopify.dev/docs/api/admin-graphql/latest/enums/WebhookSubscriptionTopic (CHECKOUTS_UPDATE, read 2026-11-25)
 */
export function readCheckout(
  body: unknown,
  { testOrders, shop }: MappingSettings,
  { isTest }: VerifiedDelivery,
): HappeningReading {
  if (isTest && testOrders === 'ignore') return { kind: 'ignored', reason: 'test-order' };
  const checkout = parsePayload(CheckoutSchema, body);
  const { token, updated_at: enteredAt } = checkout;
  return {
    kind: 'checkout',
    checkout: { source: 'shopify', shop, token, customer: toCustomer(checkout), enteredAt },
  };
}
