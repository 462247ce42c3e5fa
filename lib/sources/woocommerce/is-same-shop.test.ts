import { expect, test } from 'vitest';
import { isSameShop } from './is-same-shop.ts';

/** The header, the connection's shop, and whether they match. */
test.each([
  ['https://example.com/', 'example.com', true],
  ['https://www.example.com/', 'example.com', true],
  ['http://example.com/shop/', 'https://www.Example.com', true],
  ['http://example.com:8443/', 'example.com', true],
  ['http://127.0.0.1:38080/', '127.0.0.1:38080', true],
  ['http://127.0.0.1:38080/', 'http://127.0.0.1:38080/', true],
  ['https://한글.example/', 'xn--bj0bj06e.example', true],
  ['http://127.0.0.1:38082/', '127.0.0.1:38080', false],
  ['https://other.example.com/', 'example.com', false],
  ['https://example.com.evil.test/', 'example.com', false],
  ['https://example.com@evil.test/', 'example.com', false],
  ['not an address', 'example.com', false],
  ['', 'example.com', false],
  // A plain name does not identify a host.
  ['https://example.com/', 'main', true],
  ['https://example.com/', 'localhost', true],
  ['https://example.com/', 'Shop no. 1', true],
])('%s and the shop %s: %s', (home, shop, expected) => {
  expect(isSameShop(home, shop)).toBe(expected);
});
