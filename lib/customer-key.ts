import { v5 as uuidV5 } from 'uuid';

/** Never change it: every sign-up and every profile that was sent is known by it. */
const NAMESPACE = 'c2a1d8f4-7b3e-4e0b-8d2f-5f6a9e3b1c70';

/**
 * Returns the name of a customer in messages, event ids, ledger and logs: UUIDv5 of `[source, shop, id]`. The id of some
 * platforms is a name that a person chose, which is nobody's business in a log.
 */
export function customerKey(customer: {
  readonly source: string;
  readonly shop: string;
  readonly id: string;
}): string {
  const { source, shop, id } = customer;
  return uuidV5(JSON.stringify([source, shop, id]), NAMESPACE);
}
