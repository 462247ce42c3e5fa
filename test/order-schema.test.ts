import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { orderJsonSchema, PAGE_FILE, pageWithTable, SCHEMA_FILE, schemaText } from '../infra/order-schema.ts';
import { findMoneyMismatch } from '../lib/dfinery/money-mismatch.ts';
import { parseExactJson } from '../lib/model/exact-json.ts';
import { OrderSchema } from '../lib/sources/standard-webhooks/schema.ts';
import { standardWebhooks } from '../lib/sources/standard-webhooks/source.ts';
import { toOrder } from '../lib/sources/standard-webhooks/to-order.ts';
import { fixturesOf } from './support/reading/fixtures.ts';

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');

const published = JSON.parse(read(SCHEMA_FILE)) as object;
const isValid = new Ajv().compile(published);

test('the published schema is the one that the adapter reads: otherwise run npm run schema', () => {
  expect(read(SCHEMA_FILE)).toBe(schemaText());
  expect(read(PAGE_FILE)).toBe(pageWithTable(read(PAGE_FILE)));
});

test('every field has a description', () => {
  const silent: string[] = [];
  const look = (schema: unknown, path: string): void => {
    if (typeof schema !== 'object' || schema === null) return;
    for (const [name, field] of Object.entries((schema as { properties?: object }).properties ?? {})) {
      const { description = '' } = field as { description?: string };
      if (!/^[A-Z`].*\.$/.test(description)) silent.push(`${path}.${name}`);
    }
    for (const [key, below] of Object.entries(schema)) look(below, `${path}.${key}`);
  };

  look(orderJsonSchema(), '');

  expect(silent).toEqual([]);
});

test('the total is said to be as bought: a sender that lowered it by a refund would have it taken off twice', () => {
  expect(orderJsonSchema()).toHaveProperty(
    'properties.total.description',
    expect.stringMatching(/as bought.*Do not lower it for what was paid back/),
  );
});

test('the example order fits the schema, and its figures add up', () => {
  const example = JSON.parse(read('docs/examples/order.json')) as object;
  const order = toOrder(v.parse(OrderSchema, example), { stage: 'paid', shop: 'shop' });

  expect(isValid(example)).toBe(true);
  expect(findMoneyMismatch(order)).toBeUndefined();
});

/** A sender may check orders with the published file before anything is sent, so both have to agree. */
describe('the published schema and the adapter agree', () => {
  const fixtures = fixturesOf(standardWebhooks).map(({ name, rawBody }) => {
    const body = JSON.parse(rawBody.toString()) as { data?: unknown };
    const exact = parseExactJson(rawBody.toString()) as { data?: unknown };
    return { name, order: body.data ?? body, exact: exact.data ?? exact };
  });

  test.each(fixtures)('on the fixture $name', ({ order, exact }) => {
    expect(isValid(order)).toBe(v.is(OrderSchema, exact));
  });

  const amount = fc.oneof(
    fc.stringMatching(/^[0-9]{1,9}(\.[0-9]{1,4})?$/),
    fc.nat(),
    fc.double({ min: 0, max: 1e6, noNaN: true }),
  );
  const id = fc.oneof(fc.string(), fc.nat());
  const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
  const instant = fc
    .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().replace('Z', '+00:00'));
  const line = fc.record(
    {
      name: fc.string({ minLength: 1 }),
      quantity: fc.nat(),
      unit_price: amount,
      product_id: optional(id),
      variant_id: optional(id),
      sku: optional(id),
      variant_name: optional(fc.string()),
      vendor: optional(fc.string()),
      discount: optional(amount),
      categories: optional(fc.array(fc.string({ minLength: 1 }))),
    },
    { requiredKeys: ['name', 'quantity', 'unit_price'] },
  );
  const customer = fc.record(
    {
      id: optional(id),
      email: optional(fc.string()),
      phone: optional(fc.string()),
      country: optional(fc.stringMatching(/^[A-Z]{2}$/)),
      kakao_user_id: optional(fc.string()),
      line_user_id: optional(fc.string()),
    },
    { requiredKeys: [] },
  );
  const order = fc.record(
    {
      id: fc.oneof(fc.string({ minLength: 1 }), fc.integer({ min: 1 })),
      number: optional(id),
      placed_at: instant,
      payment_status: fc.constantFrom(
        'pending',
        'authorized',
        'paid',
        'partially_refunded',
        'refunded',
        'voided',
      ),
      cancelled_at: optional(instant),
      test: optional(fc.boolean()),
      currency: fc.stringMatching(/^[A-Z]{3}$/),
      total: amount,
      items: fc.array(line, { maxLength: 4 }),
      customer: optional(customer),
      delivery_charge: optional(amount),
      order_discount: optional(amount),
      tax: optional(amount),
      taxes_included: optional(fc.boolean()),
      fees: optional(amount),
      payment_methods: optional(fc.array(fc.string({ minLength: 1 }))),
      coupon_codes: optional(fc.array(fc.string({ minLength: 1 }))),
      paid_with_credit: optional(amount),
      source_name: optional(fc.string()),
      metadata: fc.jsonValue(),
    },
    { requiredKeys: ['id', 'placed_at', 'payment_status', 'currency', 'total', 'items'] },
  );

  test('on whole orders', () => {
    fc.assert(
      fc.property(order, (sent) => {
        // A double below 1e-6 is written with an exponent, which no amount may have.
        const hasExponent = /[0-9]e-/.test(JSON.stringify(sent));
        expect(isValid(sent)).toBe(true);
        if (!hasExponent) expect(v.is(OrderSchema, sent)).toBe(true);
      }),
    );
  });

  test('on changed orders: the file allows whatever the adapter reads', () => {
    const anything = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(-1, '-1', 0, '', '1e3', 1.5, null, 'KR', true, [], {}, [1]),
    );
    fc.assert(
      fc.property(order, anything, fc.nat(), (sent, value, place) => {
        const changed = changeOne(sent, value, place);
        // PHP writes an empty object as an empty list, which the adapter accepts and the file does not.
        fc.pre(!Array.isArray(changed['customer']));
        if (v.is(OrderSchema, changed)) expect(isValid(changed), JSON.stringify(changed)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test('neither accepts an unknown field, at any depth', () => {
    const whole = fixtures.find(({ name }) => name === 'order.paid.member-krw')?.order as {
      items: object[];
      customer: object;
    };
    for (const changed of [
      { ...whole, discout: 1 },
      { ...whole, items: [{ ...whole.items[0], discout: 1 }] },
      { ...whole, customer: { ...whole.customer, mail: 'x' } },
    ]) {
      expect([isValid(changed), v.is(OrderSchema, changed)]).toEqual([false, false]);
    }
    expect([isValid(whole), v.is(OrderSchema, whole)]).toEqual([true, true]);
  });
});

/** Returns the value with one key, at any depth, changed or removed. */
function changeOne(sent: unknown, value: unknown, place: number): Record<string, unknown> {
  const paths: string[][] = [];
  const collect = (part: unknown, path: string[]): void => {
    if (path.length > 0) paths.push(path);
    if (typeof part !== 'object' || part === null) return;
    for (const [key, below] of Object.entries(part)) collect(below, [...path, key]);
  };
  collect(sent, []);
  const [...path] = paths[place % paths.length] ?? [];
  const last = path.pop() ?? '';
  const copy = structuredClone(sent) as Record<string, unknown>;
  const parent = path.reduce((part, key) => part[key] as Record<string, unknown>, copy);
  if (place % 5 === 0 && !Array.isArray(parent)) Reflect.deleteProperty(parent, last);
  else parent[last] = value;
  return copy;
}
