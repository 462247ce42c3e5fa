import { describe, expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import { PayloadError } from '../../model/errors.ts';
import type { ListPage } from '../listing.ts';
import { listing } from './listing.ts';

const SHOP = 'fixturemall';
/** 07:30 on 29 November in Korea. */
const NOW = new Date('2026-11-28T22:30:00Z');
const HOUR_MS = 3_600_000;
const FIRST = '20261128-0000001';
const SECOND = '20261128-0000002';

const listOf = (name: string) => {
  const list = listing.lists.find((one) => one.name === name);
  if (list === undefined) throw new Error(`no list ${name}`);
  return list;
};
const beginAt = (name: string, from = new Date(NOW.getTime() - 24 * HOUR_MS)): string =>
  listOf(name).begin({ from, now: NOW });
const addressOf = (name: string, cursor: string | undefined): URL =>
  new URL(listOf(name).request(cursor ?? '', SHOP).path, 'https://fixturemall.cafe24api.com');
const queryOf = (name: string, cursor: string | undefined) =>
  Object.fromEntries(addressOf(name, cursor).searchParams);
const read = (name: string, body: unknown, cursor = beginAt(name)): ListPage =>
  listOf(name).read(body, cursor, {}, SHOP);
const orders = (...ids: string[]) => ({ orders: ids.map((order_id) => ({ order_id })) });
const manyOrders = (count: number) =>
  orders(...Array.from({ length: count }, (_, index) => `20261128-${String(index + 1).padStart(7, '0')}`));

test('days are those of Korea, one more on both sides, with only the numbers of orders', () => {
  const { path, headers } = listOf('paid').request(beginAt('paid'), SHOP);

  expect(path).toBe(
    '/api/v2/admin/orders?shop_no=1&date_type=pay_date&start_date=2026-11-27&end_date=2026-11-30&fields=order_id&limit=1000&offset=0',
  );
  expect(headers).toEqual({ 'content-type': 'application/json', 'x-cafe24-api-version': '2026-03-01' });
});

test.each([
  ['paid', 'orders', 'pay_date'],
  ['placed', 'orders', 'order_date'],
  ['settled', 'orders', 'pay_date'],
  ['refunds', 'refunds', 'refund_date'],
  ['cancelled', 'orders', 'cancel_complete_date'],
  ['returned', 'orders', 'return_complete_date'],
  ['exchanged', 'orders', 'exchange_complete_date'],
  ['lapsed', 'orders', 'cancel_date'],
])('the list %s asks %s by %s', (name, resource, date) => {
  expect(addressOf(name, beginAt(name)).pathname).toBe(`/api/v2/admin/${resource}`);
  expect(queryOf(name, beginAt(name))).toMatchObject({ date_type: date });
});

test.each([
  ['paid', ['paid', 'refunds', 'webhook-logs']],
  ['created', ['placed', 'settled', 'refunds', 'webhook-logs']],
] as const)('with purchaseOn %s a poll asks for %j, and for those of other shops', (purchaseOn, names) => {
  const settings = mappingSettings({ source: 'cafe24', purchaseOn });
  const asked = listing.lists
    .filter(({ every, isWanted }) => every === undefined && (isWanted?.(settings) ?? true))
    .map(({ name }) => name);

  expect(asked.filter((name) => !name.endsWith('-in-other-shops'))).toEqual(names);
  expect(asked.filter((name) => name.endsWith('-in-other-shops'))).toHaveLength(names.length - 1);
});

test('orders are named as their webhooks name them', () => {
  expect(read('paid', orders(FIRST)).entries).toEqual([
    {
      kind: 'order-to-fetch',
      id: `1/${FIRST}`,
      reference: { orderId: FIRST, parameters: { shop_no: '1' } },
      shownBy: { kind: 'purchase' },
    },
  ]);
  const [settled] = read('settled', orders(FIRST)).entries;
  expect(settled).not.toHaveProperty('shownBy');
});

describe('claims', () => {
  test('are asked for day by day, so that a second one is another entry', () => {
    const first = read('returned', orders(FIRST));
    const second = read('returned', orders(FIRST), first.next);

    expect(queryOf('returned', beginAt('returned'))).toMatchObject({
      start_date: '2026-11-27',
      end_date: '2026-11-27',
    });
    expect([...first.entries, ...second.entries].map(({ id }) => id)).toEqual([
      `1/${FIRST}/2026-11-27`,
      `1/${FIRST}/2026-11-28`,
    ]);
    expect(listOf('returned').every).toBe('day');
  });
});

describe('refunds', () => {
  const row = {
    order_id: FIRST,
    refund_code: 'C20261128-0000001',
    status: 'T',
    refund_date: '2026-11-28T17:31:50+09:00',
  };

  test('are shown by their code, which is the id that orders have for them', () => {
    expect(read('refunds', { refunds: [row] }).entries).toMatchObject([
      { id: `1/${FIRST}/C20261128-0000001`, shownBy: { kind: 'refund', refundId: 'C20261128-0000001' } },
    ]);
    expect(queryOf('refunds', beginAt('refunds'))).toMatchObject({
      fields: 'order_id,refund_code,status,refund_date',
      limit: '500',
    });
  });

  test('without a code are shown by nothing, and named by their day', () => {
    expect(read('refunds', { refunds: [{ ...row, refund_code: null }] }).entries).toEqual([
      {
        kind: 'order-to-fetch',
        id: `1/${FIRST}/without-code/2026-11-28`,
        reference: { orderId: FIRST, parameters: { shop_no: '1' } },
      },
    ]);
  });

  test('that are not paid back yet are left for later', () => {
    expect(read('refunds', { refunds: [{ ...row, status: 'F' }] }).entries).toEqual([]);
  });
});

describe('a window', () => {
  test('is no longer than 80 days, and the next one follows it', () => {
    const begin = beginAt('paid', new Date('2026-05-01T00:00:00Z'));
    const { next } = read('paid', orders(), begin);

    expect(queryOf('paid', begin)).toMatchObject({ start_date: '2026-04-30', end_date: '2026-07-18' });
    expect(queryOf('paid', next)).toMatchObject({ start_date: '2026-07-19', end_date: '2026-10-06' });
  });

  test('goes on by offset while its pages are full', () => {
    const { next } = read('paid', manyOrders(1_000));
    expect(queryOf('paid', next)).toMatchObject({ start_date: '2026-11-27', offset: '1000' });
  });

  test('goes on where Cafe24 names a next page, though the page is not full', () => {
    const body = { ...orders(FIRST), links: [{ rel: 'next', href: 'https://elsewhere.example.com/' }] };
    expect(queryOf('paid', read('paid', body).next)).toMatchObject({ offset: '1' });
    for (const links of [[], [{ rel: 'prev', href: '' }]]) {
      expect(read('paid', { ...orders(FIRST), links }).next).toBeUndefined();
    }
  });

  test('of several pages is read again down to the row that was first', () => {
    const second = read('paid', manyOrders(1_000));
    const again = read('paid', orders(SECOND), second.next);
    expect(queryOf('paid', again.next)).toMatchObject({ offset: '0' });

    const meanwhile = orders('20261128-0009999', FIRST);
    expect(read('paid', meanwhile, again.next)).toMatchObject({ entries: [{}, {}], next: undefined });
  });

  test('with more rows than offsets reach is halved, and so is what follows it', () => {
    let cursor = beginAt('paid');
    for (let page = 0; page < 15; page += 1) cursor = read('paid', manyOrders(1_000), cursor).next ?? '';
    expect(queryOf('paid', cursor)).toMatchObject({
      start_date: '2026-11-27',
      end_date: '2026-11-28',
      offset: '0',
    });

    const { next } = read('paid', orders(FIRST), cursor);
    expect(queryOf('paid', next)).toMatchObject({ start_date: '2026-11-29', end_date: '2026-11-30' });
  });

  test('of one day with more rows than offsets reach goes on, so that Cafe24 refuses it for all to see', () => {
    let cursor = beginAt('returned');
    for (let page = 0; page < 15; page += 1) cursor = read('returned', manyOrders(1_000), cursor).next ?? '';
    expect(queryOf('returned', cursor)).toMatchObject({ start_date: '2026-11-27', offset: '15000' });
  });
});

describe('the other shops of a mall', () => {
  const NAME = 'paid-in-other-shops';

  test('are asked for first, and each is read in the same way', () => {
    expect(addressOf(NAME, beginAt(NAME)).pathname).toBe('/api/v2/admin/shops');
    const shops = [
      { shop_no: 1, active: 'T' },
      { shop_no: 2, active: 'T' },
      { shop_no: 3, active: 'F' },
      { shop_no: 4, active: 'T' },
    ];
    const second = read(NAME, { shops });
    expect(second.entries).toEqual([]);
    expect(queryOf(NAME, second.next)).toMatchObject({ shop_no: '2', start_date: '2026-11-27' });

    const fourth = read(NAME, orders(FIRST), second.next);
    expect(fourth.entries).toMatchObject([{ id: `2/${FIRST}`, reference: { parameters: { shop_no: '2' } } }]);
    expect(queryOf(NAME, fourth.next)).toMatchObject({ shop_no: '4', start_date: '2026-11-27' });
    expect(read(NAME, orders(FIRST), fourth.next).next).toBeUndefined();
  });

  test('may be refused, and may be none', () => {
    expect(listOf(NAME).mayBeRefused).toBe(true);
    expect(listOf('paid').mayBeRefused).toBeUndefined();
    expect(read(NAME, { shops: [{ shop_no: 1, active: 'T' }] })).toEqual({ entries: [], next: undefined });
  });
});

test.each([
  ['paid', {}],
  ['paid', { orders: [{ order_id: '../20261128-0000001' }] }],
  ['paid', { orders: [{}] }],
  ['refunds', { orders: [] }],
  ['webhook-logs', { logs: [{}] }],
  ['paid-in-other-shops', { shops: 'none' }],
])('of the list %s, %j is no page', (name, body) => {
  expect(() => read(name, body)).toThrow(PayloadError);
});

test.each(['', '{}', '{"first":"2026-11-27","shops":["1/../2"]}'])('%j is no cursor', (cursor) => {
  for (const { request } of listing.lists) expect(() => request(cursor, SHOP)).toThrow(PayloadError);
});
