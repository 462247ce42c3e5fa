import { expect, test } from 'vitest';
import { sources } from '../../lib/sources/all-sources.ts';
import type { Source } from '../../lib/sources/source.ts';
import { whatIsMissing } from './what-is-missing.ts';

test.each(Object.values<Source>(sources))('nothing is missing of $id', (source) => {
  const [next, ...later] = whatIsMissing(source);
  if (next === undefined) return;
  const steps = later.map((step, index) => `  ${index + 2}. ${step}`).join('\n');
  expect.fail(`${source.name} is not whole. Do this next:\n\n  1. ${next}\n\nThen:\n${steps}\n`);
});
