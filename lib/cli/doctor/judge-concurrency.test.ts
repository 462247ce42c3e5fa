import { expect, test } from 'vitest';
import { judgeConcurrency } from './judge-concurrency.ts';

test.each([
  [1_000, 'ok', /^1000 executions/],
  [20, 'ok', /^20 /],
  [19, 'warn', /take up to 9, so 10 are left for webhooks/],
  [10, 'warn', /so 1 are left/],
  [5, 'warn', /so 0 are left/],
])('%d executions: %s', (executions, state, found) => {
  expect(judgeConcurrency(executions)).toMatchObject({
    state,
    found: expect.stringMatching(found) as string,
  });
});
