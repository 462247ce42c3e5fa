import { expect, test } from 'vitest';
import { PayloadError } from './errors.ts';

const issuesOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ path: `line_items.${index}`, message: 'missing' }));

test('a body with a hundred faults names them all', () => {
  expect(new PayloadError(issuesOf(100)).issues).toEqual(issuesOf(100));
});

test('of more faults the first hundred are named, and the others counted', () => {
  const { issues, message } = new PayloadError(issuesOf(60_000));

  expect(issues).toEqual([...issuesOf(100), { path: '', message: 'has 59900 more faults' }]);
  expect(message.length).toBeLessThan(2_000);
});
