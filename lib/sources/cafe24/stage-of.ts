import type { MappingSettings } from '../../model/connection.ts';
import type { Stage } from '../../model/order.ts';

type PurchaseOn = MappingSettings['purchaseOn'];

export const PAID_IN_PART = 'M';

/** `T`, `F`, or `M` if paid in part. */
export interface OrderState {
  readonly paid: string;
  /** `T`, `F`, or `M` if cancelled in part. */
  readonly canceled?: string | undefined;
}

/**
 * Returns how far an order is, or `unpaid` if it does not count. Paid in full is `paid`, even if paid back since. Paid in
 * part is `refunds-only`: a line that is added to a paid order makes it so. With `created` every order counts: one that
 * is paid in part or not at all is `promised`, and one that was cancelled unpaid is `closed`. Cafe24 has no authorised
 * payments, so `authorized` is the same as `paid`.
 * @see https://developers.cafe24.com/docs/api/admin/#orders-property-list (version 2026-03-01, read 2026-11-24)
 */
export function stageOf({ paid, canceled }: OrderState, purchaseOn: PurchaseOn): Stage | 'unpaid' {
  if (paid === 'T') return 'paid';
  if (purchaseOn !== 'created') return paid === PAID_IN_PART ? 'refunds-only' : 'unpaid';
  return canceled === 'T' && paid !== PAID_IN_PART ? 'closed' : 'promised';
}

/** True if a webhook's order may matter, and so is worth fetching. Only an unpaid one is sure not to. */
export function mayMatter(paid: string | undefined, purchaseOn: PurchaseOn): boolean {
  return purchaseOn === 'created' || paid !== 'F';
}
