import fc from 'fast-check';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { parsePhoneNumberFromString as parseInSmall } from 'libphonenumber-js/min';
import { expect, test } from 'vitest';
import { toPhoneNumber } from './phone-number.ts';

test.each([
  ['+82 10-2345-6789', undefined, '821023456789'],
  ['010-2345-6789', 'KR', '821023456789'],
  ['+821023456789', 'US', '821023456789'],
  ['０１０-２３４５-６７８９', 'KR', '821023456789'],
  ['010-1111-1112', 'KR', '821011111112'],
  ['010-2111-1111', 'KR', '821021111111'],
  ['010-1234-5679', 'KR', '821012345679'],
  ['010-0123-4567', 'KR', '821001234567'],
  ['011-234-5678', 'KR', '82112345678'],
  ['070-1588-1588', 'KR', '827015881588'],
  ['031-588-0000', 'KR', '82315880000'],
  ['02-312-3456', 'KR', '8223123456'],
  ['(212) 555-0123', 'US', '12125550123'],
  ['00 82 10 2345 6789', 'DE', '821023456789'],
  ['+1 613-555-0182', undefined, '16135550182'],
  ['+1 (234) 567-8901', undefined, '12345678901'],
  ['+44 1234 567891', undefined, '441234567891'],
  ['+49 30 1234567', undefined, '49301234567'],
])('%s (%s) is %s', (text, country, number) => {
  expect(toPhoneNumber(text, country)).toBe(number);
});

test.each([
  ['a national number without a country', '010-2345-6789', undefined],
  ['a country that does not exist', '010-2345-6789', 'XX'],
  ['a Korean safe number', '0505-123-4567', 'KR'],
  ['a Korean safe number with its country', '+82 50 1234 56789', undefined],
  ['a number that is too short', '+8210', undefined],
  ['a number with words around it', 'call 010-2345-6789', 'KR'],
  ['a relay, which has an extension for each buyer', '+1 415-419-8616 ext. 47352', undefined],
  ['an extension of one letter', '010-2345-6789 x12', 'KR'],
  ['an extension after a hash', '010-2345-6789#12', 'KR'],
  ['an extension of RFC 3966', 'tel:+82-10-2345-6789;ext=1', undefined],
  ['zeros', '010-0000-0000', 'KR'],
  ['zeros with a country code', '+82 10 0000 0000', undefined],
  ['nothing but zeros', '000-0000-0000', 'KR'],
  ['ones', '010-1111-1111', 'KR'],
  ['nines of an old mobile network', '011-999-9999', 'KR'],
  ['zeros in Seoul', '02-000-0000', 'KR'],
  ['twos in Seoul', '02-222-2222', 'KR'],
  ['ones in a province', '031-1111-1111', 'KR'],
  ['the digits in their order', '010-1234-5678', 'KR'],
  ['the digits in their order, in Seoul', '02-1234-5678', 'KR'],
  ['seven digits in their order', '064-123-4567', 'KR'],
  ['the digits in their order, in Japan', '+81 90-1234-5678', undefined],
  ['all digits in their order', '+44 1234 567890', undefined],
  ['all digits in their order, in Korea', '0123456789', 'KR'],
  ['twos in America', '+1 212 222 2222', undefined],
  ['threes in Tokyo', '03-3333-3333', 'JP'],
  ['a Korean service number', '1588-0000', 'KR'],
  ['one of 16', '1661-2345', 'KR'],
  ['one of 18', '1899-2345', 'KR'],
  ['one with a country code', '+82 1588 2345', undefined],
  ['one after an area code', '02-1588-2345', 'KR'],
  ['one after the code of a province', '051-1577-9996', 'KR'],
  ['a Korean number that the called one pays', '080-234-5678', 'KR'],
  ['a Korean number that costs extra', '060-234-5678', 'KR'],
  ['a Korean relay of another kind', '030-1234-5679', 'KR'],
  ['a number that directs to an operator', '114', 'KR'],
  ['an American number that the called one pays', '+1 800 555 0199', undefined],
  ['an American number that costs extra', '+1 900 555 1234', undefined],
  ['text without digits', 'n/a', 'KR'],
  ['nothing', '', 'KR'],
  ['a number that is too long', '1'.repeat(10_000), 'KR'],
])('%s is left out', (_, text, country) => {
  expect(toPhoneNumber(text, country)).toBeUndefined();
});

