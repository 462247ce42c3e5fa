import * as v from 'valibot';
import type { MappingSettings } from '../../model/connection.ts';
import { PayloadError } from '../../model/errors.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { HappeningReading } from '../source.ts';
import { Instant, loose, none } from './fields.ts';
import { buyerEntries, toCustomer } from './to-customer.ts';

const CheckoutSchema = v.object({
  token: v.pipe(v.string(), v.nonEmpty('must not be empty')),
  /** So it is spelled here; a cart and a customer have `updated_at`. */
  update_at: loose(Instant),
  updated_at: loose(Instant),
  created_at: loose(Instant),
  total_amount: none('cart'),
  financial_status: none('order'),
  ...buyerEntries,
});

/**
 * Reads the body of a checkout topic. Until the step in which the buyer enters contact data, nobody is named.
 * @throws {PayloadError} the body has no checkout, or no time.
 * @see https://github.com/shoplineos/shopline-sdk-go/blob/main/webhook/v20260301/transactions/checkout_updated.go (read 2026-11-29)
 */
export function readCheckout(body: unknown, { shop }: MappingSettings): HappeningReading {
  const checkout = parsePayload(CheckoutSchema, body);
  const enteredAt = checkout.update_at ?? checkout.updated_at ?? checkout.created_at;
  if (enteredAt == null) throw new PayloadError([{ path: 'update_at', message: 'missing' }]);
  return {
    kind: 'checkout',
    checkout: { source: 'shopline', shop, token: checkout.token, customer: toCustomer(checkout), enteredAt },
  };
}
