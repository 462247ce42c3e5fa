import { test } from 'vitest';
import { bounds, expectBound } from './bound-run.ts';

/** The others are played, with more seeds, in `bound-of-eight-seeds.test.ts`. */
const AT_THREE_PERCENT = bounds.filter(({ probability }) => probability === 0.03);

test.for(AT_THREE_PERCENT)(
  '2,000 orders while $probability of all requests fail, with a window of $windowMs ms: the last comes within $last s',
  (bound) => expectBound(5, bound),
);
