import type { Draw } from './draw.ts';
import type { ShopOrder } from './shop-order.ts';

/** Something that happens to an order: by its buyer, by the shop, or by whoever carries the money. */
export interface Step {
  /** How often it is drawn beside others; 4 if not given. */
  readonly weight?: number;
  readonly can: (order: ShopOrder) => boolean;
  readonly take: (order: ShopOrder, draw: Draw) => ShopOrder;
}

/** The steps of a platform by name. */
export type Steps = Readonly<Record<string, Step>>;
