import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { mappingSettings } from '../../test/support/builders/a-connection.ts';

import { toDecimal } from '../model/money.ts';
import { CartEventSchema } from './event.ts';
import { toCartEvent } from './to-cart-event.ts';

const product = {
  productId: '781',
  variantId: 'P000000A',
  sku: 'TEA-A',
  title: '찻잔',
  variantTitle: 'White',
  vendor: undefined,
  unitPrice: toDecimal('12500'),
  categories: [],
};
const addition = {
  source: 'cafe24',
  shop: 'mall',
  cartKey: '5f0c2a5e-8a5e-5a0e-9a0e-0a0e0a0e0a0e',
  product,
  quantity: 2,
  addedAt: '2026-11-25T00:05:30.000Z',
};

test('an addition is one item at its price before discounts', () => {
  expect(toCartEvent(addition, mappingSettings())).toMatchObject({
    event_name: 'df_add_to_cart',
    event_datetime: '2026-11-25T00:05:30.000Z',
    event_items: [
      { df_item_id: '781', df_item_name: '찻잔', df_price: 12500, df_quantity: 2, df_discount: 0 },
    ],
  });
});

test('the item has the id and the extra properties that the connection wants', () => {
  const settings = mappingSettings({ itemId: 'variant-id', itemProperties: { sku: 'sku' } });

  expect(toCartEvent(addition, settings).event_items).toEqual([
    expect.objectContaining({ df_item_id: 'P000000A', df_item_name: '찻잔 - White', sku: 'TEA-A' }),
  ]);
});

test('Dfinery accepts any addition', () => {
  const amounts = fc
    .tuple(fc.nat(99_999_999), fc.nat(99))
    .map(([whole, part]) => toDecimal(`${whole}.${part}`));
  fc.assert(
    fc.property(
      fc.string({ minLength: 1 }),
      amounts,
      fc.integer({ min: 1, max: 9_999 }),
      (title, unitPrice, quantity) => {
        const event = toCartEvent(
          { ...addition, quantity, product: { ...product, title, unitPrice } },
          mappingSettings(),
        );

        expect(v.is(CartEventSchema, event)).toBe(true);
        expect(event.event_items[0]?.df_price).toBe(Number(unitPrice));
      },
    ),
  );
});
