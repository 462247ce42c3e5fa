import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describePlay } from './describe-play.ts';
import { judgePlay } from './judge-play.ts';
import { platforms } from './platforms.ts';
import { playScript } from './play-script.ts';
import { playScripts } from './scripts.ts';

/** About 1,000 orders. The same ones every time: `soak.ts` plays ever new ones. */
const PLAYS = 680;
const SEED = 20_261_129;

/**
 * Whatever becomes of an order, and in whatever order its deliveries arrive, some not at all and some twice, while requests
 * are refused and answers get lost, drains are killed and run at once: Dfinery's net is what the shop has kept, less what
 * is remembered as untold; it is never negative on the way; no event comes twice without a lost answer; nobody is told of
 * another's order; and no delivery is parked.
 */
test.each(platforms)('Dfinery holds what a shop of $source keeps', async (platform) => {
  await fc.assert(
    fc.asyncProperty(playScripts(), async (script) => {
      const played = await playScript(platform, script);
      expect(judgePlay(played).length === 0 || describePlay(played)).toBe(true);
    }),
    { numRuns: PLAYS, seed: SEED },
  );
});
