import { expect, test } from 'vitest';
import { ConfigError } from '../../model/errors.ts';
import { origin } from './origin.ts';

test('the Admin API is at the shop’s own name', () => {
  expect(origin('Tea-House.myshopify.com')).toBe('https://Tea-House.myshopify.com');
});

test.each([
  'main',
  'shop.example.com',
  'evil.example.com/x.myshopify.com',
  'shop.myshopify.com.evil.example.com',
  'shop.myshopify.com@evil.example.com',
  'evil.example.com#.myshopify.com',
  'shop.myshopify.com:8443',
  'shop.myshopify.com\n',
  '-a.myshopify.com',
  'a.b.myshopify.com',
])('no token goes to %j', (shop) => {
  expect(() => origin(shop)).toThrow(ConfigError);
});
