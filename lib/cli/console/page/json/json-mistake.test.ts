import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findJsonMistake } from './json-mistake.ts';

test('JSON has no mistake', () => {
  expect(findJsonMistake('{"id": 1}')).toBeUndefined();
});

test('a mistake is found in its line', () => {
  expect(findJsonMistake('{\n  "id": 1,\n  "price": ,\n}')).toMatchObject({ line: 3, column: 12 });
});

test('a text that breaks off is wrong at its end', () => {
  expect(findJsonMistake('{\n  "id": 1')).toMatchObject({ line: 2, column: 10 });
});

test('a mistake is found exactly if JSON.parse finds one', () => {
  const texts = fc.jsonValue().map((value) => JSON.stringify(value, undefined, 1));
  const signs = fc.constantFrom('', ',', ':', '}', ']', '"', '{', '\\', '0', 'e', '\t', '\u0000');
  fc.assert(
    fc.property(texts, fc.nat(), signs, (text, seed, sign) => {
      const at = seed % (text.length + 1);
      const changed = text.slice(0, at) + sign + text.slice(at + 1);
      expect(findJsonMistake(changed) === undefined, changed).toBe(isJson(changed));
    }),
    { numRuns: 2_000 },
  );
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
