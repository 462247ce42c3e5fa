import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mentions } from './mentions.ts';
import type { Person } from './text-search.ts';

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
    ['by one of several order ids', { resource: { order_id: '7300,7301, 7302' } }],
    ['by e-mail address, in any case and with spaces', { billing: { email: ' ann@example.COM ' } }],
    ['by e-mail address, deeply nested', { a: [{ b: [{ note: 'ann@example.com' }] }] }],
    ['by phone number with country code', { phone: '+821023456789' }],
    ['by phone number without country code', { shipping_address: { phone: '010-2345-6789' } }],
    ['by phone number as a JSON number', { phone: 1023456789 }],
    ['by e-mail address in a body that is not JSON', 'email=ann@example.com&total='],
    ['by phone number in a body that is not JSON', 'phone: 010 2345 6789'],
    ['by e-mail address in a note', { note: 'please mail ann@example.com, not the other.' }],
    ['by e-mail address with a Korean particle', { note: '메일은ann@example.com으로 보내주세요' }],
    ['by e-mail address with a name', { email: 'Ann Lee <ann@example.com>' }],
    ['by one of two e-mail addresses', { email: 'bob@example.com;ann@example.com' }],
    ['by e-mail address in a link', { html: '<a href="mailto:ann@example.com?subject=hi">' }],
    ['by e-mail address in the query of an address', { landing_site: '/?email=ann%40example.com&x=1' }],
    ['by e-mail address in a query in a query', { url: '/?next=%2Flogin%3Femail%3Dann%2540example.com' }],
    ['by e-mail address as a key', { notify: { 'ann@example.com': true } }],
    ['by e-mail address in full-width letters', { email: 'ａｎｎ＠example.com' }],
    ['by e-mail address in JSON in a text', { custom: JSON.stringify({ mail: 'ann@example.com' }) }],
    ['by e-mail address in an escape', 'torn {"mail":"ann\\u0040example.com'],
    ['by customer id in JSON in a text', { custom: JSON.stringify({ customer: { id: 12 } }) }],
    ['by customer id in JSON in JSON', { a: JSON.stringify({ b: JSON.stringify({ member_id: '12' }) }) }],
    ['by customer id in the query of an address', { url: 'https://shop.example/my?member_id=12&page=1' }],
    ['by customer id in JSON in the query of an address', { url: '/?d=%7B%22customer_id%22%3A12%7D' }],
    ['by customer id in the address of the shop’s API', { href: 'https://a.example/wc/v3/customers/12' }],
    ['by gid of Shopify', { customer: { admin_graphql_api_id: 'gid://shopify/Customer/12' } }],
    ['by gid of Shopify in an id', { customer: { id: 'gid://shopify/Customer/12' } }],
    ['by gid of an order', { note: 'see gid://shopify/Order/7301?x' }],
    ['by order id in the address of the shop’s API', { href: 'https://a.example/wc/v3/orders/7301' }],
    ['by phone number with a word', { phone: '010-2345-6789 (home)' }],
    ['by phone number in a note', { note: 'call +82 (0)10 2345 6789 after 6' }],
    ['by phone number after another number', { note: '2026-11-24 010.2345.6789' }],
    ['by phone number in full-width digits', { phone: '０１０-２３４５-６７８９' }],
    ['by phone number in a link', { html: '<a href="tel:%2B821023456789">' }],
    ['by phone number in a row of numbers without letters', { phones: '010-9999-0001/010-2345-6789' }],
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
    ['by an order id that is part of one of several', { order_id: '17301,7301-1,73010' }],
    ['by a longer e-mail address that begins alike', { email: 'ann@example.com.au' }],
    ['by a price', { total: '12.00', amount: 12 }],
    ['by a short number in a body that is not JSON', 'quantity 12'],
    [
      'by an e-mail address that ends alike',
      { note: 'joann@example.com, jo.ann@example.com, jo+ann@example.com' },
    ],
    ['by an e-mail address of another domain', { note: 'ann@example.company, ann@example.com-pany.kr' }],
    [
      'by a customer id that begins alike',
      { url: 'gid://shopify/Customer/121 /customers/12-1 member_id=123' },
    ],
    ['by a customer id that ends alike', { url: 'gid://shopify/Customer/112 member_id=a12' }],
    ['by an id of something else', { note: 'gid://shopify/Product/12 x_order_id=12 customers=12 12' }],
    ['by an order’s name', { name: '#7301', order_number: 7301 }],
    ['by a longer number with the digits of the phone', { note: '3141592623456789, 10234567890, 234567891' }],
    ['by a number whose digits lie in several values', { a: [1, 0, 2345], b: [6789], c: '2345', d: '6789' }],
    ['by digits that words part', { note: '2345 boxes of 6789' }],
    ['by digits of several numbers in a body that is not JSON', 'a 23 b 45 c 67 d 89'],
  ])('%s', (_, body) => {
    expect(mentions(parked(body), ann)).toBe(false);
  });

  test('whose placeholders say nothing', () => {
    const placeholders = { ...nobody, emails: ['none', '@', ''], phones: ['000-0000-0000', '1'] };

    expect(mentions(parked({ email: 'none', a: '@', phone: '00000000' }), placeholders)).toBe(false);
    expect(mentions(parked('none @ 000-0000-0000'), placeholders)).toBe(false);
  });

  test.each([
    ['010-1234-5678', '010-1234-5678'],
    ['010-1234-5678', '+82 10 1234 5678'],
    ['1234567', '02-123-4567'],
  ])('by %s, which many type for want of a number: %s', (phone, number) => {
    expect(mentions(parked({ note: number }), { ...nobody, phones: [phone] })).toBe(false);
  });

  test.each(['noreply@shop.example', 'Do-Not-Reply@Shop.example'])('by %s, which many share', (email) => {
    expect(mentions(parked({ email }), { ...nobody, emails: [email] })).toBe(false);
  });

  test('by an id that is part of a longer one, in a body that is not JSON', () => {
    const person = { ...nobody, customerIds: ['191167'] };

    expect(mentions(parked('torn: 191167'), person)).toBe(true);
    expect(mentions(parked('torn: 1911670 a191167 1-191167'), person)).toBe(false);
  });

  test('if nothing is known about them', () => {
    expect(mentions(parked({ id: '', email: '', phone: '', customer: { id: '' } }), nobody)).toBe(false);
    expect(mentions(parked('no JSON'), { ...nobody, phones: ['none'] })).toBe(false);
  });
});

