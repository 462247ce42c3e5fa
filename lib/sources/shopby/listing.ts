import type { Listing } from '../listing.ts';
import { accessChecks } from './access-checks.ts';
import { claimList } from './claim-list.ts';
import { memberList } from './member-list.ts';
import { orderList } from './order-list.ts';
import { withdrawalList } from './withdrawal-list.ts';

/**
 * What the server API lists. Webhooks that failed are listed too (`GET /webhooks/failed`) and are not read: all that they
 * could name are orders that changed, which the first list has. Why so: docs/decisions/0044-shopby.md.
 */
export const listing: Listing = {
  lists: [orderList, claimList, withdrawalList, memberList('changed'), memberList('joined')],
  accessChecks,
};
