import { expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import { deliveryOf } from '../../../test/support/reading/fixtures.ts';
import { topicAbout } from '../../../test/support/reading/topic-about.ts';
import { PayloadError } from '../../model/errors.ts';
import type { HappeningReading } from '../source.ts';
import { shopify } from './source.ts';

/** Before the buyer has entered anything, addresses may be empty lists. */
const anonymous = {
  id: 4242,
  token: '9f1c5a7b',
  cart_token: 'c4f3',
  email: null,
  phone: null,
  gateway: null,
  created_at: '2026-11-25T09:00:00+09:00',
  updated_at: '2026-11-25T09:05:30+09:00',
  completed_at: null,
  line_items: [{ title: 'Tea', quantity: 1, price: '10.00' }],
  shipping_address: [],
  billing_address: [],
};

const known = {
  ...anonymous,
  email: 'Ann@Example.com',
  phone: '+821012345678',
  customer: { id: 7, email: 'ann@work.example.com', phone: null, orders_count: 0 },
  billing_address: { phone: '010-2345-6789', country_code: 'KR', name: 'Ann' },
  shipping_address: { phone: '010-9999-9999', country_code: 'KR' },
};

function read(
  topic: string,
  body: unknown,
  { isTest = false, testOrders = 'ignore' as const } = {},
): HappeningReading {
  const delivery = { ...deliveryOf({ topic, rawBody: Buffer.alloc(0) }), isTest };
  const settings = mappingSettings({ carts: 'send', testOrders });
  return topicAbout('happening', shopify, topic).read(body, settings, delivery);
}

test('a checkout has its buyer, with the phone of the payer and never of the recipient', () => {
  expect(read('checkouts/update', known)).toEqual({
    kind: 'checkout',
    checkout: {
      source: 'shopify',
      shop: 'example.myshopify.com',
      token: '9f1c5a7b',
      customer: {
        id: '7',
        emails: ['Ann@Example.com', 'ann@work.example.com'],
        phones: [
          { number: '+821012345678', country: undefined },
          { number: '010-2345-6789', country: 'KR' },
        ],
      },
      enteredAt: '2026-11-25T00:05:30.000Z',
    },
  });
});

test('a checkout without a known buyer has an empty customer', () => {
  expect(read('checkouts/create', anonymous)).toMatchObject({
    checkout: { customer: { id: undefined, emails: [], phones: [] } },
  });
});

test('a test send is ignored unless the connection wants it', () => {
  expect(read('checkouts/create', known, { isTest: true })).toEqual({
    kind: 'ignored',
    reason: 'test-order',
  });
});

test.each([
  ['no token', { ...known, token: undefined }],
  ['an empty token', { ...known, token: '' }],
  ['no time', { ...known, updated_at: undefined }],
  ['a time without its zone', { ...known, updated_at: '2026-11-25T09:05:30' }],
  ['a list', []],
])('%s is unreadable', (_, body) => {
  expect(() => read('checkouts/update', body)).toThrow(PayloadError);
});

test.each(['carts/create', 'carts/update'])('%s has no customer', (topic) => {
  expect(topicAbout('nothing', shopify, topic).because).toBe('cart-without-customer');
});
