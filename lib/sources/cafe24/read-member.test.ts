import { describe, expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import { deliveryOf } from '../../../test/support/reading/fixtures.ts';
import { topicAbout } from '../../../test/support/reading/topic-about.ts';
import { PayloadError } from '../../model/errors.ts';
import type { CustomerReading } from '../source.ts';
import { cafe24 } from './source.ts';

const settings = mappingSettings({ source: 'cafe24', shop: 'fixturemall', profiles: 'send' });

const joined = {
  mall_id: 'fixturemall',
  event_shop_no: '1',
  member_id: 'member01',
  group_no: 1,
  name: '홍길동',
  nick_name: '길동',
  created_date: '2026-11-24T15:26:00+09:00',
  member_authentication: 'T',
  birthday: '1990-02-28',
  gender: 'F',
  phone: '02-0000-0000',
  cellphone: '010-2468-2468',
  sms: 'F',
  email: 'member01@example.com',
  news_mail: 'T',
  member_type: 'p',
};

function read(topic: string, body: unknown): CustomerReading {
  const delivery = deliveryOf({ topic, rawBody: Buffer.alloc(0) });
  return topicAbout('customers', cafe24, topic).read(body, settings, delivery);
}

test('a new member is read with all fields', () => {
  expect(read('90032', { event_no: 90032, resource: joined })).toEqual({
    kind: 'customers',
    updates: [
      {
        source: 'cafe24',
        shop: 'fixturemall',
        customer: {
          id: 'member01',
          emails: ['member01@example.com'],
          phones: [
            { number: '010-2468-2468', country: undefined },
            { number: '02-0000-0000', country: undefined },
          ],
        },
        updatedAt: '2026-11-24T06:26:00.000Z',
        profile: {
          fullName: '홍길동',
          gender: 'Female',
          birth: '1990-02-28',
          membership: undefined,
          smsConsent: { granted: false },
          emailConsent: { granted: true },
        },
        signedUpAt: '2026-11-24T06:26:00.000Z',
      },
    ],
  });
});

test.each([
  ['', ''],
  ['0000-00-00', 'X'],
  ['1990-02-30', '1'],
  ['28.02.1990', 'female'],
  ['', 'constructor'],
])('birthday %j and gender %j count as absent', (birthday, gender) => {
  const resource = { ...joined, birthday, gender, sms: '', news_mail: null };
  const reading = read('90032', { event_no: 90032, resource });

  expect(reading).toMatchObject({
    updates: [
      { profile: { birth: undefined, gender: undefined, smsConsent: undefined, emailConsent: undefined } },
    ],
  });
});

describe('another group', () => {
  test.each([
    ['in resource', { event_no: 90144, resource: { member_id: 'a1', after_member_group_name: 'Gold' } }],
    ['flat', { event_no: 90144, member_id: 'a1', after_member_group_name: 'Gold' }],
  ])('%s is the only change', (_, body) => {
    expect(read('90144', body)).toMatchObject({
      kind: 'customers',
      updates: [
        {
          customer: { id: 'a1', emails: [], phones: [] },
          updatedAt: undefined,
          profile: { membership: 'Gold' },
        },
      ],
    });
  });

  test('of several members is read for each', () => {
    const reading = read('90144', { event_no: 90144, member_id: 'a1, a2', after_member_group_name: 'Gold' });
    if (reading.kind === 'ignored') throw new Error(reading.reason);

    expect(reading.updates.map(({ customer }) => customer.id)).toEqual(['a1', 'a2']);
  });
});

test('a change that only names its fields is ignored', () => {
  const resource = { mall_id: 'fixturemall', member_id: 'a1', diff_key: ['name', 'cellphone'] };

  expect(read('90080', { event_no: 90080, resource })).toEqual({ kind: 'ignored', reason: 'no-profile' });
});

test('deliveries of the TEST button are ignored', () => {
  const resource = { ...joined, mall_id: 'cafe24bestshop' };

  expect(read('90032', { event_no: 90032, resource })).toEqual({ kind: 'ignored', reason: 'test-order' });
});

test.each([[{}], [{ resource: {} }], [{ member_id: '' }], [{ member_id: 'a,,b' }], [null]])(
  '%j is unreadable',
  (body) => {
    expect(() => read('90144', body)).toThrow(PayloadError);
  },
);
