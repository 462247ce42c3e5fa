import { describe, expect, test } from 'vitest';
import { checkCustomerRequest } from '../../infra/local/dfinery-double/check-customer-request.ts';
import { checkRequest } from '../../infra/local/dfinery-double/check-request.ts';
import { mappingSettings } from '../../test/support/builders/a-connection.ts';
import type { CustomerUpdate } from '../model/customer.ts';
import { type MappedCustomer, toProfile } from './to-profile.ts';

const update: CustomerUpdate = {
  source: 'shopify',
  shop: 'example.myshopify.com',
  customer: {
    id: '7',
    emails: ['Ann@Example.com'],
    phones: [{ number: '+821023456789', country: undefined }],
  },
  updatedAt: '2026-11-24T00:00:00.000Z',
  profile: {
    firstName: 'Ann',
    lastName: 'Tea',
    gender: 'NonBinary',
    birth: '1990-02-28',
    membership: 'Gold',
    smsConsent: { granted: false, statedAt: '2026-11-01T00:00:00.000Z' },
    emailConsent: { granted: false },
  },
  signedUpAt: '2026-11-23T00:00:00.000Z',
};

function mapped(changes: Partial<CustomerUpdate> = {}, settings = mappingSettings()): MappedCustomer {
  const reading = toProfile({ ...update, ...changes }, settings);
  if (reading.kind === 'ignored') throw new Error(reading.reason);
  return reading.customer;
}

test('every fact has its property, even a "no"; a consent to e-mail has no standard property', () => {
  expect(mapped()).toMatchObject({
    identity: { external_id: '7', email: 'ann@example.com', phone_no: '821023456789' },
    profile: {
      properties: {
        df_name: 'Ann Tea',
        df_gender: 'NonBinary',
        df_birth: '1990-02-28',
        df_membership: 'Gold',
        df_sms_ads_optin: false,
      },
      changedAt: { df_sms_ads_optin: '2026-11-01T00:00:00.000Z' },
    },
  });
  expect(Object.keys(mapped().profile?.properties ?? {})).toHaveLength(5);
});

test('properties that the connection asks for are added', () => {
  const profileProperties = { email_optin: 'emailConsent', given_name: 'firstName' } as const;
  const { profile } = mapped({}, mappingSettings({ profileProperties }));

  expect(profile?.properties).toMatchObject({ email_optin: false, given_name: 'Ann' });
});

test('the request passes the checks of the stand-in', () => {
  const { identity, profile, signUp } = mapped();
  const service = { accessToken: 't', eventProperties: [], itemProperties: [] };
  const headers = { access_token: 't', 'content-type': 'application/json' };
  const request_datetime = '2026-11-24T00:00:00.000Z';
  const bodyOf = (body: unknown) => ({ headers, body: Buffer.from(JSON.stringify(body)) });

  const user = { identity, user_properties: profile?.properties, request_datetime };
  expect(checkCustomerRequest('user-profile', bodyOf(user), service)).toMatchObject({ accepted: true });
  const events = { common: { identity }, events: [signUp] };
  expect(checkRequest(bodyOf(events), service)).toMatchObject({ accepted: true });
});

describe('a sign-up', () => {
  test('is an event of the channel, at its time, with the same id from any delivery', () => {
    const { signUp } = mapped();

    expect(signUp).toEqual({
      event_log_id: mapped({ profile: {}, signedUpAt: '2026-11-24T00:00:00.000Z' }).signUp?.event_log_id,
      event_name: 'df_sign_up',
      event_datetime: '2026-11-23T00:00:00.000Z',
      event_properties: { df_sign_channel: 'shopify' },
    });
  });

  test('of another customer, shop or source has another id', () => {
    const ids = [
      mapped(),
      mapped({ customer: { ...update.customer, id: '8' } }),
      mapped({ shop: 'other' }),
      mapped({ source: 'cafe24' }),
    ].map(({ signUp }) => signUp?.event_log_id);

    expect(new Set(ids).size).toBe(4);
  });

  test('is not invented', () => {
    expect(mapped({ signedUpAt: undefined }).signUp).toBeUndefined();
  });
});

describe('ignored:', () => {
  test('a customer without an identity', () => {
    const nobody = { ...update, customer: { id: '7', emails: [], phones: [] } };

    expect(toProfile(nobody, mappingSettings({ externalId: 'none' }))).toEqual({
      kind: 'ignored',
      reason: 'no-identity',
    });
  });

  test('a customer without any facts', () => {
    const silent = {
      ...update,
      customer: { id: '7', emails: [], phones: [] },
      profile: {},
      signedUpAt: undefined,
    };

    expect(toProfile(silent, mappingSettings())).toEqual({ kind: 'ignored', reason: 'no-profile' });
    expect(mapped({ ...silent, signedUpAt: update.signedUpAt }).profile).toBeUndefined();
  });
});

test('the key of a customer holds no personal data', () => {
  expect(
    JSON.stringify(mapped({ customer: { ...update.customer, id: 'ann.tea' } }).customerKey),
  ).not.toContain('ann');
});
