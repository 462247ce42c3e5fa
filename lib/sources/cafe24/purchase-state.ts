import type { MappingSettings } from '../../model/connection.ts';

type PurchaseOn = MappingSettings['purchaseOn'];

/** `T`, `F`, or `M` if paid in part. */
export interface OrderState {
  readonly paid: string;
  readonly canceled?: string | undefined;
}

/**
 * Returns whether the order counts as a purchase in this state. `paid` takes orders
 * paid in full, even if refunded since; `created` takes every order. An order that was
 * cancelled unpaid is `called-off`. Cafe24 has no authorised payments, so `authorized` is the same as `paid`.
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

/** True if a webhook's order may be a purchase, and so is worth fetching. */
export function mayBePurchase(paid: string | undefined, purchaseOn: PurchaseOn): boolean {
  return purchaseOn === 'created' || (paid !== 'F' && paid !== 'M');
}
