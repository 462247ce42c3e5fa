import { expect, test } from 'vitest';
import { toPhoneNumber } from './phone-number.ts';

test.each([
  ['+82 10-1234-5678', undefined, '821012345678'],
  ['010-1234-5678', 'KR', '821012345678'],
  ['+821012345678', 'US', '821012345678'],
  ['02-312-3456', 'KR', '8223123456'],
  ['(212) 555-0123', 'US', '12125550123'],
  ['00 82 10 1234 5678', 'DE', '821012345678'],
  ['+1 613-555-0182', undefined, '16135550182'],
])('%s (%s) is %s', (text, country, number) => {
  expect(toPhoneNumber(text, country)).toBe(number);
});

test.each([
  ['a national number without a country', '010-1234-5678', undefined],
  ['a country that does not exist', '010-1234-5678', 'XX'],
  ['a Korean safe number', '0505-123-4567', 'KR'],
  ['a Korean safe number with its country', '+82 50 1234 56789', undefined],
  ['a number that is too short', '+8210', undefined],
  ['a number with words around it', 'call 010-1234-5678', 'KR'],
  ['text without digits', 'n/a', 'KR'],
  ['nothing', '', 'KR'],
  ['a number that is too long', '1'.repeat(10_000), 'KR'],
])('%s is left out', (_, text, country) => {
  expect(toPhoneNumber(text, country)).toBeUndefined();
});
