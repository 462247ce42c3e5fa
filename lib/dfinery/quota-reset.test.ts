import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readQuotaReset } from './quota-reset.ts';

const NOW = Date.parse('2026-11-24T00:00:00.000Z');

test.each([
  ['seconds', { 'x-rate-limit-reset': String(NOW / 1000 + 60) }],
  ['milliseconds', { 'x-ratelimit-reset': String(NOW + 60_000) }],
  ['the spelling of the example, in seconds', { 'x-ratelimit-reset': String(NOW / 1000 + 60) }],
  ['the misprint of the page', { 'x-rate-limit-rest': String(NOW / 1000 + 60) }],
])('a reset in a minute is read in %s', (_, headers) => {
  expect(readQuotaReset(headers, NOW)).toBe(NOW + 60_000);
});

test.each([
  ['a time in the past', NOW - 5_000, NOW + 1_000],
  ['zero', 0, NOW + 1_000],
  ['a day away', NOW + 86_400_000, NOW + 3_600_000],
])('%s is clamped to between a second and an hour', (_, value, expected) => {
  expect(readQuotaReset({ 'x-rate-limit-reset': String(value) }, NOW)).toBe(expected);
});

test.each([
  {},
  { 'x-rate-limit-reset': 'soon' },
  { 'x-rate-limit-reset': '-1' },
  { 'x-rate-limit-reset': ['1'] },
])('%j has no reset', (headers) => {
  expect(readQuotaReset(headers, NOW)).toBeUndefined();
});

test('whatever the header says, the pause is between a second and an hour', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(), (text, digits) => {
      for (const value of [text, String(digits), `${digits}000`]) {
        const resetAt = readQuotaReset({ 'x-ratelimit-reset': value }, NOW) ?? NOW + 1_000;
        expect(resetAt - NOW).toBeGreaterThanOrEqual(1_000);
        expect(resetAt - NOW).toBeLessThanOrEqual(3_600_000);
      }
    }),
  );
});
