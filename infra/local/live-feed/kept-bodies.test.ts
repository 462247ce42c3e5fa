import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createKeptBodies } from './kept-bodies.ts';

const MAX = 100;

test('The newest bodies are kept, as many as there is room for, and never more', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(MAX + 20), { maxLength: 60 }), (sizes) => {
      const bodies = createKeptBodies(MAX);
      const owners = sizes.map((size) => ({ size }));
      for (const owner of owners) {
        bodies.keep(owner, Buffer.alloc(owner.size));
        expect(bodies.bytes()).toBeLessThanOrEqual(MAX);
      }

      let room = MAX;
      for (const owner of owners.filter(({ size }) => size <= MAX).reverse()) {
        room -= owner.size;
        expect(bodies.find(owner) !== undefined).toBe(room >= 0);
        if (room < 0) break;
      }
    }),
  );
});

test('A body that is dropped makes room', () => {
  const [first, second] = [{}, {}];
  const bodies = createKeptBodies(MAX);
  bodies.keep(first, Buffer.alloc(60));
  bodies.drop(first);
  bodies.keep(second, Buffer.alloc(60));
  bodies.drop({});

  expect([bodies.bytes(), bodies.find(first), bodies.find(second)?.length]).toEqual([60, undefined, 60]);
});
