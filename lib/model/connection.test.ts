import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import {
  CONNECTION_ID,
  ConnectionSchema,
  ShopConnectionSchema,
  TrialConnectionSchema,
} from './connection.ts';
import { toIssues } from './issues.ts';

const smallest = {
  source: 'shopify',
  secrets: ['sixteen-letters-'],
  dfinery: { serviceId: 'service', accessToken: 'token' },
};

test('source, secrets and dfinery are enough; everything else has its documented default', () => {
  expect(v.parse(ConnectionSchema, smallest)).toEqual({
    ...smallest,
    purchaseOn: 'paid',
    testOrders: 'ignore',
    externalId: 'customer-id',
    externalIdPrefix: '',
    excludeIdentities: [],
    itemId: 'product-id',
    eventProperties: {},
    itemProperties: {},
  });
});

describe('an error names the path and never the value', () => {
  test.each([
    ['source', { source: 'Not An Id' }],
    ['secrets.1', { secrets: ['sixteen-letters-', 'too-short'] }],
    ['dfinery.accessToken', { dfinery: { serviceId: 'service' } }],
    ['dfinery.accessToken', { dfinery: { serviceId: 'service', accessToken: '…' } }],
    ['dfinery.accessToken', { dfinery: { serviceId: 'service', accessToken: 'token\n' } }],
    ['dfinery.accessToken', { dfinery: { serviceId: 'service', accessToken: ' token' } }],
    ['dfinery.exportToken', { dfinery: { ...smallest.dfinery, exportToken: 'to\nken' } }],
    ['dfinery.serviceId', { dfinery: { serviceId: '', accessToken: 'token' } }],
    ['since', { since: 'yesterday' }],
    ['since', { since: '2026-11-32T00:00:00Z' }],
    ['purchaseOn', { purchaseOn: 'shipped' }],
    ['testOrders', { testOrders: true }],
    ['externalId', { externalId: 'phone' }],
    ['excludeIdentities.0', { excludeIdentities: [''] }],
    ['itemId', { itemId: 'name' }],
    ['defaultCountry', { defaultCountry: 'kr' }],
    ['eventProperties.currency', { eventProperties: { currency: 'colour' } }],
    ['eventProperties.df_order_id', { eventProperties: { df_order_id: 'currency' } }],
    ['refundProperties.df_total_refund_amount', { refundProperties: { df_total_refund_amount: 'orderId' } }],
    ['refundProperties.df_order_id', { refundProperties: { df_order_id: 'tax' } }],
    ['itemProperties.df_price', { itemProperties: { df_price: 'sku' } }],
    ['itemProperties.sku', { itemProperties: { sku: 'currency' } }],
    ['secret', { secret: 'sixteen-letters-' }],
  ])('%s', (path, change) => {
    const { issues = [] } = v.safeParse(ConnectionSchema, { ...smallest, ...change });
    expect(toIssues(issues, { namesFields: true }).map((issue) => issue.path)).toEqual([path]);
    expect(JSON.stringify(toIssues(issues))).not.toContain('too-short');
  });
});

test('a token of Dfinery may be any text that a header can hold', () => {
  const dfinery = { serviceId: 'service', accessToken: 'any text ~!', exportToken: 'x' };
  expect(v.is(ConnectionSchema, { ...smallest, dfinery })).toBe(true);
});

test('a refund may name its order, once the property is registered', () => {
  const refundProperties = { df_order_id: 'orderId' };
  expect(v.is(ConnectionSchema, { ...smallest, refundProperties })).toBe(true);
});

test('a standard property that the adapter leaves empty may be filled', () => {
  const eventProperties = { df_discount: 'orderDiscount' };
  expect(v.is(ConnectionSchema, { ...smallest, eventProperties })).toBe(true);
});

test('the receiver’s half must not contain the access token', () => {
  expect(v.is(ShopConnectionSchema, smallest)).toBe(false);
  expect(v.is(ShopConnectionSchema, { ...smallest, dfinery: { serviceId: 'service' } })).toBe(true);
});

test('the source is enough to try a mapping', () => {
  expect(v.is(TrialConnectionSchema, { source: 'shopify' })).toBe(true);
});

test.each([
  ['main', true],
  ['shop-2', true],
  ['a'.repeat(63), true],
  ['a'.repeat(64), false],
  ['', false],
  ['-main', false],
  ['Main', false],
  ['../main', false],
  ['main/shop', false],
  ['main\n', false],
])('%j as an id: %s', (id, valid) => {
  expect(CONNECTION_ID.test(id)).toBe(valid);
});

describe('the key of a shop’s API', () => {
  const whole = {
    source: 'any',
    secrets: ['a-signing-secret-of-main'],
    dfinery: { serviceId: 'service-1', accessToken: 'token-of-service-1' },
  };

  test('may be one token, which is stored as the secret of a client', () => {
    const { api } = v.parse(ConnectionSchema, { ...whole, api: { token: 'the-token-of-the-shop' } });

    expect(api).toEqual({ clientId: 'token', clientSecret: 'the-token-of-the-shop' });
  });

  test.each([
    { token: 'the-token-of-the-shop', clientId: 'key' },
    { token: '' },
    { clientId: 'key' },
    {},
    null,
  ])('is refused as %j', (api) => {
    expect(v.safeParse(ConnectionSchema, { ...whole, api }).success).toBe(false);
  });
});
