import { describe, expect, test } from 'vitest';
import { checkRequest, type DfineryService } from './check-request.ts';

const service: DfineryService = {
  accessToken: 'token',
  eventProperties: ['currency', 'coupons'],
  itemProperties: ['sku'],
};

const headers = { 'content-type': 'application/json', access_token: 'token' };

const item = { df_item_id: '1', df_item_name: 'item1', df_price: 3000, df_quantity: 1, df_discount: 0 };

const purchase = {
  event_log_id: '6f0d3c0e-5f0b-5f6c-9b7e-2a4c8d1e7b35',
  event_name: 'df_purchase',
  event_datetime: '2026-11-24T01:23:45.678Z',
  event_items: [item],
  event_properties: {
    df_order_id: 'dwtfmoe',
    df_delivery_charge: 1000,
    df_payment_method: 'card',
    df_total_purchase_amount: 4000,
  },
};

const login = {
  ...purchase,
  event_name: 'df_login',
  event_items: null as unknown,
  event_properties: null as unknown,
};

const identity = { external_id: '1' };

function check(body: unknown, changes: { headers?: Record<string, string>; service?: null } = {}) {
  return checkRequest(
    { headers: { ...headers, ...changes.headers }, body: Buffer.from(JSON.stringify(body)) },
    changes.service === null ? undefined : service,
  );
}

const bodyWith = (...events: unknown[]) => ({ common: { identity }, events });
const bodyOf = (given: unknown) => ({ common: { identity: given }, events: [purchase] });
const changed = (change: Record<string, unknown>) => bodyWith({ ...purchase, ...change });
const changedItem = (change: Record<string, unknown>) => changed({ event_items: [{ ...item, ...change }] });
const changedProperties = (change: Record<string, unknown>) =>
  changed({ event_properties: { ...purchase.event_properties, ...change } });

const refund = {
  ...purchase,
  event_name: 'df_refund',
  event_properties: { df_total_refund_amount: 4000 },
};

describe('A request is accepted', () => {
  test.each<[string, unknown]>([
    ["like the vendor's example", bodyWith(purchase)],
    ['with a refund', bodyWith(refund)],
    [
      'with a refund that has a registered property',
      bodyWith({ ...refund, event_properties: { df_total_refund_amount: 4000.5, currency: 'USD' } }),
    ],
    ['with null for items and properties if the event needs none', bodyWith(login)],
    ['without items and properties if the event needs none', bodyWith({ ...login, event_items: undefined })],
    ['with every kind of identifier', bodyOf({ external_id: '1', phone_no: '821023456789', email: 'a@b.c' })],
    ['under a Kakao id alone', bodyOf({ kakao_user_id: 'k' })],
    ['under a LINE id alone', bodyOf({ line_user_id: 'l' })],
    ['with a datetime without milliseconds', changed({ event_datetime: '2024-02-29T12:30:00Z' })],
    [
      'with an upper-case UUID of another version',
      changed({ event_log_id: 'A7F3D6D0-1B1B-4ABC-8DEF-0123456789AB' }),
    ],
    ['with all categories', changedItem({ df_category1: 'a', df_category5: 'e' })],
    ['with a discount on the event', changedProperties({ df_discount: 500 })],
    ['with a registered text', changedProperties({ currency: 'KRW' })],
    ['with a registered list of texts', changedProperties({ coupons: ['A', 'B'] })],
    ['with a registered item property', changedItem({ sku: 'S-1' })],
    ['with 100 events', bodyWith(...Array.from({ length: 100 }, () => login))],
    ['with 100 items over two events', bodyWith(...pair(50))],
  ])('%s', (_name, body) => {
    expect(check(body)).toMatchObject({ accepted: true });
  });
});

