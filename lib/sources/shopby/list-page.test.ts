import { expect, test } from 'vitest';
import { firstPage, pageAfter } from './list-page.ts';

const DAY = 24 * 3_600_000;
const NOW = Date.parse('2026-11-29T00:00:00.000Z');
const begin = (daysAgo: number) => firstPage({ from: new Date(NOW - daysAgo * DAY), now: new Date(NOW) });
const page = { rows: 200, total: 500 };

test('the pages of a part follow each other until its last row', () => {
  const first = begin(1);
  const second = pageAfter(first, page);
  const third = second && pageAfter(second, page);

  expect([second?.page, third?.page]).toEqual([2, 3]);
  expect(third && pageAfter(third, { rows: 100, total: 500 })).toBeUndefined();
});

test('a long period is read in parts, and the last part ends long after now', () => {
  const parts = [begin(200)];
  for (let at = parts[0]; at !== undefined; ) {
    at = pageAfter(at, { rows: 0, total: 0 });
    if (at !== undefined) parts.push(at);
  }

  expect(parts.map(({ from, to }) => [(NOW - from) / DAY, (NOW - to) / DAY])).toEqual([
    [200, 120],
    [120, 40],
    [40, -40],
  ]);
});

test('a part that ends just now has another behind it', () => {
  expect(pageAfter(begin(80), { rows: 0, total: 0 })?.from).toBe(NOW);
});

test('a part that something left is read again, and not for ever', () => {
  let cursor = pageAfter(begin(1), page);
  const pages: number[] = [];
  for (let total = 499; cursor !== undefined && pages.length < 20; total -= 1) {
    cursor = pageAfter(cursor, { rows: 200, total });
    if (cursor !== undefined) pages.push(cursor.page);
  }
  expect(pages.filter((number) => number === 1)).toHaveLength(3);
  expect(pages.length).toBeLessThan(20);
});

test('a list that does not say how many rows it has ends with an empty page', () => {
  const second = pageAfter(begin(1), { rows: 10, total: undefined });
  expect(second?.page).toBe(2);
  expect(second && pageAfter(second, { rows: 0, total: undefined })).toBeUndefined();
});
