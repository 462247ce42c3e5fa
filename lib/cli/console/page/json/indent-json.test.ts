import fc from 'fast-check';
import { expect, test } from 'vitest';
import { indentJson } from './indent-json.ts';

test('what has no long number is indented as JSON.stringify would', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      expect(indentJson(JSON.stringify(value))).toBe(JSON.stringify(value, undefined, 2));
    }),
  );
});

test('a long number and the end of a price stay as they are', () => {
  expect(indentJson('{"id":12345678901234567890,"price":1.10}')).toBe(
    '{\n  "id": 12345678901234567890,\n  "price": 1.10\n}',
  );
});

test('what is no JSON stays as it is', () => {
  expect(indentJson('{"id":1')).toBe('{"id":1');
});

test('thousands of brackets in one another do not grow by the square', () => {
  const deep = `${'['.repeat(10_000)}1${']'.repeat(10_000)}`;

  expect(indentJson(deep).length).toBeLessThan(3_000_000);
});

test('a text that is longer than a million characters stays as it is', () => {
  const long = JSON.stringify(Array.from({ length: 600_000 }, () => 1));

  expect(indentJson(long)).toBe(long);
});
