import { describe, expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import { PayloadError } from '../../model/errors.ts';
import { readDelivery } from '../../translate/read-delivery.ts';
import { withoutVerification } from '../source.ts';
import { shopify } from './source.ts';

const shopEntries = { shop_id: 954_889, shop_domain: 'example.myshopify.com' };
const customer = { id: 191_167, email: 'ann@example.com', phone: '+821023456789' };

const bodies = {
  'customers/redact': { ...shopEntries, customer, orders_to_redact: [299_938, 280_263] },
  'shop/redact': shopEntries,
  'customers/data_request': {
    ...shopEntries,
    customer,
    orders_requested: [299_938],
    data_request: { id: 9_999 },
  },
} as const;

function read(topic: string, body: unknown) {
  const rawBody = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const delivery = withoutVerification({ headers: {}, rawBody, topic, deliveryId: 'd', isTest: false });
  return readDelivery(shopify, delivery, { settings: mappingSettings() });
}

function faultOf(topic: string, body: unknown): PayloadError {
  try {
    read(topic, body);
  } catch (error) {
    if (error instanceof PayloadError) return error;
    throw error;
  }
  throw new Error('It was read');
}

const person = {
  id: '191167',
  emails: ['ann@example.com'],
  phones: [{ number: '+821023456789', country: undefined }],
};

test('each topic reads as its request', () => {
  expect(read('customers/redact', bodies['customers/redact'])).toEqual({
    kind: 'privacy',
    requests: [{ kind: 'erase-customer', customer: person, orderIds: ['299938', '280263'] }],
  });
  expect(read('shop/redact', bodies['shop/redact'])).toEqual({
    kind: 'privacy',
    requests: [{ kind: 'erase-shop' }],
  });
  expect(read('customers/data_request', bodies['customers/data_request'])).toEqual({
    kind: 'privacy',
    requests: [{ kind: 'data-request', customer: person, orderIds: ['299938'], reference: '9999' }],
  });
});

test('a customer may have only an e-mail address, and no orders', () => {
  const body = {
    ...shopEntries,
    customer: { email: 'ann@example.com', phone: null },
    orders_to_redact: null,
  };

  expect(read('customers/redact', body)).toMatchObject({
    requests: [{ customer: { id: undefined, emails: ['ann@example.com'], phones: [] }, orderIds: [] }],
  });
});

test('ids beyond 2^53 stay exact', () => {
  const body = `{"shop_id":1,"shop_domain":"example.myshopify.com","customer":{"id":820982911946154508},"orders_to_redact":[820982911946154509]}`;

  expect(read('customers/redact', body)).toMatchObject({
    requests: [{ customer: { id: '820982911946154508' }, orderIds: ['820982911946154509'] }],
  });
});

describe('a body signed for one topic is refused under another:', () => {
  const topics = Object.keys(bodies) as (keyof typeof bodies)[];
  const pairs = topics.flatMap((signed) =>
    topics.filter((topic) => topic !== signed).map((topic) => [signed, topic] as const),
  );

  test.each(pairs)('%s as %s', (signed, topic) => {
    expect(faultOf(topic, bodies[signed]).issues.length).toBeGreaterThan(0);
  });

  test('an order as any of these topics', () => {
    const order = { id: 1, customer, line_items: [], total_price: '1', financial_status: 'paid' };

    for (const topic of topics) expect(faultOf(topic, order).issues[0]?.path).toMatch(/^shop_/);
  });
});

test.each([
  ['another shop', { ...bodies['shop/redact'], shop_domain: 'other.myshopify.com' }, 'shop_domain'],
  ['no shop', { shop_id: 1 }, 'shop_domain'],
])('a request of %s is unreadable, and its fault quotes nothing', (_, body, path) => {
  const { issues } = faultOf('shop/redact', body);

  expect(issues.map((issue) => issue.path)).toContain(path);
  expect(JSON.stringify(issues)).not.toContain('other.myshopify');
});

test('a customer without any identifier is unreadable', () => {
  const body = { ...shopEntries, customer: { id: null }, orders_to_redact: [1] };

  expect(faultOf('customers/redact', body).issues[0]?.path).toBe('customer');
});
