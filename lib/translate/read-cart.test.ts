import { expect, test } from 'vitest';
import { mappingSettings } from '../../test/support/builders/a-connection.ts';
import { orderAge } from '../model/too-old.ts';
import { sources } from '../sources/all-sources.ts';
import { withoutVerification } from '../sources/source.ts';
import { readDelivery } from './read-delivery.ts';

const checkout = {
  token: '9f1c5a7b',
  updated_at: '2026-11-25T09:05:30+09:00',
  email: 'ann@example.com',
  phone: '12',
};
const addition = { product_no: 781, variant_code: 'P000000A', quantity: 2, member_id: 'tealover' };

function readCheckout(body: object, settings: Parameters<typeof mappingSettings>[0] = { carts: 'send' }) {
  return read({ source: 'shopify', topic: 'checkouts/update', body }, settings);
}

function readAddition(changes: object, settings: Parameters<typeof mappingSettings>[0] = { carts: 'send' }) {
  const resource = { mall_id: 'mall', ...addition, ...changes };
  return read({ source: 'cafe24', topic: '90084', body: { event_no: 90084, resource } }, settings);
}

function read(
  { source, topic, body }: { source: 'shopify' | 'cafe24'; topic: string; body: object },
  settings: Parameters<typeof mappingSettings>[0],
) {
  const rawBody = Buffer.from(JSON.stringify(body));
  const delivery = withoutVerification({ headers: {}, rawBody, topic, deliveryId: 'd', isTest: false });
  const all = mappingSettings({ source, ...settings });
  const tooOld = orderAge({ since: all.since, now: new Date('2026-11-25T01:00:00Z') });
  return readDelivery(sources[source], delivery, { settings: all, tooOld });
}

test('a checkout of a known customer is one event without items, at the time of the step', () => {
  const reading = readCheckout(checkout);

  expect(reading).toMatchObject({
    kind: 'event',
    whole: {
      kind: 'payment-info',
      identity: { email: 'ann@example.com' },
      event: { event_name: 'df_add_payment_info', event_datetime: '2026-11-25T00:05:30.000Z' },
    },
    unusable: { UnusableEmail: 0, UnusablePhone: 1 },
  });
  expect(JSON.stringify(reading)).not.toContain('9f1c5a7b');
});

test('every later step of a checkout is the same event', () => {
  const later = { ...checkout, updated_at: '2026-11-25T09:30:00+09:00', customer: { id: 7 } };
  const ids = [checkout, later].map((body) => {
    const reading = readCheckout(body);
    return reading.kind === 'event' ? reading.whole.event.event_log_id : undefined;
  });

  expect(ids[0]).toBeDefined();
  expect(ids[1]).toBe(ids[0]);
});

test('an addition to a cart has the customer, the product and the quantity', () => {
  expect(readAddition({})).toMatchObject({
    kind: 'cart-addition',
    identity: { external_id: 'tealover' },
    addition: { product: { productId: '781' }, quantity: 2 },
  });
});

test.each([
  ['an anonymous checkout', () => readCheckout({ ...checkout, email: null, phone: null }), 'no-identity'],
  ['an anonymous addition', () => readAddition({ member_id: '' }), 'no-identity'],
  [
    'an addition, if Dfinery knows customers by e-mail only,',
    () => readAddition({}, { carts: 'send', externalId: 'email' }),
    'no-identity',
  ],
  [
    'a checkout of staff',
    () =>
      readCheckout({ ...checkout, phone: null }, { carts: 'send', excludeIdentities: ['ann@example.com'] }),
    'no-identity',
  ],
  [
    'a checkout before the connection began',
    () => readCheckout(checkout, { carts: 'send', since: '2026-11-25T00:30:00Z' }),
    'before-since',
  ],
  ['a checkout, if `carts` is not set,', () => readCheckout(checkout, {}), 'topic'],
  ['a checkout, if `carts` is `ignore`,', () => readCheckout(checkout, { carts: 'ignore' }), 'topic'],
  ['an addition, if `carts` is not set,', () => readAddition({ quantity: null }, {}), 'topic'],
])('%s is ignored', (_, reading, reason) => {
  expect(reading()).toEqual({ kind: 'ignored', reason });
});

test('a cart of Shopify is ignored because it names no customer, even if the connection sends carts', () => {
  const body = { token: 'c', line_items: [] };
  const reading = read({ source: 'shopify', topic: 'carts/update', body }, { carts: 'send' });

  expect(reading).toEqual({ kind: 'ignored', reason: 'cart-without-customer' });
});
