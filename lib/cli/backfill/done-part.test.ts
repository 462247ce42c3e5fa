import { expect, test } from 'vitest';
import { createDonePart, fingerprintOf, textOf } from './done-part.ts';

async function* of(...lines: readonly string[]): AsyncGenerator<string> {
  for (const line of lines) yield await Promise.resolve(line);
}

async function all(lines: AsyncIterable<string>): Promise<string[]> {
  const read: string[] = [];
  for await (const line of lines) read.push(line);
  return read;
}

test('the fingerprint of what is done is that of these lines alone, however far was read ahead', async () => {
  const part = createDonePart(await fingerprintOf(() => of(), 0));
  await all(part.reading(of('a', 'b', 'c', 'd')));

  expect(part.finish(1)).toBe(textOf(await fingerprintOf(() => of('a', 'x'), 1)));
  expect(part.undone(3, 2)).toEqual(['c', 'd']);
  expect(part.finish(3)).toBe(textOf(await fingerprintOf(() => of('a', 'b', 'c'), 3)));
  expect(part.undone(4, 1)).toEqual(['d']);
});

test('a part that was done before is gone on with', async () => {
  const part = createDonePart(await fingerprintOf(() => of('a', 'b', 'c'), 2));

  expect(await all(part.reading(of('a', 'b', 'c')))).toEqual(['a', 'b', 'c']);
  expect(part.undone(3, 1)).toEqual(['c']);
  expect(part.finish(3)).toBe(textOf(await fingerprintOf(() => of('a', 'b', 'c'), 3)));
});

test.each([
  ['a changed line', ['a', 'B']],
  ['a line less', ['a']],
  ['another order', ['b', 'a']],
])('%s gives another', async (_, lines) => {
  const before = textOf(await fingerprintOf(() => of('a', 'b'), 2));

  expect(textOf(await fingerprintOf(() => of(...lines), 2))).not.toBe(before);
});
