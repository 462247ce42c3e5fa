import { describe, expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import { deliveryOf, fixture } from '../../../test/support/reading/fixtures.ts';
import { PayloadError } from '../../model/errors.ts';
import { readDelivery } from '../../translate/read-delivery.ts';
import type { DeliveryReading } from '../../translate/reading.ts';
import { withoutVerification } from '../source.ts';
import { readCart } from './read-cart.ts';
import { readMember } from './read-member.ts';
import { readWithdrawal } from './read-withdrawal.ts';
import { imweb } from './source.ts';

const settings = mappingSettings({ source: 'imweb', profiles: 'send', carts: 'send' });
const TIME = '2026-07-23T09:43:47.734Z';

function read(name: string) {
  const { topic, rawBody } = fixture(imweb, name);
  const body = JSON.parse(rawBody.toString()) as unknown;
  const delivery = withoutVerification({ headers: {}, rawBody, topic, deliveryId: undefined, isTest: false });
  const reading = readMember(body, settings, delivery);
  return reading.kind === 'customers' ? reading.updates : reading.reason;
}

function delivered(name: string): DeliveryReading {
  return readDelivery(imweb, deliveryOf(fixture(imweb, name)), { settings });
}

test('a new member comes with what the webhook says, and signed up then', () => {
  expect(read('END_USER_SIGN_UP.member')).toEqual([
    {
      source: 'imweb',
      shop: settings.shop,
      customer: {
        id: 'hana@example.com',
        emails: ['hana@example.com'],
        phones: [{ number: '010-5555-6666', country: 'KR' }],
      },
      updatedAt: TIME,
      signedUpAt: TIME,
      profile: {
        fullName: '김하나',
        gender: 'Female',
        membership: '새싹',
        smsConsent: { granted: true },
        emailConsent: { granted: false },
      },
    },
  ]);
});

test('a new member of whom nothing is said signed up nevertheless', () => {
  expect(read('END_USER_SIGN_UP.number-only')).toMatchObject([
    { customer: { id: 'tealover', emails: [] }, signedUpAt: TIME },
  ]);
});

test('members who are taken over at once signed up elsewhere, before', () => {
  expect(read('END_USER_SIGN_UP_BULK.two')).toMatchObject([
    { customer: { id: 'one@example.com' }, profile: { fullName: '이하나' }, signedUpAt: undefined },
    { customer: { id: 'two@example.com' }, profile: { fullName: '이두리' }, signedUpAt: undefined },
  ]);
});

test('a consent is a yes or a no, and nothing that is not said', () => {
  const [update] = read('END_USER_AGREE_INFO_UPDATE.consents');
  expect(update).toMatchObject({
    profile: { smsConsent: { granted: false }, emailConsent: { granted: true }, fullName: undefined },
  });
});

test('a grade is the membership', () => {
  expect(read('END_USER_GRADE_UPDATE.grade')).toMatchObject([{ profile: { membership: '단골' } }]);
});

test('a change that only names its member says nothing', () => {
  expect(read('END_USER_INFO_UPDATE.only-named')).toBe('no-profile');
});

test('a member without a login cannot be read', () => {
  expect(() => read('END_USER_SIGN_UP.nobody')).toThrow('data');
});

describe('for the receiver', () => {
  test('a withdrawal asks to erase the member, by login and by its address', () => {
    expect(delivered('END_USER_WITHDRAWAL.left')).toMatchObject({
      kind: 'privacy',
      requests: [
        {
          kind: 'erase-customer',
          customer: { id: 'hana@example.com', emails: ['hana@example.com'] },
          orderIds: [],
        },
      ],
    });
  });

  test('a cart names its member and one unit of a product, in the unit of the site', () => {
    expect(delivered('END_USER_CART_ADD.member')).toMatchObject({
      kind: 'cart-addition',
      addition: {
        customer: { id: 'hana@example.com' },
        product: { productId: '781', parameters: { unitCode: 'u20240101bbbbbbbbbbbbb' } },
        quantity: 1,
      },
    });
  });
});

test('a withdrawal that names no site forgets nobody: an app may be in many', () => {
  expect(() => readWithdrawal({ data: { memberUid: 'hana@example.com' } })).toThrow(PayloadError);
});

test.each(['..', '.', 'a/b', '1?x=1'])(
  'a cart with the product %s is refused: it would change the path',
  (prodNo) => {
    expect(() => readCart({ data: { memberUid: 'hana@example.com', prodNo } }, settings)).toThrow(
      PayloadError,
    );
  },
);
