import { describe, expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import { deliveryOf, fixture } from '../../../test/support/reading/fixtures.ts';
import { ConfigError, PayloadError } from '../../model/errors.ts';
import { parseBody, readDelivery } from '../../translate/read-delivery.ts';
import type { ListPage } from '../listing.ts';
import type { FurtherQuestion, OrderReference } from '../shop-api.ts';
import { api } from './api.ts';
import { listing } from './listing.ts';
import { stripeCheckout as source } from './source.ts';

const SESSION: OrderReference = { orderId: 'cs_live_a1TEST', parameters: {} };
const PAYMENT: OrderReference = { orderId: 'pi_3TEST', parameters: { refund: 're_1' } };

const row = (id: string) => ({ id });
const list = (ids: readonly string[], has_more = false) => ({ object: 'list', data: ids.map(row), has_more });

function session({ lines = list(['li_1']), refunds = list([]) } = {}) {
  const latest_charge = { id: 'ch_1', refunds };
  return { id: SESSION.orderId, line_items: lines, payment_intent: { id: 'pi_3TEST', latest_charge } };
}

function addressOf({ request }: Pick<FurtherQuestion<unknown>, 'request'>): string {
  return decodeURIComponent(request.path);
}

describe('what is asked', () => {
  test('a session is asked for with lines, charge and refunds, in the version that is read', () => {
    const { method, path, headers } = api.orders.request(SESSION);

    expect([method, decodeURIComponent(path)]).toEqual([
      'GET',
      '/v1/checkout/sessions/cs_live_a1TEST?expand[]=line_items.data.price.product&expand[]=payment_intent.latest_charge.refunds',
    ]);
    expect(headers).toEqual({ accept: 'application/json', 'stripe-version': '2026-07-29.dahlia' });
    expect(api.key.headers({ clientId: 'token', clientSecret: 'rk_live_1' })).toEqual({
      authorization: 'Bearer rk_live_1',
    });
  });

  test('a payment is asked for its session, which is asked for then', () => {
    expect(decodeURIComponent(api.orders.request(PAYMENT).path)).toBe(
      '/v1/checkout/sessions?payment_intent=pi_3TEST&limit=1',
    );
    const found = api.orders.read({ data: [{ id: SESSION.orderId, payment_intent: 'pi_3TEST' }] }, PAYMENT);
    const next = api.orders.next(found, PAYMENT);
    if (next === undefined) throw new Error('Nothing is asked');

    expect(addressOf(next)).toMatch(/^\/v1\/checkout\/sessions\/cs_live_a1TEST\?/);
    expect(next.read(session()).found).toEqual({ ...session(), awaited_refund: 're_1' });
  });

  test('a payment without a session ends there', () => {
    const nothing = { object: 'list', data: [] };

    expect(api.orders.read(nothing, PAYMENT)).toBe(nothing);
    expect(api.orders.next(nothing, PAYMENT)).toBeUndefined();
  });

  test('only an id of an account leads to the API', () => {
    expect(api.origin('acct_1TESTaaaa')).toBe('https://api.stripe.com');
    for (const shop of ['example.com', 'acct_', 'acct_1/../', ''])
      expect(() => api.origin(shop)).toThrow(ConfigError);
  });

  test.each([
    [{}, 0],
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after': '999999' }, 3_600_000],
    [{ 'retry-after': 'Sun, 29 Nov 2026 12:00:00 GMT' }, 0],
  ])('%j pauses for %i ms', (headers, ms) => {
    expect(api.pauseMs(headers)).toBe(ms);
  });
});

describe('a list of more rows than an answer has', () => {
  test('is read on after its last row: the lines, then the refunds', () => {
    const found = session({ lines: list(['li_1', 'li_2'], true), refunds: list(['re_2'], true) });
    const lines = api.orders.next(found, SESSION);
    if (lines === undefined) throw new Error('The lines are not asked for');
    expect(addressOf(lines)).toBe(
      '/v1/checkout/sessions/cs_live_a1TEST/line_items?limit=100&expand[]=data.price.product&starting_after=li_2',
    );
    const refunds = lines.read(list(['li_3'])).next;
    if (refunds === undefined) throw new Error('The refunds are not asked for');
    expect(addressOf(refunds)).toBe('/v1/refunds?limit=100&charge=ch_1&starting_after=re_2');

    expect(refunds.read(list(['re_1']))).toEqual({
      found: session({ lines: list(['li_1', 'li_2', 'li_3']), refunds: list(['re_2', 're_1']) }),
      next: undefined,
    });
  });

  test.each([
    ['is the same page', list(['li_1'], true)],
    ['is empty and has more', list([], true)],
    ['is something else', { data: 'none' }],
  ])('is refused if the next one %s', (_, answer) => {
    const lines = api.orders.next(session({ lines: list(['li_1'], true) }), SESSION);
    expect(() => lines?.read(answer)).toThrow(PayloadError);
  });
});

describe('an answer', () => {
  test.each([
    ['another session', { id: 'cs_live_other' }, SESSION],
    ['the session of another payment', { data: [{ id: 'cs_live_a', payment_intent: 'pi_other' }] }, PAYMENT],
    ['no session', {}, SESSION],
  ])('with %s is refused', (_, body, reference) => {
    expect(() => api.orders.read(body, reference)).toThrow(PayloadError);
  });

  test('without the refund that was told of is behind', () => {
    const awaiting = (refunds: readonly string[]) => ({
      ...session({ refunds: list(refunds) }),
      awaited_refund: 're_1',
    });

    expect(api.orders.isBehind(awaiting(['re_0']))).toBe(true);
    expect(api.orders.isBehind(awaiting(['re_0', 're_1']))).toBe(false);
    expect(api.orders.isBehind(session())).toBe(false);
  });
});

describe('events', () => {
  const settings = mappingSettings({ source: 'stripe-checkout', shop: 'acct_1TEST', carts: 'send' });
  const read = (name: string, changed = {}) =>
    readDelivery(source, deliveryOf(fixture(source, name)), { settings: { ...settings, ...changed } });

  test('a session that waits for its money is fetched only if it counts before', () => {
    expect(read('checkout.session.completed.unpaid')).toMatchObject({ kind: 'ignored', reason: 'unpaid' });
    expect(read('checkout.session.completed.unpaid', { purchaseOn: 'created' })).toEqual({
      kind: 'references',
      references: [{ orderId: 'cs_live_a1TESTmember', parameters: {} }],
    });
    expect(api.orders.expectsPaid({ orderId: 'cs_live_a1TESTmember', parameters: {} })).toBe(false);
  });

  test('an expired one is a checkout of a known buyer, of the time at which it was opened', () => {
    expect(read('checkout.session.expired.guest')).toMatchObject({
      kind: 'event',
      whole: { event: { event_name: 'df_add_payment_info', event_datetime: '2026-11-20T01:58:20.000Z' } },
    });
    expect(read('checkout.session.expired.nobody')).toMatchObject({ kind: 'ignored', reason: 'no-identity' });
    expect(read('checkout.session.expired.guest', { carts: 'ignore' })).toMatchObject({ reason: 'topic' });
  });
});

describe('the list', () => {
  const [events] = listing.lists;
  if (events === undefined) throw new Error('There is no list');
  const cursor = events.begin({ from: new Date('2026-11-20T00:00:00.900Z'), now: new Date() });
  const event = (name: string) => parseBody(fixture(source, name).rawBody.toString());
  const pageOf = (data: unknown[], has_more = false): ListPage =>
    events.read({ object: 'list', data, has_more }, cursor, {}, 'acct_1TEST');

  test('is asked from the whole second on, and after the oldest event that was read', () => {
    const first = decodeURIComponent(events.request(cursor, 'acct_1TEST').path);
    const { next = '' } = pageOf([event('refund.created.made')], true);

    expect(first).toMatch(
      /^\/v1\/events\?limit=100&created\[gte\]=1795132800&types\[\]=checkout\.session\.completed&/,
    );
    expect(first).not.toContain('starting_after');
    expect(events.request(next, 'acct_1TEST').path).toMatch(/&starting_after=evt_1TestAAAA$/);
  });

  test.each([
    ['checkout.session.completed.paid', { orderId: 'cs_live_a1TESTmember', parameters: { paid: 'Y' } }, true],
    // A purchase that was told says nothing of it.
    [
      'checkout.session.async_payment_failed.failed',
      { orderId: 'cs_live_a1TESTmember', parameters: {} },
      false,
    ],
    ['refund.updated.made', { orderId: 'pi_TESTmember', parameters: { refund: 're_TEST1' } }, false],
    ['charge.captured.captured', { orderId: 'pi_TESTmember', parameters: { paid: 'Y' } }, false],
  ])('names the order of %s', (name, reference, isShown) => {
    expect(pageOf([event(name)]).entries).toEqual([
      {
        kind: 'order-to-fetch',
        id: 'evt_1TestAAAA',
        changedAt: '2026-11-20T02:00:00.000Z',
        reference,
        ...(isShown && { shownBy: { kind: 'purchase' } }),
      },
    ]);
  });

  test('leaves out a refund of no payment, and hands on an event that it cannot read', () => {
    const unreadable = event('checkout.session.completed.no-session');

    expect(pageOf([event('refund.created.no-payment')]).entries).toEqual([]);
    expect(pageOf([unreadable]).entries).toMatchObject([{ kind: 'delivery', body: unreadable }]);
  });
});