describe('wherever it is written', () => {
  const around = fc.string({
    unit: fc.constantFrom(' ', ',', ';', '<', '>', '"', '(', ':', '\n', '가', '/'),
  });
  const forms = fc.constantFrom(
    (text: string) => text,
    (text: string) => text.toUpperCase(),
    (text: string) => encodeURIComponent(text),
    (text: string) => encodeURIComponent(encodeURIComponent(text)),
    (text: string) => JSON.stringify({ text }),
    (text: string) => `/?q=${encodeURIComponent(JSON.stringify({ text }))}`,
    (text: string) => `torn ${JSON.stringify({ text })}`.slice(0, -1),
  );
  const named = fc.constantFrom('ann@example.com', '+82 10 2345 6789', '01023456789', 'customer_id=12');
  const place = fc.constantFrom(
    (text: string) => JSON.stringify({ note: text }),
    (text: string) => JSON.stringify([{ [text]: 1 }]),
    (text: string) => `no JSON ${text}`,
  );

  test('a person is found, in every form', () => {
    fc.assert(
      fc.property(around, named, around, forms, place, (before, name, after, form, put) => {
        const text = form(`${before} ${name} ${after}`);
        // Upper case is for people: an id is found as it is written.
        fc.pre(form('a') !== 'A' || !name.includes('='));
        expect(mentions(parked(put(text)), ann)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  test('a stranger is not found: another letter or digit makes another address or number', () => {
    const letter = fc.constantFrom('b', 'z', '0', '7', '_');
    const strange = fc.tuple(letter, letter).map(([a, b]) => [`${a}ann@example.com`, `ann@example.com${b}`]);
    fc.assert(
      fc.property(around, strange, forms, place, (before, names, form, put) => {
        const text = form(`${before} ${names.join(' ')} 010234567${names.length} 1234567823456789`);
        expect(mentions(parked(put(text)), ann)).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  test('no body makes the search fail, however it is nested or encoded', () => {
    const body = fc.oneof(
      fc.json(),
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('%', '4', '0', '\\', 'u') }),
    );
    fc.assert(fc.property(body, (text) => typeof mentions(parked(text), ann) === 'boolean'));
  });

  test.each([1_000, 4_000, 8_000, 100_000])('%i arrays deep, and as long as 4 MiB', (depth) => {
    const nested = (text: string) => '['.repeat(depth) + JSON.stringify(text) + ']'.repeat(depth);

    expect(mentions(parked(nested('ann@example.com')), ann)).toBe(true);
    expect(mentions(parked(nested('bob@example.com')), ann)).toBe(false);
  });

  test.each(['%41', '\\u0041', '\\\\', '1,', '0 ', '%', 'a', '@', 'ann@', '{"a":', 'customer_id:'])(
    '4 MiB of %s do not make it fail',
    (unit) => {
      const text = unit.repeat(Math.floor((4 * 1024 * 1024) / unit.length));

      expect(mentions(parked(JSON.stringify({ text })), ann)).toBe(false);
    },
  );
});
