import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseExactJson } from './exact-json.ts';

describe('ids beyond 2^53', () => {
  test.each([
    ['{"id":820982911946154508}', { id: '820982911946154508' }],
    ['[-9007199254740993]', ['-9007199254740993']],
    ['{"id":9007199254740991}', { id: 9_007_199_254_740_991 }],
    ['{"name":"4111111111111111"}', { name: '4111111111111111' }],
    ['{"price":0.1234567890123456789}', { price: 0.123_456_789_012_345_68 }],
  ])('%s', (text, value) => {
    expect(parseExactJson(text)).toEqual(value);
  });

  test('every whole number keeps its digits, at any position', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), (id) => {
        const read = parseExactJson(`{"a":[{"id":${id}}]}`) as { a: [{ id: unknown }] };
        expect(String(read.a[0].id)).toBe(String(id));
      }),
    );
  });
});

test('a run of 16 digits is found at any position, and one of 15 is not a match', () => {
  const filler = fc
    .string({ unit: fc.constantFrom('a', ' ', '"'), maxLength: 40 })
    .map((text) => text.replaceAll('"', 'q'));
  fc.assert(
    fc.property(filler, filler, fc.integer({ min: 1, max: 25 }), (before, after, digits) => {
      // Begins with the digits of 2^53 + 1, so that a missed run is read wrongly.
      const number = '9007199254740993'.padEnd(25, '7').slice(0, digits);
      const text = JSON.stringify([before, 'N', after]).replace('"N"', number);

      const [, read] = parseExactJson(text) as unknown[];

      expect(String(read)).toBe(number);
    }),
    { numRuns: 1_000 },
  );
});

test('any other JSON is read like JSON.parse, next to a long id or not', () => {
  const value = fc.jsonValue({ maxDepth: 4 }).map((json) => JSON.stringify(json));
  const hasLongDigits = (text: string) => /\d{16}/.test(text);
  fc.assert(
    fc.property(
      value.filter((text) => !hasLongDigits(text)),
      (text) => {
        expect(parseExactJson(text)).toEqual(JSON.parse(text));
        expect(parseExactJson(`[${text},12345678901234567890]`)).toEqual([
          JSON.parse(text),
          '12345678901234567890',
        ]);
      },
    ),
  );
});

test('prototype keys are ordinary keys', () => {
  const read = parseExactJson('{"__proto__":{"polluted":12345678901234567890}}') as object;

  expect(Object.keys(read)).toEqual(['__proto__']);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

test.each(['', '{', '{"id":820982911946154508'])('%j is not JSON', (text) => {
  expect(() => parseExactJson(text)).toThrow(SyntaxError);
});
