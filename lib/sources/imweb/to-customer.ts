import type { Customer, PhoneCandidate } from '../../model/order.ts';

/** What is known of a member or a guest. */
interface Known {
  /** Absent for a guest. */
  readonly uid: string | null | undefined;
  readonly email?: string | undefined;
  readonly phones?: readonly PhoneCandidate[];
}

/**
 * Returns a customer by the id that a member logs in with. Orders, carts and all events of members have it; on most sites
 * it is the e-mail address, which then counts as one after that of the order.
 */
export function toCustomer({ uid, email, phones = [] }: Known): Customer {
  const login = uid?.includes('@') === true ? uid : undefined;
  const emails = [...new Set([email, login].filter((address) => address !== undefined))];
  return { id: uid ?? undefined, emails, phones };
}
