import { describe, expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import { deliveryOf, fixture } from '../../../test/support/reading/fixtures.ts';
import type { MappingSettings } from '../../model/connection.ts';
import { PayloadError } from '../../model/errors.ts';
import { readDelivery } from '../../translate/read-delivery.ts';
import { shopline } from './source.ts';

const SHOP = 'example.myshopline.com';

function read(name: string, changes: Partial<MappingSettings> = {}, topic?: string) {
  const delivery = deliveryOf(fixture(shopline, name));
  const settings = mappingSettings({ source: 'shopline', shop: SHOP, ...changes });
  return readDelivery(shopline, { ...delivery, topic: topic ?? delivery.topic }, { settings });
}

function readBody(topic: string, body: object, changes: Partial<MappingSettings> = {}) {
  const settings = mappingSettings({ source: 'shopline', shop: SHOP, ...changes });
  const rawBody = Buffer.from(JSON.stringify(body));
  return readDelivery(shopline, deliveryOf({ topic, rawBody }), { settings });
}

describe('an order of which something was paid back', () => {
  test('is fetched if its webhook does not say how much, from where the API lists it', () => {
    expect(read('orders-updated.refunded-in-part')).toEqual({
      kind: 'references',
      references: [
        {
          orderId: '21050000000000000000000011',
          parameters: { fulfillment_status: 'shipped', paid: 'Y' },
        },
      ],
    });
  });

  test('is fetched if its status speaks of refunds that the body leaves out', () => {
    expect(read('orders-updated.refunds-of-which-nothing-is-said')).toMatchObject({
      references: [{ parameters: { hidden_order: 'true', paid: 'Y' } }],
    });
  });

  test('is read as it is if the body says all', () => {
    expect(read('orders-updated.refunded-in-part-of-the-api')).toMatchObject({ kind: 'order' });
  });

  test('is not fetched once it was deleted', () => {
    expect(read('orders-updated.refunded-in-part', {}, 'orders/delete')).toMatchObject({ kind: 'order' });
  });
});

describe('a refund', () => {
  test('names its order, which has to show it once its money arrived', () => {
    expect(read('refunds-create.arrived')).toMatchObject({
      references: [
        { orderId: '21050000000000000000000011', parameters: { refund_id: '26050000000000000000000001' } },
      ],
    });
  });

  test('that is on its way names its order alone', () => {
    expect(read('refunds-update.on-its-way')).toMatchObject({ references: [{ parameters: {} }] });
  });

  test('without an order is parked', () => {
    expect(() => read('refunds-create.no-order')).toThrow(PayloadError);
  });
});

describe('a customer', () => {
  const update = (name: string) => {
    const reading = read(name, { profiles: 'send' });
    return reading.kind === 'customers' ? reading.customers[0] : reading;
  };

  test('who made an account signed up, with what is known', () => {
    expect(update('customers-create.account')).toMatchObject({
      identity: { external_id: '4200000001', email: 'hana@example.com', phone_no: '821055556666' },
      signUp: { event_datetime: '2026-11-20T00:00:00.000Z' },
      profile: { properties: { df_name: '김하나', df_gender: 'Female', df_birth: '1990-06-23' } },
    });
  });

  test('whom a guest’s order made did not sign up', () => {
    expect(update('customers-create.after-a-guest-order')).toMatchObject({ signUp: undefined });
  });

  test('whose account was activated signed up then', () => {
    expect(update('customers-enable.account')).toMatchObject({
      signUp: { event_datetime: '2026-11-21T00:00:00.000Z' },
    });
  });

  test('without an id is parked', () => {
    expect(() => update('customers-update.nobody')).toThrow(PayloadError);
  });

  test('and nothing else is taken only if the connection asks for it', () => {
    expect(read('customers-create.account')).toEqual({ kind: 'ignored', reason: 'topic' });
    expect(read('checkouts-update.buyer')).toEqual({ kind: 'ignored', reason: 'topic' });
  });
});

describe('a consent', () => {
  const base = { id: '7', created_at: '2026-01-01T00:00:00Z', updated_at: '2026-02-01T00:00:00Z' };
  const AT = '2026-01-15T00:00:00Z';

  test.each([
    [{ email_marketing_consent: { state: 1, consent_updated_at: AT } }, true],
    [{ email_marketing_consent: { state: '0', consent_updated_at: AT } }, false],
    [{ email_marketing_consent: { state: 2 } }, false],
    [{ email_marketing_consent: { state: 3 } }, false],
    [{ accepts_marketing: true, accepts_marketing_updated_at: AT }, true],
    [{ accepts_marketing: false, email_marketing_consent: null }, false],
    [{ accepts_marketing: false, email_marketing_consent: { state: 1 } }, true],
    [{}, undefined],
  ])('of %j is %s', (fields, granted) => {
    const profileProperties = { email_optin: 'emailConsent' } as const;
    const reading = readBody(
      'customers/update',
      { ...base, ...fields },
      { profiles: 'send', profileProperties },
    );
    const properties = reading.kind === 'customers' ? reading.customers[0].profile?.properties : undefined;
    expect(properties?.['email_optin']).toBe(granted);
  });
});

describe('a checkout', () => {
  test('with a buyer becomes an event at the time of its change', () => {
    expect(read('checkouts-update.buyer', { carts: 'send' })).toMatchObject({
      kind: 'event',
      whole: {
        identity: { external_id: '4200000001', email: 'hana@example.com', phone_no: '821055556666' },
        event: { event_datetime: '2026-11-20T00:55:00.000Z' },
      },
    });
  });

  test('of nobody who is known is ignored', () => {
    expect(read('checkouts-create.nobody', { carts: 'send' })).toMatchObject({ reason: 'no-identity' });
  });

  test('without a time is parked', () => {
    const body = { token: 't', email: 'ann@example.com' };
    expect(() => readBody('checkouts/update', body, { carts: 'send' })).toThrow('update_at');
  });

  test('a cart names nobody', () => {
    expect(read('carts-update.one-line', { carts: 'send' })).toMatchObject({
      reason: 'cart-without-customer',
    });
  });
});

describe('a request to forget', () => {
  const TIME = '2026-11-25T09:00:00+09:00';
  const redaction = {
    shop_id: '1600000000001',
    shop_domain: SHOP,
    customer: { id: '4200000001', email: 'hana@example.com', phone: '00821055556666' },
    orders_to_redact: ['#72348', '21050000000000000000000001'],
    update_time: TIME,
  };

  test('a customer names the person and the orders that are ids', () => {
    expect(readBody('customers/redact', redaction)).toEqual({
      kind: 'privacy',
      requests: [
        {
          kind: 'erase-customer',
          customer: {
            id: '4200000001',
            emails: ['hana@example.com'],
            phones: [{ number: '+821055556666', country: undefined }],
          },
          orderIds: ['21050000000000000000000001'],
        },
      ],
    });
  });

  test('all customers of the shop', () => {
    const body = { store_id: '1600000000001', store_domain: SHOP, update_time: TIME };
    expect(readBody('merchants/redact', body)).toEqual({
      kind: 'privacy',
      requests: [{ kind: 'erase-shop' }],
    });
  });

  test('a deleted account counts only if the connection says so', () => {
    expect(read('customers-delete.account')).toMatchObject({ reason: 'topic' });
    expect(read('customers-delete.account', { erasures: ['customers/delete'] })).toMatchObject({
      requests: [{ kind: 'erase-customer', customer: { id: '4200000001' }, orderIds: [] }],
    });
  });

  test.each([
    ['customers/redact', { ...redaction, shop_domain: 'another.myshopline.com' }],
    ['customers/redact', { ...redaction, customer: {} }],
    ['merchants/redact', { store_id: '1', store_domain: 'another.myshopline.com' }],
    ['merchants/redact', redaction],
    ['customers/redact', { store_id: '1', store_domain: SHOP }],
  ])('%s %j is parked', (topic, body) => {
    expect(() => readBody(topic, body)).toThrow(PayloadError);
  });
});
