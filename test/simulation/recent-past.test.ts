import { expect, test } from 'vitest';
import { rememberPast } from './recent-past.ts';

test('A map is read as it was a moment ago', () => {
  let clock = 0;
  const map = new Map([['kept', 1]]);
  const pastOf = rememberPast(map, () => clock);
  clock = 100;
  map.set('new', 1);
  clock = 200;
  map.set('new', 2);
  clock = 300;
  map.delete('new');

  expect([50, 100, 199, 200, 299, 300].map((at) => pastOf(at, ['new']).get('new'))).toEqual([
    undefined,
    1,
    1,
    2,
    2,
    undefined,
  ]);
  expect(Object.fromEntries(pastOf(250))).toEqual({ kept: 1, new: 2 });
});