describe('A request is refused as not valid (40001)', () => {
  test.each<[string, unknown, string]>([
    ['no identity', { common: {}, events: [purchase] }, 'common.identity'],
    ['no common part', { events: [purchase] }, 'common'],
    ['an identity without a field', bodyOf({}), 'common.identity'],
    ['an empty identifier', bodyOf({ external_id: '' }), 'common.identity.external_id'],
    ['a number as identifier', bodyOf({ external_id: 1 }), 'common.identity.external_id'],
    ['null as identifier', bodyOf({ external_id: '1', email: null }), 'common.identity.email'],
    ['an unknown identifier', bodyOf({ external_id: '1', user_id: '1' }), 'common.identity.user_id'],
    ['no events', bodyWith(), 'events'],
    ['an unknown field beside events', { ...bodyWith(purchase), items: [] }, 'items'],
    [
      'an event id that is no UUID',
      changed({ event_log_id: '1732411425:6f0d3c0e' }),
      'events.0.event_log_id',
    ],
    ['no event id', changed({ event_log_id: undefined }), 'events.0.event_log_id'],
    [
      'an event name that is not registered',
      changed({ event_name: 'df_start_session' }),
      'events.0.event_name',
    ],
    ['a name that every object has', changed({ event_name: 'constructor' }), 'events.0.event_name'],
    ['an unknown field in an event', changed({ df_items: [] }), 'events.0.df_items'],
    ['an offset for Z', changed({ event_datetime: '2026-11-24T10:23:45+09:00' }), 'events.0.event_datetime'],
    ['microseconds', changed({ event_datetime: '2026-11-24T01:23:45.123456Z' }), 'events.0.event_datetime'],
    [
      'a day that does not exist',
      changed({ event_datetime: '2026-02-30T01:23:45Z' }),
      'events.0.event_datetime',
    ],
    [
      'an hour that does not exist',
      changed({ event_datetime: '2026-02-03T25:23:45Z' }),
      'events.0.event_datetime',
    ],
    ['a purchase without items', changed({ event_items: [] }), 'events.0.event_items'],
    ['a purchase with null for items', changed({ event_items: null }), 'events.0.event_items'],
    ['a list for an item', changed({ event_items: [[]] }), 'events.0.event_items.0'],
    ['no item id', changedItem({ df_item_id: undefined }), 'events.0.event_items.0.df_item_id'],
    ['a number as item id', changedItem({ df_item_id: 1 }), 'events.0.event_items.0.df_item_id'],
    ['no item name', changedItem({ df_item_name: undefined }), 'events.0.event_items.0.df_item_name'],
    ['a price as text', changedItem({ df_price: '3000' }), 'events.0.event_items.0.df_price'],
    ['a fractional quantity', changedItem({ df_quantity: 1.5 }), 'events.0.event_items.0.df_quantity'],
    ['no item discount', changedItem({ df_discount: undefined }), 'events.0.event_items.0.df_discount'],
    ['an unregistered item property', changedItem({ colour: 'red' }), 'events.0.event_items.0.colour'],
    ['no order id', changedProperties({ df_order_id: undefined }), 'events.0.event_properties.df_order_id'],
    ['a number as order id', changedProperties({ df_order_id: 1 }), 'events.0.event_properties.df_order_id'],
    ['null for a total', changedProperties({ df_total_purchase_amount: null }), 'df_total_purchase_amount'],
    ['no delivery charge', changedProperties({ df_delivery_charge: undefined }), 'df_delivery_charge'],
    ['no payment method', changedProperties({ df_payment_method: undefined }), 'df_payment_method'],
    ['an unregistered property', changedProperties({ colour: 'red' }), 'events.0.event_properties.colour'],
    ['items among the properties', changedProperties({ df_items: [item] }), 'event_properties.df_items'],
    [
      'a refund that names its order',
      bodyWith({ ...refund, event_properties: { df_total_refund_amount: 4000, df_order_id: '1' } }),
      'event_properties.df_order_id',
    ],
    [
      'a refund without an amount',
      bodyWith({ ...refund, event_properties: {} }),
      'event_properties.df_total_refund_amount',
    ],
    ['a refund without items', bodyWith({ ...refund, event_items: [] }), 'events.0.event_items'],
    ['a nested object', changedProperties({ currency: { code: 'KRW' } }), 'event_properties.currency'],
    ['null for a registered property', changedProperties({ currency: null }), 'event_properties.currency'],
    ['a list of mixed kinds', changedProperties({ coupons: ['A', 1] }), 'event_properties.coupons'],
    ['a list for the properties', changed({ event_properties: [] }), 'events.0.event_properties'],
    ['no properties', changed({ event_properties: null }), 'events.0.event_properties'],
    [
      'a property of another event',
      bodyWith({ ...login, event_properties: { df_keyword: 'k' } }),
      'df_keyword',
    ],
    [
      'a fault in the second event',
      bodyWith(purchase, { ...purchase, event_name: 'x' }),
      'events.1.event_name',
    ],
  ])('%s', (_name, body, path) => {
    const checked = check(body);

    expect(checked).toMatchObject({ accepted: false, code: '40001' });
    expect(checked.accepted ? '' : checked.reasons.join('\n')).toContain(`${path}: `);
  });
});

describe('A request is refused with another code', () => {
  test.each<[string, ReturnType<typeof check>, string]>([
    ['40101 for an unknown service', check(bodyWith(purchase), { service: null }), '40101'],
    ['40201 for another token', check(bodyWith(purchase), { headers: { access_token: 'old' } }), '40201'],
    [
      '40201 for a token in Authorization',
      check(bodyWith(purchase), { headers: { access_token: '' } }),
      '40201',
    ],
    [
      '40000 for a body as a form',
      check(bodyWith(purchase), { headers: { 'content-type': 'text/plain' } }),
      '40000',
    ],
    ['40402 for 101 events', check(bodyWith(...Array.from({ length: 101 }, () => login))), '40402'],
    ['40402 for 101 items over two events', check(bodyWith(...pair(51))), '40402'],
    [
      '40402 before the events are looked at',
      check(bodyWith(...Array.from({ length: 101 }, () => ({})))),
      '40402',
    ],
  ])('%s', (_name, checked, code) => {
    expect(checked).toMatchObject({ accepted: false, code });
  });

  test.each([
    ['what is not JSON', Buffer.from('{"common"')],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22])],
    ['nothing', Buffer.alloc(0)],
  ])('40000 for %s', (_name, body) => {
    expect(checkRequest({ headers, body }, service)).toMatchObject({ accepted: false, code: '40000' });
  });
});

test('Reasons name places, never values', () => {
  const checked = check(changedItem({ df_price: 'secret@example.com' }));

  expect(JSON.stringify(checked)).not.toContain('secret@example.com');
});

/** Two purchases, the first with 50 items. */
function pair(second: number) {
  return [50, second].map((count) => ({
    ...purchase,
    event_items: Array.from({ length: count }, () => item),
  }));
}
