import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHeap } from './heap.ts';

test('The earliest comes first, and of equals the one that was pushed first', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 20 })), (instants) => {
      const heap = createHeap<{ readonly at: number; readonly place: number }>();
      const entries = instants.map((at, place) => ({ at, place }));
      for (const entry of entries) heap.push(entry);

      const popped = entries.map(() => heap.pop());

      expect(popped).toEqual(entries.toSorted((a, b) => a.at - b.at || a.place - b.place));
      expect(heap.pop()).toBeUndefined();
    }),
  );
});
