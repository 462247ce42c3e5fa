import { type MappedCustomer, toProfile } from './dfinery/to-profile.ts';
import type { ReadingOptions } from './read-delivery.ts';
import type { CustomerReading, CustomerTopics, VerifiedDelivery } from './sources/source.ts';

type IgnoredCustomer =
  | Extract<CustomerReading, { kind: 'ignored' }>['reason']
  | 'topic'
  | 'no-identity'
  | 'before-since'
  | 'too-old';

export type CustomersReading =
  | { readonly kind: 'customers'; readonly customers: readonly [MappedCustomer, ...MappedCustomer[]] }
  | { readonly kind: 'ignored'; readonly reason: IgnoredCustomer };

/**
 * Reads what a delivery tells of customers, where the connection asks for it. An account that was made too long ago is no
 * sign-up any more; what is known of its owner is still sent. Pure.
 * @throws {PayloadError} the body lacks what the mapping needs.
 */
export function readCustomers(
  topics: CustomerTopics,
  { delivery, body }: { readonly delivery: VerifiedDelivery; readonly body: unknown },
  { settings, tooOld }: ReadingOptions,
): CustomersReading {
  if (settings.profiles !== 'send') return { kind: 'ignored', reason: 'topic' };
  const reading = topics.read(delivery, body, settings);
  if (reading.kind === 'ignored') return reading;

  const customers: MappedCustomer[] = [];
  let reason: IgnoredCustomer = 'no-profile';
  for (const update of reading.updates) {
    const mapped = toProfile(update, settings);
    if (mapped.kind === 'ignored') {
      reason = mapped.reason;
      continue;
    }
    const { signUp, profile } = mapped.customer;
    const age = signUp && tooOld?.({ placedAt: signUp.event_datetime });
    if (age === undefined) customers.push(mapped.customer);
    else if (profile === undefined) reason = age;
    else customers.push({ ...mapped.customer, signUp: undefined });
  }
  const [first, ...others] = customers;
  return first === undefined
    ? { kind: 'ignored', reason }
    : { kind: 'customers', customers: [first, ...others] };
}
