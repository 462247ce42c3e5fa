import type { MappingSettings } from '../model/connection.ts';
import type { Product } from '../model/happening.ts';
import { ZERO } from '../model/money.ts';
import type { CartEvent } from './event.ts';
import { eventLogId } from './event-log-id.ts';
import { toItem } from './to-items.ts';

/** A cart addition, with the product from the shop's API. */
export interface KnownAddition {
  readonly source: string;
  readonly shop: string;
  readonly cartKey: string;
  readonly product: Product;
  readonly quantity: number;
  /** UTC, milliseconds, `…Z`. */
  readonly addedAt: string;
}

/** Turns a cart addition into its `df_add_to_cart` event, at the price before discounts. Pure. */
export function toCartEvent(addition: KnownAddition, settings: MappingSettings): CartEvent {
  const { source, shop, cartKey, product, quantity, addedAt } = addition;
  const item = { ...product, quantity, lineDiscount: ZERO, unitDiscount: ZERO };
  return {
    event_log_id: eventLogId({ source, shop, kind: 'cart', subjectKey: cartKey, part: 1 }),
    event_name: 'df_add_to_cart',
    event_datetime: addedAt,
    event_items: [toItem(item, settings)],
  };
}
