import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import { shopifyBody } from '../../../test/support/builders/shopify-body.ts';
import { findMoneyMismatch } from '../../dfinery/money-mismatch.ts';
import { toPurchase } from '../../dfinery/to-purchase.ts';
import type { MappingSettings } from '../../model/connection.ts';
import { PayloadError } from '../../model/errors.ts';
import type { LineItem, Order } from '../../model/order.ts';
import { readOrder } from './read-order.ts';

/** Bodies of cases that shops have: what differs from a plain paid order. */
const FOLDER = new URL('__fixtures__/cases/', import.meta.url);

type PurchaseOn = MappingSettings['purchaseOn'];

function read(name: string, purchaseOn: PurchaseOn = 'paid') {
  const changes: unknown = JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'));
  return readOrder(shopifyBody({ ...(changes as object) }), mappingSettings({ purchaseOn }));
}

function orderOf(name: string, purchaseOn?: PurchaseOn): Order {
  const reading = read(name, purchaseOn);
  if (reading.kind !== 'order') throw new Error(`${name} is ignored: ${reading.reason}`);
  return reading.order;
}

const lineOf = ({ title, quantity }: LineItem): string => `${quantity} ${title}`;

function facts({ stage, total, items, takenOut = [], refunds = [] }: Order) {
  return {
    stage,
    total,
    items: items.map(lineOf),
    takenOut: takenOut.map(lineOf),
    refunds: refunds.map(({ amount }) => amount),
  };
}

const ONE = ['1 Item 1'];
const BOTH = ['1 Item 1', '1 Item 2'];

test.each([
  // name, purchaseOn, stage, total, items, taken out, refunds
  ['auth-expired', 'authorized', 'closed', '100', ONE, [], []],
  ['auth-voided-not-cancelled', 'authorized', 'closed', '100', ONE, [], []],
  ['cod-added-1-create-100', 'created', 'promised', '100', ONE, [], []],
  // It was promised with one line: what was told then is taken back, never the new total.
  ['cod-added-then-cancelled', 'created', 'closed', '120', BOTH, [], []],
  ['cod-line-removed-1-create-100', 'created', 'promised', '100', BOTH, [], []],
  ['cod-line-removed', 'created', 'promised', '70', ONE, ['1 Item 2'], []],
  ['cod-line-removed-2-paid-70', 'created', 'paid', '70', ONE, ['1 Item 2'], []],
  ['currency-decimals-huf', 'paid', 'paid', '1933.33', ['2 Item 1'], ONE, []],
  ['current-tax-negative', 'paid', 'paid', '50', ONE, [], []],
  ['duties-included', 'paid', 'paid', '120', ONE, [], []],
  ['duties-included-refund', 'paid', 'paid', '120', ONE, [], ['120']],
  ['exchange-cheaper-seen-late', 'paid', 'paid', '50', ONE, ['1 Item 2'], ['20']],
  ['exchange-dearer-seen-late', 'paid', 'paid', '250', ['1 Item 2'], ONE, []],
  ['presentment-rounding', 'paid', 'paid', '100', ['1 Item 1', '1 Item 2', '1 Item 3'], [], []],
  ['refund-shipping-no-adjustment', 'paid', 'paid', '121', ONE, [], ['11']],
  ['retroactive-discount-refunded', 'paid', 'paid', '100', ONE, [], ['15']],
  ['returned-without-refund-seen-late', 'paid', 'paid', '100', ONE, [], []],
  ['shipping-line-removed', 'paid', 'paid', '105', ONE, [], []],
  ['store-credit-then-card', 'paid', 'paid', '100', ONE, [], []],
  ['title-null', 'paid', 'paid', '10', ['1 Item 1 - red'], [], []],
  // What was told before, 100, caps what is told back.
  ['upsell-1-paid-100', 'paid', 'paid', '100', ONE, [], []],
  ['upsell-then-full-refund', 'paid', 'paid', '120', BOTH, [], ['120']],
  // Right before already.
  ['additional-fees', 'paid', 'paid', '112.5', ONE, [], []],
  ['b2b-net-terms', 'paid', 'paid', '500', ONE, [], []],
  ['bundle-components', 'paid', 'paid', '60', BOTH, [], []],
  ['cash-rounding', 'paid', 'paid', '99.49', ONE, [], []],
  ['deposit-partially-paid', 'paid', 'refunds-only', '500', ONE, [], []],
  ['deposit-partially-paid', 'created', 'promised', '500', ONE, [], []],
  ['discount-stacking', 'paid', 'paid', '162', ['2 Item 1'], [], []],
  ['kwd-edited', 'paid', 'paid', '193.333', ['2 Item 1'], ONE, []],
  ['refund-inr-cad-damage', 'paid', 'paid', '121.86', ONE, [], ['33.84']],
  ['refund-inr-cad-shipping', 'paid', 'paid', '121.86', ONE, [], ['121.86']],
  ['refund-store-credit', 'paid', 'paid', '15', ONE, [], ['15']],
  ['rsd-edited', 'paid', 'paid', '193.33', ['2 Item 1'], ONE, []],
] as const)('%s, purchaseOn %s: %s, %s', (name, purchaseOn, stage, total, items, takenOut, refunds) => {
  const order = orderOf(name, purchaseOn);

  expect(facts(order)).toEqual({ stage, total, items, takenOut, refunds });
  expect(findMoneyMismatch(order)).toBeUndefined();
});

test.each([
  ['currency-decimals-huf', { orderDiscount: '0' }],
  ['kwd-edited', { orderDiscount: '0' }],
  ['rsd-edited', { orderDiscount: '0' }],
  ['duties-included', { fees: '0' }],
  ['additional-fees', { fees: '12.5' }],
  ['shipping-line-removed', { deliveryCharge: '5' }],
  [
    'retroactive-discount-refunded',
    { items: [{ lineDiscount: '0', unitDiscount: '0' }], orderDiscount: '0' },
  ],
  ['discount-stacking', { deliveryCharge: '0', items: [{ unitDiscount: '19' }] }],
  ['current-tax-negative', { oddFigures: ['figure', 'figure'] }],
  ['redacted-customer-id-only', { customer: { id: '6600000009049', emails: [], phones: [] } }],
])('%s: %j', (name, expected) => {
  expect(orderOf(name)).toMatchObject(expected);
});

test.each([
  ['store-credit-then-card', 'shopify_payments'],
  ['store-credit-only', 'shopify_store_credit'],
])('%s: the method is %s', (name, method) => {
  expect(toPurchase(orderOf(name), mappingSettings())).toMatchObject({
    events: [{ event_properties: { df_payment_method: method } }],
  });
});

test('a body that leaves out the currency is parked', () => {
  expect(() => read('include-fields-no-currency')).toThrow(
    new PayloadError([{ path: 'currency', message: 'expected string' }]),
  );
});