/** Digits that no one would type for want of a number. */
const digits = (length: number) =>
  fc
    .stringMatching(new RegExp(`^[2-9][0-9]{${length - 1}}$`))
    .filter((text) => !/^(\d)\1+$/.test(text) && !text.endsWith('1234567') && !text.endsWith('12345678'));

const areas = [
  '2',
  '31',
  '32',
  '33',
  '41',
  '42',
  '43',
  '44',
  '51',
  '52',
  '53',
  '54',
  '55',
  '61',
  '62',
  '63',
  '64',
];
const oldNetworks = ['11', '16', '17', '18', '19'];
const korean = fc.oneof(
  digits(8).map((line) => `10${line}`),
  digits(8).map((line) => `70${line}`),
  fc.tuple(fc.constantFrom(...oldNetworks), fc.oneof(digits(7), digits(8))).map((parts) => parts.join('')),
  fc.tuple(fc.constantFrom(...areas), fc.oneof(digits(7), digits(8))).map((parts) => parts.join('')),
);

test('the numbers of Korean lines pass, written in any way', () => {
  fc.assert(
    fc.property(korean, (number) => {
      // The prefix 105 of the mobile network has lines of its own; libphonenumber knows which.
      fc.pre(parsePhoneNumberFromString(`+82${number}`)?.isValid() === true);
      expect(toPhoneNumber(`+82 ${number}`, undefined)).toBe(`82${number}`);
      expect(toPhoneNumber(`0${number}`, 'KR')).toBe(`82${number}`);
    }),
  );
});

test('a Korean number passes only if it is a line of a person, as the full metadata have it', () => {
  const anyDigits = fc.stringMatching(/^[0-9]{5,11}$/);
  const ofNobody = ['1059700000', '122200000', '1224000000'].map((number): [string] => [number]);
  const ofPersons = new Set(['MOBILE', 'FIXED_LINE', 'VOIP']);
  fc.assert(
    fc.property(fc.oneof(korean, anyDigits), (number) => {
      if (toPhoneNumber(`+82${number}`, undefined) === undefined) return;
      expect(ofPersons).toContain(parsePhoneNumberFromString(`+82${number}`)?.getType());
    }),
    { numRuns: 1_000, examples: ofNobody },
  );
});

test('a Korean mobile number in a usual form is the one that libphonenumber reads', () => {
  const begin = fc.constantFrom('+82', '+82 ', '+82-', '0');
  const gap = fc.constantFrom('', ' ', '-');
  const digits4 = fc.oneof(fc.constantFrom('0000', '1111', '1234', '5678'), fc.stringMatching(/^[0-9]{4}$/));
  const country = fc.constantFrom('KR', 'US', 'IT', undefined);
  fc.assert(
    fc.property(begin, gap, digits4, gap, digits4, country, (...[start, one, four, two, last, home]) => {
      const text = `${start}10${one}${four}${two}${last}`;
      const read = parseInSmall(text, { ...(home && { defaultCountry: home }), extract: false });
      const found = toPhoneNumber(text, home);
      if (read?.isValid() !== true) expect(found).toBeUndefined();
      // A full stop at the end of it is a form that only the library takes.
      expect(found).toBe(toPhoneNumber(`${text}.`, home));
      if (found !== undefined) expect(read?.number).toBe(`+${found}`);
    }),
    { numRuns: 2_000 },
  );
});

test('American lines pass', () => {
  const line = fc
    .tuple(fc.constantFrom('212', '415', '234', '613', '808'), digits(7))
    .map(([area, rest]) => area + rest);
  fc.assert(
    fc.property(line, (number) => {
      fc.pre(parsePhoneNumberFromString(`+1${number}`)?.isValid() === true);
      expect(toPhoneNumber(`+1 ${number}`, undefined)).toBe(`1${number}`);
    }),
  );
});

test('a number with an extension never passes', () => {
  const extension = fc.tuple(
    fc.constantFrom(' ext. ', ' x', '#', ';ext='),
    fc.integer({ min: 1, max: 99_999 }),
  );
  fc.assert(
    fc.property(korean, extension, (number, [mark, digitsOfIt]) => {
      expect(toPhoneNumber(`+82${number}${mark}${digitsOfIt}`, undefined)).toBeUndefined();
    }),
  );
});
