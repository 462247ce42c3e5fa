import { expect, test } from 'vitest';
import { itemBytes } from './item-bytes.ts';

test.each([
  { what: 'a name and a string', item: { id: { S: 'abc' } }, bytes: 5 },
  { what: 'a string beyond ASCII in UTF-8', item: { id: { S: '유자' } }, bytes: 8 },
  {
    what: 'two digits of a number to the byte, and one byte',
    item: { at: { N: '1763942400123' } },
    bytes: 2 + 8,
  },
  {
    what: 'three bytes of a map and one of each entry',
    item: { m: { M: { a: { S: 'x' } } } },
    bytes: 1 + 3 + 1 + 2,
  },
  { what: 'maps within maps', item: { m: { M: { a: { M: {} } } } }, bytes: 1 + 3 + 1 + 1 + 3 },
])('an item has $what', ({ item, bytes }) => {
  expect(itemBytes(item)).toBe(bytes);
});

test('an attribute of another type is refused', () => {
  expect(() => itemBytes({ flag: { BOOL: true } })).toThrow(TypeError);
});
