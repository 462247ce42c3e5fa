import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { bulkOrder } from '../../../../test/support/builders/bulk-order.ts';
import { findTips } from './find-tips.ts';
import { BulkOrderSchema } from './schema.ts';

interface Line {
  readonly price: string;
  readonly quantity?: number;
  readonly sku?: string;
  readonly isGiftCard?: boolean;
}

/** Returns the prices of the tips, in an order with a product for 1,000 and these lines without a product. */
function tipsOf(tip: string, lines: readonly Line[]): string[] | undefined {
  const [order, product] = bulkOrder({ id: '1' });
  const bare = lines.map(({ price, quantity = 1, sku = null, isGiftCard = false }) => ({
    ...product,
    product: null,
    variant: null,
    sku,
    isGiftCard,
    quantity,
    originalUnitPriceSet: { shopMoney: { amount: price } },
  }));
  const rows = { ...order, lineItems: [product, ...bare], shippingLines: [] };
  const read = v.parse(BulkOrderSchema, { ...rows, totalTipReceivedSet: { shopMoney: { amount: tip } } });
  const tips = findTips(read);
  return tips && [...tips].map(({ originalUnitPriceSet }) => originalUnitPriceSet);
}

describe('the tips of an order are', () => {
  test.each<[string, string, Line[], string[]]>([
    ['none if the sum is 0', '0.0', [{ price: '3.0' }], []],
    ['none if every line has a product', '1000.0', [], []],
    ['the line without a product that equals the sum', '3.0', [{ price: '3.0' }, { price: '50.0' }], ['3']],
    ['several if payments were split', '5.0', [{ price: '2.0' }, { price: '3.0' }], ['2', '3']],
    ['no line of 0', '3.0', [{ price: '3.0' }, { price: '0.0' }], ['3']],
    ['no line with a SKU', '3.0', [{ price: '3.0', sku: 'SKU' }, { price: '3.0' }], ['3']],
    ['no gift card', '3.0', [{ price: '3.0', isGiftCard: true }, { price: '3.0' }], ['3']],
  ])('%s', (_, tip, lines, expected) => {
    expect(tipsOf(tip, lines)).toEqual(expected);
  });
});

describe('the tip is uncertain if', () => {
  test.each<[string, string, Line[]]>([
    ['two lines are alike', '3.0', [{ price: '3.0' }, { price: '3.0' }]],
    ['the sum can be made up in two ways', '3.0', [{ price: '3.0' }, { price: '1.0' }, { price: '2.0' }]],
    ['no line makes it up', '3.0', [{ price: '50.0' }]],
    ['there are too many', '3.0', Array.from({ length: 11 }, (_, index) => ({ price: `${3 + index}.0` }))],
  ])('%s', (_, tip, lines) => {
    expect(tipsOf(tip, lines)).toBeUndefined();
  });
});
