import type { Decimal } from '../../model/money.ts';
import type { Finding } from './finding.ts';

/** The sums of one order in a list. */
export interface OrderSums {
  readonly purchases: Decimal;
  readonly refunds: Decimal;
}

/** What is done about what the lists show of an order. */
export type Action =
  /** So many messages are queued; in a dry run they would be. */
  | { readonly kind: 'queue'; readonly messages: number }
  /** Something of it cannot be sent once more, and why. */
  | { readonly kind: 'cannot'; readonly because: string };

/** One order, as each list shows it. A list that was not asked, or does not have it, is absent. */
export interface ComparedOrder {
  readonly orderId: string;
  readonly currency: string;
  readonly shop?: OrderSums | undefined;
  readonly ledger?: OrderSums | undefined;
  readonly dfinery?: OrderSums | undefined;
  readonly findings: readonly Finding[];
  readonly actions: readonly Action[];
}
