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

describe('a delivery tells of somebody', () => {
  test.each([
    ['by the id of the customer', { customer: { id: 12 } }],
    ['by the id in a field of its own', { customer_id: '12' }],
    ['by the id of a member', { resource: { member_id: '12' } }],
    ['by the id of the order', { id: 7301, total: 'a lot' }],
    ['by an order named in a field', { resource: { order_id: '7301' } }],
    ['by the address, however it is written', { billing: { email: ' ann@example.COM ' } }],
    ['by the address deep inside', { a: [{ b: [{ note: 'ann@example.com' }] }] }],
    ['by the number with its country', { phone: '+821023456789' }],
    ['by the number without it', { shipping_address: { phone: '010-2345-6789' } }],
    ['by the number as a number', { phone: 1023456789 }],
    ['in a text that is no JSON', 'email=ann@example.com&total='],
    ['by the number in such a text', 'phone: 010 2345 6789'],
  ])('%s', (_, body) => {
    expect(mentions(parked(body), ann)).toBe(true);
  });

  test.each([
    ['x-shopify-topic', 'customers/update'],
    ['x-wc-webhook-topic', 'customer.updated'],
  ])('by the id of the body itself, where %s is %s', (name, topic) => {
    const delivery = parked({ id: 12 });

    expect(mentions({ ...delivery, headers: { [name]: topic } }, ann)).toBe(true);
    expect(mentions({ ...delivery, headers: { [name]: 'orders/updated' } }, ann)).toBe(false);
    expect(mentions({ ...parked({ id: 7301 }), headers: { [name]: topic } }, ann)).toBe(false);
  });

  test('by the order that was to be fetched', () => {
    const reference = { orderId: '7301', parameters: {} };

    expect(mentions({ ...parked('{}'), reference }, ann)).toBe(true);
  });

  test('by an id beyond 2^53, exactly', () => {
    const body = '{"customer":{"id":820982911946154508}}';

    expect(mentions(parked(body), { ...nobody, customerIds: ['820982911946154508'] })).toBe(true);
    expect(mentions(parked(body), { ...nobody, customerIds: ['820982911946154500'] })).toBe(false);
  });
});

describe('a delivery does not tell of somebody', () => {
  test.each([
    ['by a quantity that looks like the id', { line_items: [{ quantity: 12, product_id: 12, id: 12 }] }],
    ['by a line that looks like the order', { id: 1, line_items: [{ id: 7301 }] }],
    ['by another customer', { customer: { id: 13, email: 'bob@example.com', phone: '010-9999-0001' } }],
    ['by an address that only begins alike', { email: 'ann@example.com.au' }],
    ['by a price', { total: '12.00', amount: 12 }],
    ['in a text with a short number in it', 'quantity 12'],
  ])('%s', (_, body) => {
    expect(mentions(parked(body), ann)).toBe(false);
  });

  test('where nothing is known of them', () => {
    expect(mentions(parked({ id: '', email: '', phone: '', customer: { id: '' } }), nobody)).toBe(false);
    expect(mentions(parked('no JSON'), { ...nobody, phones: ['none'] })).toBe(false);
  });
});
