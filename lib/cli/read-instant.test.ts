import { expect, test } from 'vitest';
import { UsageError } from './command.ts';
import { readInstant } from './read-instant.ts';

const NOW = Date.parse('2026-11-24T12:00:00Z');

test.each([
  ['2026-11-24T02:00:00Z', '2026-11-24T02:00:00.000Z'],
  ['2026-11-24T11:00:00+09:00', '2026-11-24T02:00:00.000Z'],
  ['2026-11-24', '2026-11-24T00:00:00.000Z'],
  ['90m', '2026-11-24T10:30:00.000Z'],
  ['3d', '2026-11-21T12:00:00.000Z'],
])('%s', (text, expected) => {
  expect(new Date(readInstant(text, '--since', NOW)).toISOString()).toBe(expected);
});

test.each(['yesterday', '6', '2026-13-01', '2026-11-24T02:00:00', '1w'])('%s is wrong usage', (text) => {
  expect(() => readInstant(text, '--since', NOW)).toThrow(UsageError);
});
