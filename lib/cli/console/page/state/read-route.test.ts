import { expect, test } from 'vitest';
import { readRoute, toHash } from './read-route.ts';

test('what is opened comes back from its address, slashes and all', () => {
  const key = 'main/2026-11-29/7897a851 100%.json';

  expect(readRoute(toHash('parked', key))).toEqual({ pane: 'parked', opened: [key] });
});

test('several parts are kept apart', () => {
  expect(readRoute('#/trace/main/1042')).toEqual({ pane: 'trace', opened: ['main', '1042'] });
});

test.each(['', '#', '#/', '#/nowhere', '#/__proto__'])('%j is the live pane', (hash) => {
  expect(readRoute(hash)).toEqual({ pane: 'live', opened: [] });
});

test('an address that is not well formed is taken as it is', () => {
  expect(readRoute('#/parked/100%')).toEqual({ pane: 'parked', opened: ['100%'] });
});
