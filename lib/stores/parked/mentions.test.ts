import { describe, expect, test } from 'vitest';
import { mentions, type Person } from './mentions.ts';

const ann: Person = {
  customerIds: ['12'],
  emails: ['Ann@Example.com'],
  phones: ['+82 10-2345-6789'],
  orderIds: ['7301'],
};
const nobody: Person = { customerIds: [], emails: [], phones: [], orderIds: [] };

const parked = (body: unknown) => ({
  rawBody: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)).toString('base64'),
});

describe('a delivery mentions a person', () => {
  test.each([
    ['by customer id', { customer: { id: 12 } }],
    ['by customer id in a field of its own', { customer_id: '12' }],
    ['by member id', { resource: { member_id: '12' } }],
    ['by order id', { id: 7301, total: 'a lot' }],
    ['by order id in a field of its own', { resource: { order_id: '7301' } }],
    ['by e-mail address, in any case and with spaces', { billing: { email: ' ann@example.COM ' } }],
    ['by e-mail address, deeply nested', { a: [{ b: [{ note: 'ann@example.com' }] }] }],
    ['by phone number with country code', { phone: '+821023456789' }],
    ['by phone number without country code', { shipping_address: { phone: '010-2345-6789' } }],
    ['by phone number as a JSON number', { phone: 1023456789 }],
    ['by e-mail address in a body that is not JSON', 'email=ann@example.com&total='],
    ['by phone number in a body that is not JSON', 'phone: 010 2345 6789'],
  ])('%s', (_, body) => {
    expect(mentions(parked(body), ann)).toBe(true);
  });

  test.each([
    ['x-shopify-topic', 'customers/update'],
    ['x-wc-webhook-topic', 'customer.updated'],
  ])('by the id at the root of the body, if %s is %s', (name, topic) => {
    const delivery = parked({ id: 12 });

    expect(mentions({ ...delivery, headers: { [name]: topic } }, ann)).toBe(true);
    expect(mentions({ ...delivery, headers: { [name]: 'orders/updated' } }, ann)).toBe(false);
    expect(mentions({ ...parked({ id: 7301 }), headers: { [name]: topic } }, ann)).toBe(false);
  });

  test('by the order that had to be fetched', () => {
    const reference = { orderId: '7301', parameters: {} };

    expect(mentions({ ...parked('{}'), reference }, ann)).toBe(true);
  });

  test('by the exact digits of an id above 2^53', () => {
    const body = '{"customer":{"id":820982911946154508}}';

    expect(mentions(parked(body), { ...nobody, customerIds: ['820982911946154508'] })).toBe(true);
    expect(mentions(parked(body), { ...nobody, customerIds: ['820982911946154500'] })).toBe(false);
  });
});

describe('a delivery does not mention a person', () => {
  test.each([
    ['by a quantity equal to the customer id', { line_items: [{ quantity: 12, product_id: 12, id: 12 }] }],
    ['by a line with the order’s id', { id: 1, line_items: [{ id: 7301 }] }],
    ['by another customer', { customer: { id: 13, email: 'bob@example.com', phone: '010-9999-0001' } }],
    ['by a longer e-mail address that begins alike', { email: 'ann@example.com.au' }],
    ['by a price', { total: '12.00', amount: 12 }],
    ['by a short number in a body that is not JSON', 'quantity 12'],
  ])('%s', (_, body) => {
    expect(mentions(parked(body), ann)).toBe(false);
  });

  test('if nothing is known about them', () => {
    expect(mentions(parked({ id: '', email: '', phone: '', customer: { id: '' } }), nobody)).toBe(false);
    expect(mentions(parked('no JSON'), { ...nobody, phones: ['none'] })).toBe(false);
  });
});
