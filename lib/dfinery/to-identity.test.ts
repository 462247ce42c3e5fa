import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Customer } from '../model/order.ts';
import { toIdentity } from './to-identity.ts';

const settings = {
  externalId: 'customer-id',
  externalIdPrefix: '',
  excludeIdentities: [] as string[],
  defaultCountry: undefined,
} as const;
const customer: Customer = {
  id: '7',
  emails: [' Buyer@Example.COM '],
  phones: [{ number: '010-2345-6789', country: 'KR' }],
};

describe('external_id', () => {
  test.each([
    ['customer-id', '7'],
    ['email', 'buyer@example.com'],
    ['none', undefined],
  ] as const)('by %s is %s', (externalId, expected) => {
    expect(toIdentity(customer, { ...settings, externalId }).identity?.external_id).toBe(expected);
  });

  test('has the prefix, whatever it is derived from', () => {
    for (const externalId of ['customer-id', 'email'] as const) {
      const plain = toIdentity(customer, { ...settings, externalId }).identity?.external_id;
      const prefixed = toIdentity(customer, { ...settings, externalId, externalIdPrefix: 'kr-' }).identity;
      expect(prefixed?.external_id).toBe(`kr-${String(plain)}`);
    }
  });

  test('is absent for a guest: the prefix alone is not an id', () => {
    const guest = { ...customer, id: undefined };
    expect(toIdentity(guest, { ...settings, externalIdPrefix: 'kr-' }).identity).toEqual({
      email: 'buyer@example.com',
      phone_no: '821023456789',
    });
  });
});

test('the first usable e-mail address and phone number are taken', () => {
  const { identity, unusable } = toIdentity(
    {
      id: undefined,
      emails: ['', 'not an address', 'First@example.com', 'second@example.com'],
      phones: [
        { number: '123', country: 'KR' },
        { number: '+1 212 555 0123', country: undefined },
        { number: '010-2345-6789', country: 'KR' },
      ],
    },
    settings,
  );

  expect(identity).toEqual({ email: 'first@example.com', phone_no: '12125550123' });
  expect(unusable).toEqual({ UnusableEmail: 1, UnusablePhone: 1 });
});

test.each([
  ['in two ways', ['02-123', '(02) 123'], 2],
  ['of two countries', ['02-123', '+82 2-123'], 2],
  ['and one that is usable', ['02-123', '010-2345-6789', '+82 10 2345 6789'], 1],
])('every unusable number counts, written %s', (_, numbers, expected) => {
  const phones = numbers.map((number) => ({ number, country: 'KR' }));

  expect(toIdentity({ id: '7', emails: [], phones }, settings).unusable.UnusablePhone).toBe(expected);
});

test('a national number is one of its own country', () => {
  const phones = ['KR', 'US'].map((country) => ({ number: '212 555 0123', country }));

  expect(toIdentity({ id: '7', emails: [], phones }, settings)).toMatchObject({
    identity: { phone_no: '12125550123' },
    unusable: { UnusablePhone: 1 },
  });
});

test.each(['', ' ', '\t', '0', '000', 'null', 'NULL', 'undefined', 'NaN'])(
  '%j is the id of nobody',
  (text) => {
    const someone = { id: text, emails: [], phones: [], kakaoUserId: text, lineUserId: text };

    expect(toIdentity(someone, { ...settings, externalIdPrefix: 'kr-' }).identity).toBeUndefined();
  },
);

test.each(['10', 'nully', 'guest', '-', ' 7'])('%j may be somebody’s id, and stays as it is', (text) => {
  const someone = { id: text, emails: [], phones: [], kakaoUserId: text };

  expect(toIdentity(someone, settings).identity).toEqual({ external_id: text, kakao_user_id: text });
});

test('messenger ids are passed on', () => {
  const { identity } = toIdentity(
    { id: undefined, emails: [], phones: [], kakaoUserId: 'k', lineUserId: 'l' },
    settings,
  );
  expect(identity).toEqual({ kakao_user_id: 'k', line_user_id: 'l' });
});

