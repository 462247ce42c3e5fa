import { describe, expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import { deliveryOf } from '../../../test/support/reading/fixtures.ts';
import { recordedDeliveries } from '../../../test/support/reading/recorded-deliveries.ts';
import { topicAbout } from '../../../test/support/reading/topic-about.ts';
import { toProfile } from '../../dfinery/to-profile.ts';
import { PayloadError } from '../../model/errors.ts';
import { parseExactJson } from '../../model/exact-json.ts';
import type { CustomerReading } from '../source.ts';
import { woocommerce } from './source.ts';

const settings = mappingSettings({ source: 'woocommerce', shop: 'main', profiles: 'send' });

/** With the traits of recorded deliveries of WooCommerce 10.0 and 8.1. */
const customer = {
  id: 8,
  date_created: '2026-11-23T14:06:43',
  date_created_gmt: '2026-11-23T05:06:43',
  date_modified: '2026-11-23T15:06:43',
  date_modified_gmt: '2026-11-23T06:06:43',
  email: 'ann@example.com',
  first_name: 'Ann “A” 다나',
  last_name: "O'Tea &amp; Sons",
  role: 'customer',
  username: 'ann.tea',
  billing: { first_name: 'Ann', country: 'US', email: 'bills@example.com', phone: '+1 213 555 0142' },
  is_paying_customer: false,
  meta_data: [{ id: 124, key: 'birthday', value: '2000-01-01' }],
};

function read(topic: string, body: unknown): CustomerReading {
  const delivery = deliveryOf({ topic, rawBody: Buffer.alloc(0) });
  return topicAbout('customers', woocommerce, topic).read(body, settings, delivery);
}

test('a created customer has an account', () => {
  expect(read('customer.created', customer)).toEqual({
    kind: 'customers',
    updates: [
      {
        source: 'woocommerce',
        shop: 'main',
        customer: {
          id: '8',
          emails: ['ann@example.com', 'bills@example.com'],
          phones: [{ number: '+1 213 555 0142', country: 'US' }],
        },
        updatedAt: '2026-11-23T06:06:43.000Z',
        profile: { firstName: 'Ann “A” 다나', lastName: "O'Tea & Sons" },
        signedUpAt: '2026-11-23T05:06:43.000Z',
      },
    ],
  });
});

test('a change is not a sign-up; only the name is read, whatever plug-ins add', () => {
  const reading = read('customer.updated', { ...customer, date_modified_gmt: null });
  if (reading.kind === 'ignored') throw new Error(reading.reason);
  const mapped = toProfile(reading.updates[0], settings);

  expect(mapped).toMatchObject({
    kind: 'customer',
    customer: {
      identity: { external_id: '8', email: 'ann@example.com', phone_no: '12135550142' },
      profile: { properties: { df_name: "Ann “A” 다나 O'Tea & Sons" }, changedAt: {} },
      signUp: undefined,
      updatedAt: '2026-11-23T05:06:43.000Z',
    },
  });
});

describe('a user who is not a customer is ignored, even if the rest is unreadable', () => {
  const staff = ['administrator', 'editor', 'author', 'contributor', 'shop_manager', 'seller', 'wcfm_vendor'];

  test.each([...staff, '', undefined])('%s', (role) => {
    expect(read('customer.updated', { id: 8, role, billing: 1 })).toEqual({
      kind: 'ignored',
      reason: 'not-a-customer',
    });
  });
});

test.each(['subscriber', 'wholesale_customer', 'vip'])('a user of the role %s is a customer', (role) => {
  expect(read('customer.created', { ...customer, role })).toMatchObject({
    kind: 'customers',
    updates: [{ customer: { id: '8' }, signedUpAt: '2026-11-23T05:06:43.000Z' }],
  });
});

test('what cannot be read of a customer costs only that', () => {
  const odd = { last_name: ['Tea'], billing: 7, date_modified_gmt: 'today' };

  expect(read('customer.created', { ...customer, ...odd })).toMatchObject({
    updates: [
      {
        customer: { id: '8', emails: ['ann@example.com'], phones: [] },
        updatedAt: '2026-11-23T05:06:43.000Z',
        profile: { firstName: 'Ann “A” 다나' },
      },
    ],
  });
});

test('in the deliveries of two shops, customers are read and editors ignored', () => {
  const deliveries = recordedDeliveries().filter(
    ({ headers }) => woocommerce.topics[headers['x-wc-webhook-topic'] ?? '']?.about === 'customers',
  );
  const readings = deliveries.map(({ headers, rawBody }) =>
    read(headers['x-wc-webhook-topic'] ?? '', parseExactJson(rawBody.toString())),
  );

  const roles = deliveries.map(({ rawBody }) => /"role":"(\w+)"/.exec(rawBody.toString())?.[1]);
  expect(readings.map(({ kind }) => kind)).toEqual(
    roles.map((role) => (role === 'customer' ? 'customers' : 'ignored')),
  );
  expect(new Set(readings.map(({ kind }) => kind)).size).toBe(2);
});

test('an error instead of a customer is reported with its meaning', () => {
  const error = { code: 'woocommerce_rest_cannot_view', message: 'Sorry', data: { status: 403 } };

  const attempt = () => read('customer.updated', error);

  expect(attempt).toThrow(PayloadError);
  expect(attempt).toThrow(
    expect.objectContaining({
      issues: [{ path: 'code', message: expect.stringContaining('may not read customers') as string }],
    }),
  );
});
