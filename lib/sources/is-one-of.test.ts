import { expect, test } from 'vitest';
import { isOneOf } from './is-one-of.ts';

test.each([
  ['key', ['key'], true],
  ['key', ['other', 'key'], true],
  ['key', ['Key', 'key ', 'ke'], false],
  ['key', [], false],
  ['', [''], false],
])('%j among %j: %s', (value, secrets, expected) => {
  expect(isOneOf(value, secrets)).toBe(expected);
});
