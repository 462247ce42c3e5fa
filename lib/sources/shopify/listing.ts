import type { MappingSettings } from '../../model/connection.ts';
import type { Listing } from '../listing.ts';
import { accessChecks } from './access-checks.ts';
import { changedList } from './changed-list.ts';

/** A row of customers has a webhook's fields, so it is read as the topic whose news are all in the body. */
const CUSTOMER_TOPIC = 'customers/update';

/** What the Admin API lists by the time of its change. Why by REST: docs/decisions/0036-list-of-shopify.md. */
export const listing: Listing = {
  lists: [
    {
      name: 'orders',
      about: 'orders',
      ...changedList({
        resource: 'orders',
        // By default only open orders are listed: neither cancelled nor archived ones.
        query: { status: 'any' },
        toEntry: (row, body) => ({ kind: 'order', ...row, body }),
      }),
    },
    {
      name: 'customers',
      about: 'customers',
      isWanted: sendsProfiles,
      // An app without `read_customers` still has its orders.
      mayBeRefused: true,
      ...changedList({
        resource: 'customers',
        toEntry: (row, body) => ({ kind: 'delivery', topic: CUSTOMER_TOPIC, ...row, body }),
      }),
    },
  ],
  accessChecks,
};

function sendsProfiles({ profiles }: MappingSettings): boolean {
  return profiles === 'send';
}
