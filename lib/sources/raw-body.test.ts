import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isLongerThan, toBytes, tryParse } from './raw-body.ts';

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));

test('a text is as long, and has the bytes, that UTF-8 gives it', () => {
  fc.assert(
    fc.property(text, fc.nat({ max: 60 }), (body, limit) => {
      const bytes = Buffer.from(body);
      expect(toBytes(body)).toEqual(bytes);
      expect(isLongerThan(body, limit)).toBe(bytes.length > limit);
      expect(isLongerThan(bytes, limit)).toBe(bytes.length > limit);
    }),
  );
});

test.each([
  ['x', 1],
  ['é', 2],
  ['한', 3],
  ['🍵', 4],
])('%s has %i bytes', (character, bytes) => {
  expect(isLongerThan(character, bytes - 1)).toBe(true);
  expect(isLongerThan(character, bytes)).toBe(false);
});

test('bytes stay as they are, even if they are no text', () => {
  const bytes = Buffer.of(0xff, 0xfe);
  expect(toBytes(bytes)).toBe(bytes);
});

test('a body is parsed from text and from bytes alike, long ids as text', () => {
  const parsed = { id: '820982911946154508', name: '한글' };
  const body = '{"id":820982911946154508,"name":"한글"}';
  expect(tryParse(body)).toEqual(parsed);
  expect(tryParse(Buffer.from(body))).toEqual(parsed);
});

test.each(['', 'id=1', '{"id":', `${'['.repeat(50_000)}1234567890123456${']'.repeat(50_000)}`])(
  'what cannot be parsed has no content',
  (body) => {
    expect(tryParse(body)).toBeUndefined();
  },
);
