import { expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import { deliveryOf, fixture } from '../../../test/support/reading/fixtures.ts';
import { readMember } from './read-member.ts';
import { shopby } from './source.ts';

const settings = mappingSettings({ source: 'shopby', shop: '1234', profiles: 'send' });
const read = (name: string) => {
  const given = fixture(shopby, name);
  return readMember(JSON.parse(given.rawBody.toString()), settings, deliveryOf(given));
};

test('a member has consents, both ways, and when they joined', () => {
  expect(read('member-joined.consents')).toEqual({
    kind: 'customers',
    updates: [
      {
        source: 'shopby',
        shop: '1234',
        customer: {
          id: '4321',
          emails: ['jiwoo.han@example.com'],
          phones: [{ number: '01023456789', country: 'KR' }],
        },
        updatedAt: '2026-11-28T06:19:40.000Z',
        profile: {
          fullName: '한지우',
          gender: 'Female',
          birth: '1991-03-04',
          membership: '골드',
          smsConsent: { granted: false },
          emailConsent: { granted: true },
        },
        signedUpAt: '2026-11-20T00:50:00.000Z',
      },
    ],
  });
});

test('what a member does not say stays unsaid', () => {
  const reading = read('member-changed.few-facts');
  expect(reading).toMatchObject({
    updates: [{ customer: { emails: [], phones: [] }, updatedAt: '2026-11-20T00:50:00.000Z' }],
  });
  const [update] = reading.kind === 'customers' ? reading.updates : [];
  expect(Object.values(update?.profile ?? {}).filter((fact) => fact !== undefined)).toEqual([]);
});

test('a member who left is none', () => {
  expect(read('member-changed.withdrawn')).toEqual({ kind: 'ignored', reason: 'not-a-customer' });
});
