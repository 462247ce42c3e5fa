import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pauseMs } from './rate-limit.ts';

test.each([
  [{}, 0],
  [{ 'x-api-call-limit': '1/40' }, 0],
  [{ 'x-api-call-limit': '34/40' }, 0],
  // 15 calls above half of 40, at 2 a second.
  [{ 'x-api-call-limit': '35/40' }, 7_500],
  [{ 'x-api-call-limit': '40/40' }, 10_000],
  [{ 'x-api-call-limit': '41/40' }, 10_500],
  [{ 'x-cafe24-call-usage': '99.9', 'x-cafe24-time-usage': '12' }, 0],
  [{ 'x-cafe24-call-usage': '120.04', 'x-cafe24-call-remain': '32' }, 32_000],
  [{ 'x-cafe24-call-remain': '32', 'x-cafe24-time-remain': '7' }, 32_000],
  [{ 'x-cafe24-time-usage': '100.5', 'x-cafe24-time-remain': '7', 'x-api-call-limit': '39/40' }, 9_500],
  [{ 'x-cafe24-call-remain': '999999999' }, 3_600_000],
  [{ 'x-cafe24-call-remain': 'soon', 'x-api-call-limit': 'many' }, 0],
  [{ 'x-cafe24-call-remain': '-5', 'x-api-call-limit': '40' }, 0],
  [{ 'x-api-call-limit': '0/0' }, 0],
])('%j: %d ms', (headers, expected) => {
  expect(pauseMs(headers)).toBe(expected);
});

test('any headers give a whole number from 0 to an hour', () => {
  const name = fc.constantFrom('x-api-call-limit', 'x-cafe24-call-remain', 'x-cafe24-time-remain');
  const value = fc.oneof(
    fc.string(),
    fc.nat().map(String),
    fc.tuple(fc.nat(), fc.nat()).map((pair) => pair.join('/')),
  );

  fc.assert(
    fc.property(fc.dictionary(name, value), (headers) => {
      const pause = pauseMs(headers);

      expect(Number.isInteger(pause) && pause >= 0 && pause <= 3_600_000).toBe(true);
    }),
  );
});
