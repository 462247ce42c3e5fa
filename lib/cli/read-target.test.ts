import { expect, test } from 'vitest';
import { isLoopback, readTarget } from './read-target.ts';

test.each([
  ['127.0.0.1:3000/webhooks/shopify/main', 'http://127.0.0.1:3000/webhooks/shopify/main'],
  ['localhost:3000/x', 'http://localhost:3000/x'],
  ['[::1]:3000/x', 'http://[::1]:3000/x'],
  ['http://localhost/x', 'http://localhost/x'],
])('%s is of this machine: %s', (option, address) => {
  const target = readTarget(option);

  expect([target.href, isLoopback(target)]).toEqual([address, true]);
});

test.each(['https://example.com/x', 'https://localhost.example.com/'])('%s is not', (option) => {
  expect(isLoopback(readTarget(option))).toBe(false);
});

test.each([
  [undefined, '--to needs the address of a webhook'],
  [
    'example.com/webhooks',
    '--to needs the address of a webhook, with https:// in front: example.com/webhooks',
  ],
  ['ftp://example.com', 'with https:// in front'],
  ['http://', '--to needs the address of a webhook: http://'],
])('%s is no address', (option, message) => {
  expect(() => readTarget(option)).toThrow(message);
});
