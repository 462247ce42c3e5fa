import type { Listing } from '../listing.ts';
import { accessChecks } from './access-checks.ts';
import { orderList } from './order-list.ts';

/**
 * Orders by the time of their change. Once a day also by the time of their creation, because WooCommerce and plug-ins have
 * written times of change that were too early, and those in the trash, which no other list has: one that was promised and
 * is thrown away is called off, and no webhook tells it. Why so: docs/decisions/0037-list-of-woocommerce.md.
 */
export const listing: Listing = {
  lists: [
    { name: 'orders', about: 'orders', ...orderList({ by: 'changed' }) },
    { name: 'orders-created', about: 'orders', every: 'day', ...orderList({ by: 'created' }) },
    {
      name: 'orders-trashed',
      about: 'orders',
      every: 'day',
      ...orderList({ by: 'changed', status: 'trash' }),
    },
  ],
  accessChecks,
};
