import { describe, expect, test } from 'vitest';
import { aLineItem } from '../../test/support/builders/an-order.ts';
import { toDecimal } from '../model/money.ts';
import { mergeEqualItems, toItem } from './to-items.ts';

const settings = { itemId: 'product-id', itemProperties: {} } as const;
const bare = { productId: undefined, variantId: undefined, sku: undefined };

describe('df_item_id', () => {
  test.each([
    ['product-id', {}, 'p-1'],
    ['variant-id', {}, 'v-1'],
    ['sku', {}, 'sku-1'],
    ['sku', { sku: undefined }, 'p-1'],
    ['variant-id', { productId: undefined, variantId: undefined }, 'sku-1'],
    ['product-id', { ...bare, variantId: 'v-1' }, 'v-1'],
    ['product-id', bare, 'custom:Tea'],
  ] as const)('by %s of %j is %s', (itemId, changes, expected) => {
    expect(toItem(aLineItem(changes), { ...settings, itemId }).df_item_id).toBe(expected);
  });
});

test('the name includes the variant only if variants are separate items', () => {
  const item = aLineItem({ variantTitle: 'Green' });

  expect(toItem(item, settings).df_item_name).toBe('Tea');
  expect(toItem(item, { ...settings, itemId: 'variant-id' }).df_item_name).toBe('Tea - Green');
  expect(toItem(aLineItem(), { ...settings, itemId: 'variant-id' }).df_item_name).toBe('Tea');
});

test('the discount is present even if it is 0', () => {
  expect(toItem(aLineItem(), settings)).toEqual({
    df_item_id: 'p-1',
    df_item_name: 'Tea',
    df_price: 10,
    df_quantity: 1,
    df_discount: 0,
  });
});

test('the first five categories are sent', () => {
  const item = toItem(aLineItem({ categories: ['a', 'b', 'c', 'd', 'e', 'f'] }), settings);

  expect(item).toMatchObject({ df_category1: 'a', df_category5: 'e' });
  expect(item).not.toHaveProperty('df_category6');
});

test('extra properties are those of the connection; unknown values are left out', () => {
  const itemProperties = { stock_code: 'sku', brand: 'vendor' } as const;
  const item = toItem(aLineItem(), { ...settings, itemProperties });

  expect(item).toMatchObject({ stock_code: 'sku-1' });
  expect(item).not.toHaveProperty('brand');
});

test('equal lines become one; lines with different prices, discounts or names do not', () => {
  const items = [
    aLineItem({ quantity: 2, lineDiscount: toDecimal('2'), unitDiscount: toDecimal('1') }),
    aLineItem({ unitPrice: toDecimal('9') }),
    aLineItem({ title: 'Coffee' }),
    aLineItem({ quantity: 3, lineDiscount: toDecimal('3'), unitDiscount: toDecimal('1') }),
    aLineItem({ variantId: 'v-2', unitPrice: toDecimal('9') }),
  ];

  expect(mergeEqualItems(items, settings)).toEqual([
    { ...items[0], quantity: 5, lineDiscount: '5' },
    { ...items[1], quantity: 2 },
    items[2],
  ]);
});

test('merged lines keep their exact price', () => {
  const line = aLineItem({ quantity: 3, unitPrice: toDecimal('3.333333'), linePrice: toDecimal('10') });

  expect(mergeEqualItems([line, { ...line, linePrice: toDecimal('9.999999') }], settings)).toEqual([
    { ...line, quantity: 6, linePrice: '19.999999' },
  ]);
});
