import { describe, expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import { PayloadError } from '../../model/errors.ts';
import { parseExactJson } from '../../model/exact-json.ts';
import type { ShopList } from '../listing.ts';
import type { ShopHeaders } from '../shop-api.ts';
import { withoutVerification } from '../source.ts';
import { listing } from './listing.ts';
import { readCustomer } from './read-customer.ts';
import { readOrder } from './read-order.ts';

const SHOP = 'tea.myshopify.com';
const FROM = new Date('2026-11-28T00:00:00.900Z');
const listOf = (name: string): ShopList => {
  const list = listing.lists.find((one) => one.name === name);
  if (list === undefined) throw new Error(`no list ${name}`);
  return list;
};
const orders = listOf('orders');
const begin = orders.begin({ from: FROM, now: FROM });

const linkTo = (query: string, host = 'https://tea.myshopify.com'): ShopHeaders => ({
  link: `<${host}/admin/api/2026-10/orders.json?limit=50&page_info=before>; rel="previous", <${host}/admin/api/2026-10/orders.json?${query}>; rel="next"`,
});
const row = (id: number, updatedAt: string | null) => ({ id, updated_at: updatedAt });
const read = (rows: readonly unknown[], headers: ShopHeaders = {}, cursor = begin) =>
  orders.read({ orders: rows }, cursor, headers, SHOP);
const queryAt = (cursor = '') =>
  Object.fromEntries(new URL(orders.request(cursor, SHOP).path, 'https://shop.example.com').searchParams);

test('the first page asks for every status, in the order of change, from a whole second in UTC', () => {
  expect(orders.request(begin, SHOP).path).toMatch(/^\/admin\/api\/2026-10\/orders\.json\?/);
  expect(queryAt(begin)).toEqual({
    limit: '50',
    status: 'any',
    order: 'updated_at asc',
    updated_at_min: '2026-11-28T00:00:00Z',
  });
});

describe('the next page', () => {
  const early = row(1, '2026-11-28T09:00:00+09:00');
  const late = row(2, '2026-11-28T09:00:07+09:00');

  test('begins at the last time of this one, so it does not grow old', () => {
    expect(queryAt(read([early, late], linkTo('limit=50&page_info=abc')).next)).toMatchObject({
      updated_at_min: '2026-11-28T00:00:07Z',
      status: 'any',
    });
  });

  test('goes on by page_info within one second, with nothing but the limit beside it', () => {
    const { next } = read([early, { ...early, id: 3 }], linkTo('limit=7&page_info=a%2Bb%3D'));
    expect(queryAt(next)).toEqual({ limit: '50', page_info: 'a+b=' });
    // Further ones too, until the time goes on.
    expect(queryAt(read([early], linkTo('page_info=c'), next).next)).toEqual({ limit: '50', page_info: 'c' });
    expect(queryAt(read([early, late], linkTo('page_info=c'), next).next)).toMatchObject({
      updated_at_min: '2026-11-28T00:00:07Z',
    });
  });

  test.each([
    ['are in another order', [late, early]],
    ['do not all say when they changed', [early, row(2, null)]],
    ['are gone', []],
  ])('goes on by page_info if the rows %s', (_, rows) => {
    expect(queryAt(read(rows, linkTo('page_info=abc')).next)).toEqual({ limit: '50', page_info: 'abc' });
  });

  test('is none if there is no link to it, however many rows there are', () => {
    const rows = Array.from({ length: 50 }, (_, index) => row(index + 1, '2026-11-28T09:00:07+09:00'));
    expect(read(rows).next).toBeUndefined();
    expect(read(rows, { link: '<https://a.example/?page_info=abc>; rel="previous"' }).next).toBeUndefined();
  });

  test('is on the shop’s host, wherever the link leads', () => {
    const { next = '' } = read([], linkTo('page_info=abc', 'https://evil.example'));
    expect(orders.request(next, SHOP).path).toBe('/admin/api/2026-10/orders.json?limit=50&page_info=abc');
  });

  test.each([
    ['without page_info', 'limit=50'],
    ['with one that is too long to be stored', `page_info=${'x'.repeat(3_001)}`],
  ])('is not guessed from a link %s', (_, query) => {
    expect(() => read([early], linkTo(query))).toThrow(PayloadError);
  });
});

test.each([
  ['an error', { errors: '[API] This action requires merchant approval for read_orders scope.' }],
  ['another list', { customers: [] }],
  ['nothing', null],
  ['a row without an id', { orders: [{ updated_at: '2026-11-28T09:00:00+09:00' }] }],
])('%s is no page', (_, body) => {
  expect(() => orders.read(body, begin, {}, SHOP)).toThrow(PayloadError);
});

test('a cursor of another kind is refused', () => {
  for (const text of ['', 'page_info=abc', '{}', '{"from":1}']) {
    expect(() => orders.request(text, SHOP)).toThrow(PayloadError);
  }
});

test('an order keeps its body and its exact id, and says in UTC when it changed', () => {
  const body = parseExactJson(
    '{"orders":[{"id":820982911946154508,"updated_at":"2026-11-28T09:00:07+09:00","test":true},{"id":2,"updated_at":"today"}]}',
  );
  expect(orders.read(body, begin, {}, SHOP).entries).toEqual([
    {
      kind: 'order',
      id: '820982911946154508',
      changedAt: '2026-11-28T00:00:07.000Z',
      body: { id: '820982911946154508', updated_at: '2026-11-28T09:00:07+09:00', test: true },
    },
    { kind: 'order', id: '2', changedAt: undefined, body: { id: 2, updated_at: 'today' } },
  ]);
});

test('an entry of orders has the form of readOrder', () => {
  const order = { id: 5, updated_at: '2026-11-28T09:00:07+09:00', financial_status: 'pending' };
  const [entry] = read([order]).entries;
  if (entry?.kind !== 'order') throw new Error('expected an order');
  expect(readOrder(entry.body, mappingSettings())).toEqual({ kind: 'ignored', reason: 'unpaid' });
});

describe('customers', () => {
  const customers = listOf('customers');
  // @see https://shopify.dev/docs/api/admin-rest/2026-10/resources/customer (read 2026-11-29)
  const customer = {
    id: 207119551,
    created_at: '2026-11-01T09:00:00+09:00',
    updated_at: '2026-11-28T09:00:07+09:00',
    first_name: 'Haneul',
    last_name: 'Kim',
    orders_count: 1,
    state: 'disabled',
    total_spent: '199.65',
    last_order_id: 450789469,
    note: null,
    verified_email: true,
    multipass_identifier: null,
    tax_exempt: false,
    tags: 'loyal',
    last_order_name: '#1001',
    email: 'haneul@example.com',
    phone: '+821012345678',
    currency: 'KRW',
    addresses: [],
    default_address: null,
    email_marketing_consent: {
      state: 'unsubscribed',
      opt_in_level: 'single_opt_in',
      consent_updated_at: '2026-11-28T08:59:00+09:00',
    },
    sms_marketing_consent: {
      state: 'subscribed',
      opt_in_level: 'single_opt_in',
      consent_updated_at: '2026-11-02T09:00:00+09:00',
      consent_collected_from: 'SHOPIFY',
    },
  };

  test('are asked for only if their profiles are sent, and may be refused', () => {
    expect(customers.isWanted?.(mappingSettings())).toBe(false);
    expect(customers.isWanted?.(mappingSettings({ profiles: 'send' }))).toBe(true);
    expect(customers.mayBeRefused).toBe(true);
    expect(customers.request(begin, SHOP).path).not.toContain('status');
  });

  test('are read as webhooks are: who unsubscribed is told as a no', () => {
    const [entry] = customers.read({ customers: [customer] }, begin, {}, SHOP).entries;
    if (entry?.kind !== 'delivery') throw new Error('expected a delivery');
    expect(entry).toMatchObject({ id: '207119551', changedAt: '2026-11-28T00:00:07.000Z' });
    const delivery = withoutVerification({
      headers: {},
      rawBody: Buffer.alloc(0),
      topic: entry.topic,
      deliveryId: undefined,
      isTest: false,
    });
    expect(readCustomer(entry.body, mappingSettings(), delivery)).toMatchObject({
      kind: 'customers',
      updates: [
        {
          customer: { id: '207119551', emails: ['haneul@example.com'] },
          updatedAt: '2026-11-28T00:00:07.000Z',
          profile: {
            firstName: 'Haneul',
            emailConsent: { granted: false, statedAt: '2026-11-27T23:59:00.000Z' },
            smsConsent: { granted: true, statedAt: '2026-11-02T00:00:00.000Z' },
          },
        },
      ],
    });
  });
});
