import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anErasure } from '../../test/support/builders/an-erasure.ts';
import { recordTelemetry } from '../../test/support/doubles/recorded-telemetry.ts';
import type { ParkedDeliveries } from '../stores/parked/parked-deliveries.ts';
import { eraseParked, MAX_BYTES_AT_ONCE } from './erase-parked.ts';

const MIB = 1024 * 1024;

/** Searches objects of these sizes, and stops when `hasTime` says so. Says what was read, and how much was held at once. */
async function search(sizes: readonly number[], { after = '', hasTime = (): boolean => true } = {}) {
  const objects = sizes.map((bytes, index) => ({ key: `main/${String(index).padStart(4, '0')}`, bytes }));
  const read: string[] = [];
  const notes: string[] = [];
  let held = 0;
  let most = { bytes: 0, count: 0 };
  let count = 0;
  const parked: ParkedDeliveries = {
    async *list(_, from = '') {
      await Promise.resolve();
      for (const object of objects) if (object.key > from) yield object;
    },
    async get(key) {
      const bytes = objects.find((object) => object.key === key)?.bytes ?? 0;
      held += bytes;
      count += 1;
      most = { bytes: Math.max(most.bytes, held), count: Math.max(most.count, count) };
      read.push(key);
      await new Promise((resolve) => setImmediate(resolve));
      held -= bytes;
      count -= 1;
      return { kind: 'gone' };
    },
    remove: () => Promise.resolve(),
  };
  const noteParked = (_: string, key: string) => Promise.resolve(void notes.push(key));
  const outcome = await eraseParked(
    { parked, records: { noteParked } as never, telemetry: recordTelemetry() },
    { message: anErasure(), after, hasTime },
  );
  return { keys: objects.map(({ key }) => key), read, notes, most, outcome };
}

const sizes = fc.array(fc.integer({ min: 100, max: 6 * MIB }), { maxLength: 60 });

test('every delivery is read once and in order; at most 20 and 8 MiB are held at once, or one alone', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, async (bytes) => {
      const { keys, read, most, outcome } = await search(bytes);

      expect(outcome).toEqual({ kind: 'searched', unread: 0 });
      expect(read).toEqual(keys);
      expect(most.count).toBeLessThanOrEqual(20);
      expect(most.bytes).toBeLessThanOrEqual(MAX_BYTES_AT_ONCE);
    }),
    { numRuns: 50 },
  );
  expect((await search([20 * MIB, 20 * MIB])).most).toEqual({ bytes: 20 * MIB, count: 1 });
});

test('the time is asked for after 8 MiB at most, and the next call goes on behind what was read', async () => {
  const large = Array<number>(20).fill(5.6 * MIB);
  const first = await search(large, { hasTime: () => false });

  expect(first.outcome).toEqual({ kind: 'out-of-time' });
  expect(first.read).toEqual(first.keys.slice(0, 1));
  expect(first.notes).toEqual(first.read);
  const second = await search(large, { after: first.notes.at(-1) ?? '' });
  expect([...first.read, ...second.read]).toEqual(first.keys);
});
