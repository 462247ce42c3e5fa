import type { MappingSettings } from '../../model/connection.ts';
import type { AccessCheck, Listing } from '../listing.ts';
import { customerList } from './customer-list.ts';
import { orderList } from './order-list.ts';
import { refundList } from './refund-list.ts';
import { storeGet } from './store-request.ts';
import { CUSTOMER_TOPIC, NEW_CUSTOMER_TOPIC } from './topic.ts';

const isWanted = ({ profiles }: MappingSettings): boolean => profiles === 'send';

/** An account without this permission still has its orders. */
const customers: AccessCheck = {
  isWanted,
  request: (shop) => storeGet(shop, 'v3/customers', { limit: '1' }),
  read: () => [],
  refusedMeans: {
    what: 'customers',
    advice: 'Give the API account the scope Customers: read-only.',
    hidesOrders: false,
  },
};

/**
 * Orders by the time of their change, and refunds by the time at which they were made, because it is not documented whether
 * a refund changes its order. Customers only come this way: webhooks name them and say nothing of them. Why so:
 * docs/decisions/0045-readings-of-bigcommerce.md.
 */
export const listing: Listing = {
  lists: [
    { name: 'orders', about: 'orders', ...orderList },
    { name: 'refunds', about: 'orders', ...refundList },
    {
      name: 'customers',
      about: 'customers',
      isWanted,
      mayBeRefused: true,
      ...customerList({ by: 'date_modified', topic: CUSTOMER_TOPIC }),
    },
    {
      name: 'customers-created',
      about: 'customers',
      isWanted,
      mayBeRefused: true,
      ...customerList({ by: 'date_created', topic: NEW_CUSTOMER_TOPIC }),
    },
  ],
  accessChecks: [customers],
};