test('the default country is used for national numbers without a country', () => {
  const unknown: Customer = { ...customer, phones: [{ number: '010-2345-6789', country: undefined }] };

  expect(toIdentity(unknown, settings)).toMatchObject({ unusable: { UnusablePhone: 1 } });
  expect(toIdentity(unknown, { ...settings, defaultCountry: 'KR' }).identity?.phone_no).toBe('821023456789');
});

test('a guest whose address becomes another’s only in small letters is not that customer', () => {
  const guest = { id: undefined, emails: ['\u212Aim@example.com'], phones: [] };

  for (const externalId of ['customer-id', 'email'] as const) {
    expect(toIdentity(guest, { ...settings, externalId })).toEqual({
      identity: undefined,
      unusable: { UnusableEmail: 1, UnusablePhone: 0 },
    });
  }
});

describe('an excluded', () => {
  test.each([
    ['e-mail address', 'BUYER@example.com', { external_id: '7', phone_no: '821023456789' }],
    ['customer id', '7', { email: 'buyer@example.com', phone_no: '821023456789' }],
    ['phone number', '+82 10 2345 6789', { external_id: '7', email: 'buyer@example.com' }],
  ])('%s counts as absent', (_, excluded, identity) => {
    expect(toIdentity(customer, { ...settings, excludeIdentities: [excluded] }).identity).toEqual(identity);
  });

  test.each([
    ['without its country code', '010-2345-6789'],
    ['without code and first zero', '10 2345 6789'],
    ['of another form', '(+82) 10.2345.6789'],
  ])('phone number counts as absent if it is written %s, however the shop writes it', (_, excluded) => {
    for (const number of ['010-2345-6789', '+82 10 2345 6789']) {
      const phones = [{ number, country: 'KR' }];
      const reading = toIdentity(
        { id: '7', emails: [], phones },
        { ...settings, excludeIdentities: [excluded] },
      );
      expect(reading).toEqual({
        identity: { external_id: '7' },
        unusable: { UnusableEmail: 0, UnusablePhone: 0 },
      });
    }
  });

  test.each([
    ['a part of the number', '2345-6789'],
    ['a customer id', '6789'],
    ['text without digits', 'none'],
  ])('phone number is not that of %s', (_, excluded) => {
    const { identity } = toIdentity(customer, { ...settings, excludeIdentities: [excluded] });
    expect(identity?.phone_no).toBe('821023456789');
  });

  test('messenger id counts as absent', () => {
    const someone = { id: '7', emails: [], phones: [], kakaoUserId: 'Staff-Kakao', lineUserId: 'Ustaff' };
    const excludeIdentities = ['staff-kakao', 'USTAFF'];
    expect(toIdentity(someone, { ...settings, excludeIdentities }).identity).toEqual({ external_id: '7' });
  });

  test('customer has no identity', () => {
    const excludeIdentities = ['7', 'buyer@example.com', '821023456789'];
    expect(toIdentity(customer, { ...settings, excludeIdentities }).identity).toBeUndefined();
  });
});

test('no field is ever empty, and equal customers have equal JSON', () => {
  const text = fc.oneof(fc.constant(''), fc.string(), fc.emailAddress());
  const anyone = fc.record({
    id: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
    emails: fc.array(text, { maxLength: 3 }),
    phones: fc.array(fc.record({ number: fc.string(), country: fc.constantFrom('KR', undefined) }), {
      maxLength: 2,
    }),
    kakaoUserId: fc.option(text, { nil: undefined }),
  });
  fc.assert(
    fc.property(anyone, (someone) => {
      const { identity } = toIdentity(someone, settings);
      expect(Object.values(identity ?? { a: 'b' }).every((value) => value !== '')).toBe(true);
      expect(JSON.stringify(toIdentity(structuredClone(someone), settings).identity)).toBe(
        JSON.stringify(identity),
      );
    }),
  );
});
