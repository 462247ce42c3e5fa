import { describe, expect, test } from 'vitest';
import { type CustomerCall, checkCustomerRequest } from './check-customer-request.ts';
import type { DfineryService } from './check-request.ts';

const service: DfineryService = {
  accessToken: 'token',
  eventProperties: [],
  itemProperties: [],
  userProperties: ['email_ads_optin'],
};
const headers = { 'content-type': 'application/json', access_token: 'token' };
const identity = { external_id: 'dfn-user-123', email: 'a@b.c', phone_no: '821023456789' };
const request_datetime = '2024-06-24T06:42:25.394Z';

function check(call: CustomerCall, body: unknown, changes: { token?: string; service?: null } = {}) {
  const request = {
    headers: { ...headers, ...(changes.token !== undefined && { access_token: changes.token }) },
    body: Buffer.from(JSON.stringify(body)),
  };
  return checkCustomerRequest(call, request, changes.service === null ? undefined : service);
}

const profile = (user_properties: unknown) => ({ identity, user_properties, request_datetime });

describe('A request about a customer is accepted', () => {
  test.each<[string, CustomerCall, unknown]>([
    ["like the vendor's example of an identity", 'identities', { identity, request_datetime }],
    ["like the vendor's example of a profile", 'user-profile', profile({ df_gender: 'Female' })],
    [
      'with every standard property',
      'user-profile',
      profile({
        df_name: '홍길동',
        df_gender: 'NonBinary',
        df_birth: '2000-02-29',
        df_membership: 'Gold',
        df_sms_ads_optin: false,
        df_push_ads_optin: true,
        df_push_night_ads_optin: false,
        df_kakao_ads_optin: true,
      }),
    ],
    ['with a property that the service registered', 'user-profile', profile({ email_ads_optin: false })],
  ])('%s', (_, call, body) => {
    expect(check(call, body)).toEqual({ accepted: true, body });
  });
});

describe('A request about a customer is refused', () => {
  test.each<[string, CustomerCall, unknown, string]>([
    ['it names nobody', 'identities', { identity: {}, request_datetime }, 'identity'],
    ['an identifier is empty', 'identities', { identity: { email: '' }, request_datetime }, 'identity.email'],
    ['an identifier is unknown', 'identities', { identity: { id: '1' }, request_datetime }, 'identity'],
    ['it has no time', 'identities', { identity }, 'request_datetime'],
    [
      'the time has an offset',
      'identities',
      { identity, request_datetime: '2024-06-24T15:42:25+09:00' },
      'request_datetime',
    ],
    [
      'an identity has properties',
      'identities',
      { ...profile({ df_name: 'a' }), identity },
      'user_properties',
    ],
    [
      'a deletion names no external id',
      'identities/delete',
      { identity: { email: 'a@b.c' }, request_datetime },
      'external_id',
    ],
    [
      'a deletion names more',
      'identities/delete',
      { identity: { external_id: 'a', email: 'a@b.c' }, request_datetime },
      'email',
    ],
    ['a deletion has no time', 'identities/delete', { identity: { external_id: 'a' } }, 'request_datetime'],
    ['it has no properties', 'user-profile', { identity, request_datetime }, 'user_properties'],
    ['properties are a list', 'user-profile', profile([]), 'user_properties'],
    ['properties are empty', 'user-profile', profile({}), 'user_properties'],
    [
      'a property is not registered',
      'user-profile',
      profile({ nick_name: 'a' }),
      'user_properties.nick_name',
    ],
    ['a consent is text', 'user-profile', profile({ df_sms_ads_optin: 'T' }), 'user_properties.df_sms_ads'],
    ['a consent is null', 'user-profile', profile({ df_sms_ads_optin: null }), 'user_properties.df_sms_ads'],
    ['a gender is another word', 'user-profile', profile({ df_gender: 'female' }), 'user_properties.df_ge'],
    ['a birthday is an instant', 'user-profile', profile({ df_birth: request_datetime }), 'user_properties.'],
    ['a name is a number', 'user-profile', profile({ df_name: 1 }), 'user_properties.df_name'],
    [
      'a registered one is an object',
      'user-profile',
      profile({ email_ads_optin: { yes: true } }),
      'user_properties.email_ads_optin',
    ],
  ])('if %s', (_, call, body, path) => {
    const checked = check(call, body);

    expect(checked).toMatchObject({ accepted: false, code: '40001' });
    expect(checked.accepted ? '' : checked.reasons.join()).toContain(path);
  });

  test('if the service or the token is wrong', () => {
    const body = { identity, request_datetime };

    expect(check('identities', body, { service: null })).toMatchObject({ code: '40101' });
    expect(check('identities', body, { token: 'other' })).toMatchObject({ code: '40201' });
  });
});
