import { test } from 'vitest';
import { bounds, expectBound } from './bound-run.ts';

test.for(bounds)(
  '2,000 orders while $probability of all requests fail, with a window of $windowMs ms: the last comes within $last s',
  (bound) => expectBound(5, bound),
);
