import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Packable, type PackLimits, packEvents } from './pack-events.ts';

const limits: PackLimits = { maxEvents: 100, maxItems: 100, maxBytes: 512 * 1024 };
const event = (items: number, time = '2026-11-24T00:00:00.000Z', bytes = 300): Packable => ({
  items,
  time,
  bytes,
});
const events = (count: number, items: number) => Array.from({ length: count }, () => event(items));

test.each([
  ['no events', [], 0],
  ['250 of one item', events(250, 1), 3],
  ['100 of one item', events(100, 1), 1],
  ['101 of one item', events(101, 1), 2],
  ['two of 50 items', events(2, 50), 1],
  ['two of 51 items', events(2, 51), 2],
  ['34, 33 and 33 items, thrice, one more than the fewest,', [...events(3, 34), ...events(6, 33)], 4],
  ['one of 400 KB beside one of 200', [event(1, '', 400_000), event(1, '', 200_000)], 2],
  ['one over every limit', [event(500, '', 9_999_999), event(1)], 2],
])('%s take(s) %i', (_, packables, requests) => {
  expect(packEvents(packables, limits)).toHaveLength(requests);
});

test('the events of a request are in order of time', () => {
  const [request] = packEvents([event(1, '2'), event(3, '3'), event(2, '1')], limits);
  expect(request?.map(({ time }) => time)).toEqual(['1', '2', '3']);
});

const packable = fc.record({
  items: fc.integer({ min: 1, max: 100 }),
  bytes: fc.integer({ min: 1, max: 512 * 1024 }),
  time: fc.integer({ min: 0, max: 9 }).map(String),
});
const total = (request: readonly Packable[], field: 'items' | 'bytes') =>
  request.reduce((all, packed) => all + packed[field], 0);

describe('whatever the events', () => {
  test('every event is packed once, within all limits, and unchanged', () => {
    fc.assert(
      fc.property(fc.array(packable, { maxLength: 200 }), (packables) => {
        const requests = packEvents(packables, limits);
        expect(new Set(requests.flat())).toEqual(new Set(packables));
        expect(requests.flat()).toHaveLength(packables.length);
        for (const request of requests) {
          expect(request.length).toBeLessThanOrEqual(100);
          expect(total(request, 'items')).toBeLessThanOrEqual(100);
          expect(total(request, 'bytes')).toBeLessThanOrEqual(limits.maxBytes);
        }
      }),
    );
  });

  test('if items are not the limit, ⌈n/100⌉ requests are used', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000 }), (count) => {
        expect(packEvents(events(count, 1), limits)).toHaveLength(Math.ceil(count / 100));
      }),
    );
  });

  test('small cases need at most one request more than brute force finds', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 2, max: 5 }), (items, maxEvents) => {
        const small = { maxEvents, maxItems: 12, maxBytes: 1_000_000 };
        const best = fewestRequests(items, small);
        const used = packEvents(
          items.map((size) => event(size)),
          small,
        ).length;
        expect(used).toBeGreaterThanOrEqual(best);
        expect(used).toBeLessThanOrEqual(best + 1);
      }),
    );
  });
});

/** Tries every way to put the events into requests. */
function fewestRequests(items: readonly number[], { maxEvents, maxItems }: PackLimits): number {
  const place = (index: number, open: readonly { items: number; events: number }[]): number => {
    const size = items[index];
    if (size === undefined) return open.length;
    const ways = open.flatMap((request, at) =>
      request.items + size <= maxItems && request.events < maxEvents
        ? [open.with(at, { items: request.items + size, events: request.events + 1 })]
        : [],
    );
    return Math.min(...[...ways, [...open, { items: size, events: 1 }]].map((way) => place(index + 1, way)));
  };
  return place(0, []);
}
