import fc from 'fast-check';
import { expect, test } from 'vitest';
import { platforms } from './platforms.ts';
import type { Played } from './play-history.ts';
import { playScript } from './play-script.ts';
import { playScripts } from './scripts.ts';

const PLAYS = 100;

test.each(platforms)(
  'The door changes nothing that Dfinery is told of a shop of $source',
  async (platform) => {
    const ended = { queued: 0, told: 0 };
    await fc.assert(
      fc.asyncProperty(playScripts(), async (script) => {
        const [open, shut] = await Promise.all(
          [false, true].map((hasDoor) => playScript(platform, { ...script, hasDoor, isCalm: true })),
        );
        expect(eventsOf(shut)).toEqual(eventsOf(open));
        ended.queued += shut?.known.queued ?? 0;
        ended.told += shut?.known.told ?? 0;
      }),
      { numRuns: PLAYS, seed: 20_261_129 },
    );
    expect(Math.min(...Object.values(ended)), 'both steps of the door ended deliveries').toBeGreaterThan(0);
  },
);

/** What Dfinery holds in the end, and how often it was sent. */
function eventsOf(played: Played | undefined) {
  return played?.orders.map(({ events }) => events.map(({ content: _, ...event }) => event));
}
