import { describe, expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import { deliveryOf } from '../../../test/support/reading/fixtures.ts';
import { topicAbout } from '../../../test/support/reading/topic-about.ts';
import type { CustomerUpdate } from '../../model/customer.ts';
import { PayloadError } from '../../model/errors.ts';
import type { CustomerReading } from '../source.ts';
import { shopify } from './source.ts';

const settings = mappingSettings({ profiles: 'send' });

/** In the form of versions up to 2024-10; later ones leave both consents out. */
const customer = {
  id: 5747017285820,
  email: 'Ann@Example.com',
  created_at: '2026-11-20T15:15:19+05:30',
  updated_at: '2026-11-21T15:15:20+05:30',
  first_name: 'Ann',
  last_name: 'Tea',
  state: 'disabled',
  verified_email: true,
  phone: '+919876543210',
  email_marketing_consent: {
    state: 'subscribed',
    opt_in_level: 'single_opt_in',
    consent_updated_at: '2026-11-20T09:45:19Z',
  },
  sms_marketing_consent: {
    state: 'not_subscribed',
    opt_in_level: 'single_opt_in',
    consent_updated_at: null,
    consent_collected_from: 'SHOPIFY',
  },
};

function read(topic: string, body: unknown, isTest = false): CustomerReading {
  const delivery = { ...deliveryOf({ topic, rawBody: Buffer.alloc(0) }), isTest };
  return topicAbout('customers', shopify, topic).read(body, settings, delivery);
}

function updateOf(topic: string, body: unknown): CustomerUpdate {
  const reading = read(topic, body);
  if (reading.kind === 'ignored') throw new Error(reading.reason);
  return reading.updates[0];
}

test('an update has the customer, its time, and each consent with a time of its own', () => {
  expect(updateOf('customers/update', customer)).toEqual({
    source: 'shopify',
    shop: 'example.myshopify.com',
    customer: {
      id: '5747017285820',
      emails: ['Ann@Example.com'],
      phones: [{ number: '+919876543210', country: undefined }],
    },
    updatedAt: '2026-11-21T09:45:20.000Z',
    profile: {
      firstName: 'Ann',
      lastName: 'Tea',
      emailConsent: { granted: true, statedAt: '2026-11-20T09:45:19.000Z' },
      // Never stated: as old as the customer.
      smsConsent: { granted: false, statedAt: '2026-11-20T09:45:19.000Z' },
    },
    signedUpAt: undefined,
  });
});

describe('an account was created', () => {
  test.each([
    ['customers/create', 'enabled', '2026-11-20T09:45:19.000Z'],
    ['customers/create', 'disabled', undefined],
    ['customers/create', 'invited', undefined],
    ['customers/create', 'declined', undefined],
    ['customers/update', 'enabled', undefined],
    ['customers/enable', 'enabled', '2026-11-21T09:45:20.000Z'],
  ])('%s with state %s: %s', (topic, state, signedUpAt) => {
    expect(updateOf(topic, { ...customer, state }).signedUpAt).toBe(signedUpAt);
  });
});

describe('a consent', () => {
  test.each([
    ['subscribed', true],
    ['not_subscribed', false],
    ['unsubscribed', false],
    ['pending', false],
    ['UNSUBSCRIBED', false],
  ])('%s is %s', (state, granted) => {
    const sms_marketing_consent = { ...customer.sms_marketing_consent, state };

    expect(
      updateOf('customers/update', { ...customer, sms_marketing_consent }).profile.smsConsent,
    ).toMatchObject({
      granted,
    });
  });

  test.each([null, undefined, { state: null }, { state: 'redacted' }])('%j is no statement', (consent) => {
    const body = { ...customer, sms_marketing_consent: consent, email_marketing_consent: consent };

    const { profile } = updateOf('customers/update', body);
    expect([profile.smsConsent, profile.emailConsent]).toEqual([undefined, undefined]);
  });

  test('to text messages has a topic of its own, with the id in `id`', () => {
    const {
      customer: who,
      updatedAt,
      profile,
    } = updateOf('customers_marketing_consent/update', {
      id: 7,
      phone: '+821012345678',
      sms_marketing_consent: { state: 'unsubscribed', consent_updated_at: '2026-11-24T09:00:00+09:00' },
    });

    expect(who).toMatchObject({ id: '7', emails: [], phones: [{ number: '+821012345678' }] });
    expect(updatedAt).toBe('2026-11-24T00:00:00.000Z');
    expect(profile.smsConsent).toEqual({ granted: false, statedAt: '2026-11-24T00:00:00.000Z' });
  });

  test('to e-mail has one, with the id in `customer_id`', () => {
    const { customer: who, profile } = updateOf('customers_email_marketing_consent/update', {
      customer_id: 7,
      email_address: 'ann@example.com',
      email_marketing_consent: { state: 'subscribed', consent_updated_at: '2026-11-24T00:00:00Z' },
    });

    expect(who).toMatchObject({ id: '7', emails: ['ann@example.com'] });
    expect(profile.emailConsent).toMatchObject({ granted: true });
  });
});

test('a test send is ignored', () => {
  expect(read('customers/create', customer, true)).toEqual({ kind: 'ignored', reason: 'test-order' });
});

test.each([[{}], [{ id: null }], [[]], [{ ...customer, updated_at: '2026-11-21' }]])(
  '%j is unreadable',
  (body) => {
    expect(() => read('customers/update', body)).toThrow(PayloadError);
  },
);
