import type { Customer } from '../../model/order.ts';
import type { Session } from './session-schema.ts';

type Buyer = Pick<Session, 'customer' | 'customer_creation' | 'customer_details' | 'customer_email'>;

/**
 * Returns who bought. The id counts only if the shop gave the session its customer: one that the session itself creates is
 * another one at each purchase of the same person. Pure.
 * @see https://docs.stripe.com/changelog/2022-08-01/default-customer-creation-checkout-session (read 2026-11-29)
 */
export function toCustomer({
  customer,
  customer_creation: creation,
  customer_details: details,
  customer_email: prefilled,
}: Buyer): Customer {
  const email = details?.email ?? prefilled;
  const phone = details?.phone;
  return {
    id: creation === undefined ? (customer ?? undefined) : undefined,
    emails: email === undefined ? [] : [email],
    phones: phone === undefined ? [] : [{ number: phone, country: details?.address?.country }],
  };
}
