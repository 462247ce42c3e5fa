import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeIndex, encodeIndex, MAX_LISTED } from './connection-index.ts';

const SALT = 'a-salt-of-96-bit';
const encode = (ids: readonly string[]) => encodeIndex(ids, SALT);

const anId = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,62}$/);
const ids = fc.uniqueArray(anId, { minLength: 1, maxLength: 400 });

test('an index lists its ids, in any order, and fits a parameter of 4 KB', () => {
  fc.assert(
    fc.property(ids, (listed) => {
      const text = encode(listed) ?? '';
      expect(text.length).toBeLessThanOrEqual(4_096);
      expect(encode(listed.toReversed())).toBe(text);
      expect(listed.filter((id) => decodeIndex(text)?.has(id) !== true)).toEqual([]);
    }),
  );
});

test('an index of 400 connections lists next to no other id', () => {
  const shops = Array.from({ length: 400 }, (_, index) => `shop-${index}`);
  const index = decodeIndex(encode(shops) ?? '');
  const madeUp = Array.from({ length: 10_000 }, (_, number) => `made-up-${number}`);

  expect(madeUp.filter((id) => index?.has(id)).length).toBeLessThan(10);
});

test('more connections than fit have no index, and neither have none', () => {
  const shops = Array.from({ length: MAX_LISTED + 1 }, (_, index) => `shop-${index}`);

  expect(encode(shops.slice(1))?.length).toBeLessThanOrEqual(4_096);
  expect(encode(shops)).toBeUndefined();
  expect(encode([])).toBeUndefined();
});

test.each(['', 'v1:abcd', `v2:${SALT}`, `v2:${SALT}abc`, `v2:${SALT}ab d`, `v2:${SALT}abcd\n`, '{"ids":[]}'])(
  '%j is no index',
  (text) => {
    expect(decodeIndex(text)).toBeUndefined();
  },
);

test('an id made to have the mark of a known connection is not listed', () => {
  const index = decodeIndex(encode(['main']) ?? '');

  expect(index?.has('main')).toBe(true);
  // The first 24 bits of the SHA-256 of both are equal: it took half a minute to find. Only the salt tells them apart.
  expect(index?.has('x1xme6')).toBe(false);
});
