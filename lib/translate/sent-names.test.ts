import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aShopConnection } from '../../test/support/builders/a-connection.ts';
import { aLineItem, anOrder } from '../../test/support/builders/an-order.ts';
import { toPurchase } from '../dfinery/to-purchase.ts';
import { EVENT_FIELDS, ITEM_FIELDS } from '../model/connection.ts';
import { toDecimal } from '../model/money.ts';
import { sources } from '../sources/all-sources.ts';
import { columnOf, sentNames } from './sent-names.ts';

const connection = (source: string) =>
  aShopConnection({
    source,
    eventProperties: Object.fromEntries(EVENT_FIELDS.map((field) => [`e_${field}`, field])),
    itemProperties: Object.fromEntries(ITEM_FIELDS.map((field) => [`i_${field}`, field])),
  });

test('a purchase has no name that is not listed, and every name that is always sent', () => {
  const maybe = <Value>(value: Value) => fc.constantFrom(value, undefined);
  fc.assert(
    fc.property(
      fc.record({
        sku: maybe('s'),
        variantId: maybe('v'),
        variantTitle: maybe('t'),
        vendor: maybe('x'),
        categories: fc.array(fc.constantFrom('a', 'b'), { maxLength: 7 }),
      }),
      fc.record({ fees: fc.constantFrom(toDecimal('1'), toDecimal('2')) }),
      (line, order) => {
        const settings = connection('standard-webhooks');
        const reading = toPurchase(anOrder({ items: [aLineItem(line)], ...order }), settings);
        if (reading.kind !== 'purchase') throw new Error(reading.reason);
        const listed = sentNames(sources['standard-webhooks'], settings).filter(
          ({ scope }) => scope.kind !== 'user' && scope.event === 'df_purchase',
        );

        for (const event of reading.events) {
          const found = [
            ...Object.keys(event.event_properties),
            ...event.event_items.flatMap((item) => Object.keys(item).map((name) => `df_items_${name}`)),
          ];
          expect(listed.map(columnOf)).toEqual(expect.arrayContaining(found));
          const always = listed.filter(({ isAlwaysSent }) => isAlwaysSent).map(columnOf);
          expect(found).toEqual(expect.arrayContaining(always));
        }
      },
    ),
  );
});

test('of a shop without categories none are listed', () => {
  expect(
    sentNames(sources.shopify, connection('shopify')).some(({ name }) => name.startsWith('df_category')),
  ).toBe(false);
});
