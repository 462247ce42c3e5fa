import type { ItemField, MappingSettings } from '../model/connection.ts';
import { sum } from '../model/money.ts';
import type { LineItem } from '../model/order.ts';
import type { EventItem } from './event.ts';

type ItemSettings = Pick<MappingSettings, 'itemId' | 'itemProperties'>;

const MAX_CATEGORIES = 5;

const itemIds = {
  'product-id': (item: LineItem) => item.productId,
  'variant-id': (item: LineItem) => item.variantId,
  sku: (item: LineItem) => item.sku,
} satisfies Record<MappingSettings['itemId'], (item: LineItem) => string | undefined>;

const itemFields = {
  sku: (item: LineItem) => item.sku,
  variantId: (item: LineItem) => item.variantId,
  variantTitle: (item: LineItem) => item.variantTitle,
  vendor: (item: LineItem) => item.vendor,
} satisfies Record<ItemField, (item: LineItem) => string | undefined>;

/**
 * Turns a line item into an event item. The id is the configured one, then the product's, the variant's, the SKU, and
 * last `custom:` and the title, for lines typed by hand. `df_discount` is per unit and always present.
 */
export function toItem(item: LineItem, settings: ItemSettings): EventItem {
  const extra = Object.entries(settings.itemProperties).flatMap(([name, field]) => {
    const value = itemFields[field](item);
    return value === undefined ? [] : [[name, value] as const];
  });
  const categories = item.categories
    .slice(0, MAX_CATEGORIES)
    .map((category, index) => [`df_category${index + 1}`, category] as const);
  return {
    df_item_id: itemId(item, settings),
    df_item_name: itemName(item, settings),
    df_price: Number(item.unitPrice),
    df_quantity: item.quantity,
    df_discount: Number(item.unitDiscount),
    ...Object.fromEntries([...categories, ...extra]),
  };
}

function itemId(item: LineItem, settings: ItemSettings): string {
  const configured = itemIds[settings.itemId](item);
  return configured ?? item.productId ?? item.variantId ?? item.sku ?? `custom:${item.title}`;
}

/** Variants of one product share a title. If they are separate items, the name tells them apart. */
function itemName(item: LineItem, settings: ItemSettings): string {
  const isNamed = settings.itemId === 'variant-id' && item.variantTitle !== undefined;
  return isNamed ? `${item.title} - ${item.variantTitle}` : item.title;
}

/** Merges lines that would become equal items (same id, name, price and unit discount), in the place of the first. */
export function mergeEqualItems(items: readonly LineItem[], settings: ItemSettings): LineItem[] {
  const merged = new Map<string, LineItem>();
  for (const item of items) {
    const { df_quantity, ...alike } = toItem(item, settings);
    const key = JSON.stringify(alike);
    const known = merged.get(key);
    merged.set(key, known === undefined ? item : addQuantity(known, item));
  }
  return [...merged.values()];
}

function addQuantity({ linePrice, ...item }: LineItem, other: LineItem): LineItem {
  return {
    ...item,
    ...(linePrice && other.linePrice && { linePrice: sum([linePrice, other.linePrice]) }),
    quantity: item.quantity + other.quantity,
    lineDiscount: sum([item.lineDiscount, other.lineDiscount]),
  };
}
