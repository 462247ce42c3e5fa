import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeIndex, encodeIndex, MAX_LISTED } from './connection-index.ts';

const anId = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,62}$/);
const ids = fc.uniqueArray(anId, { minLength: 1, maxLength: 400 });

test('an index lists its ids, in any order, and fits a parameter of 4 KB', () => {
  fc.assert(
    fc.property(ids, (listed) => {
      const text = encodeIndex(listed) ?? '';
      expect(text.length).toBeLessThanOrEqual(4_096);
      expect(encodeIndex(listed.toReversed())).toBe(text);
      expect(listed.filter((id) => decodeIndex(text)?.has(id) !== true)).toEqual([]);
    }),
  );
});

test('an index of 400 connections lists next to no other id', () => {
  const shops = Array.from({ length: 400 }, (_, index) => `shop-${index}`);
  const index = decodeIndex(encodeIndex(shops) ?? '');
  const madeUp = Array.from({ length: 10_000 }, (_, number) => `made-up-${number}`);

  expect(madeUp.filter((id) => index?.has(id)).length).toBeLessThan(10);
});

test('more connections than fit have no index, and neither have none', () => {
  const shops = Array.from({ length: MAX_LISTED + 1 }, (_, index) => `shop-${index}`);

  expect(encodeIndex(shops.slice(1))?.length).toBeLessThanOrEqual(4_096);
  expect(encodeIndex(shops)).toBeUndefined();
  expect(encodeIndex([])).toBeUndefined();
});

test.each(['', 'v1:', 'v2:abcd', 'v1:abc', 'v1:ab d', 'v1:abcd\n', '{"ids":[]}'])(
  '%j is no index',
  (text) => {
    expect(decodeIndex(text)).toBeUndefined();
  },
);
