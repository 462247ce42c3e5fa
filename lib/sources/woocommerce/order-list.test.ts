import { describe, expect, test } from 'vitest';
import { PayloadError } from '../../model/errors.ts';
import { orderList } from './order-list.ts';

const SHOP = 'https://example.com/kr';
const list = orderList({ by: 'changed' });
const from = new Date('2026-11-28T01:00:00.400Z');
const now = new Date('2026-11-28T03:00:00Z');
const begun = list.begin({ from, now });
const COUNTS = { 'x-wp-total': '1', 'x-wp-totalpages': '1' };
const row = (id: number, at = '2026-11-28T01:00:00') => ({ id, date_created_gmt: at, date_modified_gmt: at });
const pathsOf = (act: () => unknown): string[] => {
  try {
    act();
  } catch (error) {
    if (error instanceof PayloadError) return error.issues.map(({ path }) => path);
  }
  return [];
};

test('a page is asked for in UTC without a zone, by an address that no cache knows', () => {
  const { path, headers } = list.request(begun, SHOP);
  const { pathname, searchParams } = new URL(path, 'https://example.com');
  const { _fields: fields, ...query } = Object.fromEntries(searchParams);

  expect(pathname).toBe('/kr/wp-json/wc/v3/orders');
  expect(query).toEqual({
    modified_after: '2026-11-27T23:59:59',
    dates_are_gmt: 'true',
    orderby: 'modified',
    order: 'asc',
    per_page: '50',
    offset: '0',
    _: `${now.getTime()}-0`,
  });
  expect(fields?.split(',')).toEqual(
    expect.arrayContaining(['id', 'status', 'total', 'line_items', 'refunds', 'transaction_id', 'meta_data']),
  );
  expect(headers).toEqual({ 'cache-control': 'no-cache' });
});

test('a row is passed on as it came', () => {
  const body = [{ ...row(7), total: '12.30', meta_data: [{ key: 'a', value: { b: 1 } }] }];
  expect(list.read(body, begun, COUNTS)).toEqual({
    entries: [{ kind: 'order', id: '7', changedAt: '2026-11-28T01:00:00.000Z', body: body[0] }],
    next: undefined,
  });
});

describe('a page is not read', () => {
  test.each([
    ['an error in place of rows', { code: 'rest_no_route', message: 'No route' }, COUNTS, ''],
    ['a row without an id', [{ ...row(7), id: 0 }], COUNTS, '0.id'],
    ['no whole number', [row(7)], { 'x-wp-totalpages': '1' }, 'x-wp-total'],
    ['no number of pages', [row(7)], { 'x-wp-total': '1' }, 'x-wp-totalpages'],
    ['an older row than asked for', [row(7, '2026-11-27T23:59:56')], COUNTS, 'modified_after'],
    ['LiteSpeed’s cache', [row(7)], { ...COUNTS, 'x-litespeed-cache': 'hit,private' }, 'x-litespeed-cache'],
    ['Cloudflare’s cache', [row(7)], { ...COUNTS, 'cf-cache-status': 'STALE' }, 'cf-cache-status'],
    ['a cache', [row(7)], { ...COUNTS, 'x-cache': 'MISS, HIT' }, 'x-cache'],
    ['an old answer', [row(7)], { ...COUNTS, age: '12' }, 'age'],
  ])('with %s', (_, body, headers, path) => {
    expect(pathsOf(() => list.read(body, begun, headers))).toEqual([path]);
  });

  test('at a place that is no place', () => {
    for (const cursor of ['', '{}', '//example.com', '{"from":"2026-11-28T00:00:00","offset":-1}']) {
      expect(() => list.request(cursor, SHOP)).toThrow(PayloadError);
    }
  });
});

test.each([
  { 'x-litespeed-cache': 'miss' },
  { 'cf-cache-status': 'DYNAMIC' },
  { 'cf-cache-status': 'REVALIDATED' },
  { 'x-cache': 'Miss from cloudfront' },
  { age: '0' },
])('an answer with %j is the shop’s own', (headers) => {
  expect(list.read([row(7)], begun, { ...COUNTS, ...headers }).entries).toHaveLength(1);
});

test('a host that answers with the first page to any offset is found out', () => {
  const rows = Array.from({ length: 50 }, (_, index) => row(index + 1));
  const headers = { 'x-wp-total': '500', 'x-wp-totalpages': '10' };
  const read = (): void => {
    let cursor: string | undefined = begun;
    while (cursor !== undefined) cursor = list.read(rows, cursor, headers).next;
  };

  expect(read).toThrow(expect.objectContaining({ issues: [expect.objectContaining({ path: '' })] }) as Error);
});
