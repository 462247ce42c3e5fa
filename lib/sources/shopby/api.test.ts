import { describe, expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import { ConfigError, PayloadError } from '../../model/errors.ts';
import { accessChecks } from './access-checks.ts';
import { api } from './api.ts';

const reference = { orderId: '202611201234567890', parameters: {} };

describe('the mall is called at a host of the vendor', () => {
  test.each([
    ['1234', 'https://server-api.e-ncp.com'],
    ['1234@server-api.e-ncp.com', 'https://server-api.e-ncp.com'],
    ['1234@server-api.shopby.co.kr', 'https://server-api.shopby.co.kr'],
  ])('%s', (shop, origin) => {
    expect(api.origin(shop)).toBe(origin);
  });

  test.each([
    '',
    'tea-house',
    '0',
    '1234@',
    '1234@evil.example',
    '1234@server-api.e-ncp.com.evil.example',
    '12 34',
  ])('and at no other: %j', (shop) => {
    expect(() => api.origin(shop)).toThrow(ConfigError);
  });
});

test('a call has its version, the system key and the token, and no key of the old kind', () => {
  expect(api.orders.request(reference)).toEqual({
    method: 'GET',
    path: '/orders/202611201234567890',
    headers: { version: '1.0' },
  });
  expect(api.probe()).toEqual({ method: 'GET', path: '/auth/me', headers: { version: '1.0' } });
  expect(api.key.headers({ clientId: 'system-key', clientSecret: 'token' })).toEqual({
    systemkey: 'system-key',
    authorization: 'Bearer token',
  });
});

describe('an answer', () => {
  test('is the order that was asked for, with all of its fields', () => {
    const body = { orderNo: reference.orderId, firstPayYmdt: null, more: 1 };
    expect(api.orders.read(body, reference)).toEqual(body);
  });

  test.each([{}, { orderNo: '202611201234567891' }, [], { orderNo: '../auth/me' }])(
    'is not another: %j',
    (body) => {
      expect(() => api.orders.read(body, reference)).toThrow(PayloadError);
    },
  );

  test.each([
    [{}, 0],
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': '7.5' }, 7_500],
    [{ 'retry-after': '99999999' }, 3_600_000],
    [{ 'retry-after': 'soon' }, 0],
  ])('asks for a pause: %j', (headers, ms) => {
    expect(api.pauseMs(headers)).toBe(ms);
  });
});

test('a token of another mall is told before it lists the orders of that mall', () => {
  const [check] = accessChecks;
  const read = (mallNo: number) =>
    check?.read({ mall: { mallNo } }, mappingSettings({ source: 'shopby', shop: '1234' }));

  expect(read(1234)).toEqual([]);
  expect(read(77)).toMatchObject([{ what: expect.stringContaining('mall 77') as string, hidesOrders: true }]);
});
