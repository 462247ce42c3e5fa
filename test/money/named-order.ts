import type { Change } from './named-changes.ts';
import type { Platform, PurchaseOn } from './platforms.ts';
import type { ShopOrder, Ways } from './shop-order.ts';

/** An order that was told of before, what happens to it, and what the shop has in the end, by hand. Amounts in cents. */
export interface NamedOrder {
  readonly name: string;
  readonly source?: Platform['source'];
  readonly ways?: Partial<Ways>;
  readonly prices: readonly number[];
  readonly delivery?: number;
  readonly tip?: number;
  readonly by?: ShopOrder['payment']['by'];
  readonly changes: readonly Change[];
  readonly purchaseOn?: PurchaseOn;
  readonly kept: number;
}
