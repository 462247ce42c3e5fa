import type { MappingSettings } from '../../model/connection.ts';
import type { Listing, ShopList } from '../listing.ts';
import { accessChecks } from './access-checks.ts';
import type { WhichShops } from './day-list.ts';
import { claimList, orderList, purchaseList } from './order-list.ts';
import { refundList } from './refund-list.ts';
import { webhookLog } from './webhook-log.ts';

/**
 * What the Admin API lists by days. No list says what changed, and none has all of an order, so each order is fetched as a
 * webhook's is. GETs may be seconds old: what a pass does not see yet, the passes of the same day and of the next one see.
 * Why these lists: docs/decisions/0038-lists-of-cafe24.md.
 */
export const listing: Listing = {
  lists: [...listsOf('first'), webhookLog, ...listsOf('others')],
  accessChecks,
};

function listsOf(which: WhichShops): ShopList[] {
  return [
    { ...purchaseList({ name: 'paid', which, date: 'pay_date' }), isWanted: countsPaid },
    { ...purchaseList({ name: 'placed', which, date: 'order_date' }), isWanted: countsUnpaid },
    // Told as placed already. What was paid in the end may be another amount.
    { ...orderList({ name: 'settled', which, date: 'pay_date' }), isWanted: countsUnpaid },
    refundList(which),
    // Refunds of Naver Pay are in no list of refunds.
    claimList({ name: 'cancelled', which, date: 'cancel_complete_date' }),
    claimList({ name: 'returned', which, date: 'return_complete_date' }),
    claimList({ name: 'exchanged', which, date: 'exchange_complete_date' }),
    // It is not documented that a cancellation before payment is ever called completed.
    { ...claimList({ name: 'lapsed', which, date: 'cancel_date' }), isWanted: countsUnpaid },
  ];
}

function countsUnpaid({ purchaseOn }: MappingSettings): boolean {
  return purchaseOn === 'created';
}

function countsPaid(settings: MappingSettings): boolean {
  return !countsUnpaid(settings);
}
