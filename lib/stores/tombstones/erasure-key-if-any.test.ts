import { expect, test } from 'vitest';
import { erasureKeyIfAny } from './erasure-key-if-any.ts';

test('asks once in five minutes for a key that is missing or cannot be read, and never throws', async () => {
  let clock = 0;
  const answers = [
    () => Promise.resolve(undefined),
    () => Promise.reject(new Error('down')),
    () => Promise.resolve(Buffer.from('k')),
  ];
  let asked = 0;
  const read = erasureKeyIfAny(
    { read: () => answers[asked++]?.() ?? Promise.resolve(undefined) },
    () => clock,
  );

  const found: (string | undefined)[] = [];
  for (const minutes of [0, 4, 1, 4, 1]) {
    clock += minutes * 60_000;
    found.push((await read())?.toString());
  }

  expect(found).toEqual([undefined, undefined, undefined, undefined, 'k']);
  expect(asked).toBe(3);
});
