import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createNumberedRing } from './numbered-ring.ts';

test('The last entries are kept, the newest first, and every other one was told to be dropped', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10 }), fc.nat(40), (size, count) => {
      const ring = createNumberedRing<number>(size);
      const dropped = Array.from({ length: count }, () => ring.add((number) => number).dropped);

      const all = Array.from({ length: count }, (_, index) => index + 1);
      expect(ring.entries()).toEqual(all.slice(-size).reverse());
      expect(dropped.filter((entry) => entry !== undefined)).toEqual(all.slice(0, -size));
      for (const number of all) {
        expect(ring.find(number)).toBe(number > count - size ? number : undefined);
      }
    }),
  );
});
