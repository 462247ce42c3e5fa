import type { MappingSettings } from '../../model/connection.ts';

type PurchaseOn = MappingSettings['purchaseOn'];

/** `T`, `F`, or `M` for a part of it. */
export interface OrderState {
  readonly paid: string;
  readonly canceled?: string | undefined;
}

/**
 * Tells whether the order counts as a purchase in this state: paid in full, even if paid back since. `created` takes every
 * order; one that was cancelled before anything was paid is `called-off`. Cafe24 knows no authorised payment: `authorized`
 * is `paid`.
 * @see https://developers.cafe24.com/docs/api/admin/#orders-property-list (version 2026-03-01, read 2026-11-24)
 */
export function purchaseState(
  { paid, canceled }: OrderState,
  purchaseOn: PurchaseOn,
): 'purchase' | 'called-off' | 'unpaid' {
  if (paid === 'T') return 'purchase';
  if (purchaseOn !== 'created') return 'unpaid';
  return canceled === 'T' && paid !== 'M' ? 'called-off' : 'purchase';
}

/** True where a webhook's order may be a purchase: it is worth fetching, unless it says that it is not paid. */
export function mayBePurchase(paid: string | undefined, purchaseOn: PurchaseOn): boolean {
  return purchaseOn === 'created' || (paid !== 'F' && paid !== 'M');
}
