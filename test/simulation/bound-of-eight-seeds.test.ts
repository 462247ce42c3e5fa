import { test } from 'vitest';
import { bounds, expectBound } from './bound-run.ts';

test.for(bounds)(
  'Eight seeds: the last of 2,000 orders comes within $last s while $probability of all requests fail, window $windowMs ms',
  async (bound) => {
    for (let seed = 1; seed <= 8; seed += 1) await expectBound(seed, bound);
  },
);
