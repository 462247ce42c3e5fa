import { describe, expect, test } from 'vitest';
import { mappingSettings } from '../../test/support/builders/a-connection.ts';
import { deliveryOf } from '../../test/support/reading/fixtures.ts';
import { orderAge } from '../model/too-old.ts';
import { cafe24 } from '../sources/cafe24/source.ts';
import { shopify } from '../sources/shopify/source.ts';
import { readDelivery } from './read-delivery.ts';
import type { DeliveryReading } from './reading.ts';

const customer = {
  id: 7,
  email: 'ann@example.com',
  first_name: 'Ann',
  state: 'enabled',
  created_at: '2026-11-20T00:00:00Z',
  updated_at: '2026-11-20T00:00:00Z',
};
const send = mappingSettings({ profiles: 'send' });

function read(changes: object = {}, settings = send, since?: string): DeliveryReading {
  const rawBody = Buffer.from(JSON.stringify({ ...customer, ...changes }));
  const delivery = deliveryOf({ topic: 'customers/create', rawBody });
  const tooOld = orderAge({ since, now: new Date('2026-11-24T00:00:00Z') });
  return readDelivery(shopify, delivery, { settings, tooOld });
}

test('a connection that does not ask for profiles gets none, even if the body is unreadable', () => {
  expect(read({ id: 'unreadable' }, mappingSettings())).toEqual({ kind: 'ignored', reason: 'topic' });
});

test('a customer with an account is a profile and a sign-up', () => {
  expect(read()).toMatchObject({
    kind: 'customers',
    customers: [{ profile: { properties: { df_name: 'Ann' } }, signUp: { event_name: 'df_sign_up' } }],
  });
});

describe('an account that was made too long ago', () => {
  test.each([
    ['before `since`', {}, '2026-11-21T00:00:00Z', 'before-since'],
    ['more than 365 days ago', { created_at: '2025-11-20T00:00:00Z' }, undefined, 'too-old'],
  ])('%s is not a sign-up, but the profile of its owner is sent', (_, changes, since, reason) => {
    expect(read(changes, send, since)).toMatchObject({
      kind: 'customers',
      customers: [{ profile: { properties: { df_name: 'Ann' } }, signUp: undefined }],
    });
    const nothingElse = { ...changes, email: null, first_name: null };
    expect(read(nothingElse, send, since)).toEqual({ kind: 'ignored', reason });
  });
});

test('excluded staff without any other identifier are ignored', () => {
  const settings = { ...send, externalId: 'none' as const, excludeIdentities: ['ANN@example.com'] };

  expect(read({}, settings)).toEqual({ kind: 'ignored', reason: 'no-identity' });
});

test('each of several members becomes a profile of its own', () => {
  const body = { event_no: 90144, mall_id: 'm', member_id: 'a1,a2', after_member_group_name: 'Gold' };
  // The body names the topic, too.
  const delivery = deliveryOf({ topic: '90144', rawBody: Buffer.from(JSON.stringify(body)) });
  const reading = readDelivery(cafe24, delivery, { settings: { ...send, source: 'cafe24', shop: 'm' } });

  expect(reading).toMatchObject({
    kind: 'customers',
    customers: [{ identity: { external_id: 'a1' } }, { identity: { external_id: 'a2' } }],
  });
});
