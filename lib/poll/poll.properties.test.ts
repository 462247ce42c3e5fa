import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aPoll, HOUR, MINUTE } from '../../test/support/builders/a-poll.ts';
import { OVERLAP_MS } from '../../test/support/doubles/model-shop.ts';
import type { HttpAnswer } from '../runtime/http/http-answer.ts';

/** Something that happens at the shop, and how long before it its time is written: transactions end in any order. */
const happening = fc.record({
  order: fc.nat({ max: 6 }),
  lateMs: fc.constantFrom(0, 0, 1_000, 30_000, OVERLAP_MS / 2),
});
const fault = fc.constantFrom<'none' | 'ill' | 'throttled' | 'gone' | 'cut short'>(
  'none',
  'none',
  'ill',
  'throttled',
  'gone',
  'cut short',
);
const run = fc.record({
  before: fc.array(happening, { maxLength: 6 }),
  /** By the number of the page that is asked for. */
  during: fc.array(fc.array(happening, { maxLength: 2 }), { maxLength: 6 }),
  fault,
  at: fc.nat({ max: 4 }),
  waitMs: fc.constantFrom(0, 1_000, 15 * MINUTE, 15 * MINUTE, 26 * HOUR),
  drains: fc.boolean(),
});
const world = fc.record({
  aheadMs: fc.constantFrom(
    0,
    0,
    2_000,
    -2_000,
    90_000,
    -90_000,
    20 * MINUTE,
    -20 * MINUTE,
    2 * HOUR,
    -2 * HOUR,
  ),
  pageSize: fc.integer({ min: 1, max: 4 }),
  isSilent: fc.boolean(),
  seconds: fc.boolean(),
  runs: fc.array(run, { minLength: 1, maxLength: 6 }),
});

const answers: Readonly<Record<'ill' | 'throttled' | 'gone', HttpAnswer>> = {
  ill: { kind: 'unanswered', reason: 'timeout' },
  throttled: { kind: 'answered', status: 429, headers: { 'retry-after': '900' }, body: '' },
  gone: { kind: 'answered', status: 410, headers: {}, body: '' },
};

/**
 * Whatever changes while pages are read, at equal times and with times of the past, whatever the clocks say, and however
 * runs end: after quiet runs every order and every refund of it was queued, and Dfinery has each once.
 */
test('A poll loses nothing', async () => {
  await fc.assert(
    fc.asyncProperty(world, async ({ aheadMs, pageSize, isSilent, seconds, runs }) => {
      const settings = { since: '2026-11-20T00:00:00.000Z', ...(isSilent && { intake: 'poll' as const }) };
      const { clock, shop, poll, drain, sent, seen } = aPoll(settings, { aheadMs, pageSize });
      const happen = ({ order, lateMs }: { order: number; lateMs: number }): void => {
        const id = String(1_000 + order);
        const time = shop.now() - lateMs;
        const at = seconds ? Math.floor(time / 1_000) * 1_000 : time;
        if (shop.subjects().includes(id)) shop.refund(id, at);
        else shop.place({ id, at });
      };
      for (const { before, during, fault: kind, at, waitMs, drains } of runs) {
        for (const some of before) happen(some);
        let asked = 0;
        shop.onList(() => {
          for (const some of during[asked - 1] ?? []) happen(some);
        });
        shop.misbehave(() => {
          asked += 1;
          return asked > at &&
            (kind === 'ill' || kind === 'throttled' || (kind === 'gone' && asked === at + 1))
            ? answers[kind]
            : undefined;
        });
        await poll({ remainingMs: () => (kind === 'cut short' && asked >= at ? 0 : 600_000) });
        if (drains) await drain();
        clock.now += waitMs;
      }
      shop.onList(() => undefined);
      shop.misbehave(() => undefined);
      for (let quiet = 0; quiet < 3; quiet += 1) {
        clock.now += 15 * MINUTE;
        await poll();
        await drain();
      }

      expect(new Set(seen.queued.map(({ subjectKey }) => subjectKey))).toEqual(new Set(shop.subjects()));
      expect([...sent().values()].every((times) => times === 1)).toBe(true);
      expect(sent().size).toBe(shop.subjects().length);
    }),
    { numRuns: 120, seed: 20_261_129 },
  );
});
