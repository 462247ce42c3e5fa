import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toEmailAddress } from '../../dfinery/email-address.ts';
import { type Mixable, mixedCustomers } from './mixed-customers.ts';

const shops = {
  shopify: 'number',
  woocommerce: 'number',
  cafe24: 'text',
  'standard-webhooks': 'text',
} as const;

const mixable = (changes: Partial<Mixable> = {}): Mixable => ({
  source: 'shopify',
  dfinery: { serviceId: 'one' },
  externalId: 'customer-id',
  externalIdPrefix: '',
  ...changes,
});
const prefixes = (one: string, other: string, changes: Partial<Mixable> = {}) =>
  mixedCustomers({
    first: mixable({ ...changes, externalIdPrefix: one }),
    second: mixable({ ...changes, externalIdPrefix: other }),
  });

describe('prefixes are refused if an id could follow from both:', () => {
  test.each([
    ['none and none, numbers', '', '', {}],
    ['customers 12 and 2', '', '1', {}],
    ['customers 123 and 23', 'shop', 'shop1', {}],
    ['members -7 and 7', 'a-', 'a', { source: 'cafe24' }],
    ['members 5 and u5', 'eu', 'e', { source: 'cafe24' }],
    ['members of a mall without a prefix', '', 'mall-', { source: 'standard-webhooks' }],
    ['addresses shop2-a@b.c and a@b.c', '', 'shop2-', { externalId: 'email' }],
    ['an address of the same person', 'kr-', 'kr-', { externalId: 'email' }],
    ['ids of a source that does not exist', 'a', 'ab', { source: 'gone' }],
  ] as const)('%s', (_, one, other, changes) => {
    const found = prefixes(one, other, changes);

    expect(found.map(({ path }) => path)).toEqual(['first.externalIdPrefix', 'second.externalIdPrefix']);
    expect(found[0]?.message).toContain('second');
    expect(prefixes(other, one, changes)).toHaveLength(2);
  });

  test('an address and any text', () => {
    const mall = mixable({ source: 'cafe24' });
    expect(mixedCustomers({ mall, shop: mixable({ externalId: 'email' }) })).toHaveLength(2);
  });
});

describe('prefixes are taken', () => {
  test.each([
    ['if neither begins with the other', 'kr-', 'us-', { source: 'cafe24' }],
    ['if no number begins with the rest', '', 'outlet-', {}],
    ['if no number begins with a zero', '', '0', {}],
    ['if no number begins with a letter', 'e', 'eu', {}],
    ['if there is no external_id', '', '', { externalId: 'none' }],
  ] as const)('%s', (_, one, other, changes) => {
    expect(prefixes(one, other, changes)).toEqual([]);
  });

  test('on two services, and for numbers beside addresses', () => {
    const second = mixable({ dfinery: { serviceId: 'two' } });
    expect(mixedCustomers({ first: mixable(), second })).toEqual([]);
    expect(mixedCustomers({ first: mixable(), second: mixable({ externalId: 'email' }) })).toEqual([]);
  });
});

describe('a shop is refused a second time', () => {
  const two = (first: Partial<Mixable>, second: Partial<Mixable>) =>
    mixedCustomers({
      first: mixable({ externalIdPrefix: 'kr-', shop: 'example.com', ...first }),
      second: mixable({ externalIdPrefix: 'us-', shop: 'example.com', ...second }),
    }).map(({ path }) => path);

  test('on the same service: order 17 of both would have one event id', () => {
    expect(two({}, {})).toEqual(['first.shop', 'second.shop']);
  });

  test('if it is named by the id of a connection', () => {
    expect(two({ shop: undefined }, { shop: 'first' })).toEqual(['first.shop', 'second.shop']);
  });

  test.each([
    ['another source', { source: 'woocommerce' }],
    ['another service', { dfinery: { serviceId: 'two' } }],
    ['another shop', { shop: 'example.org' }],
  ])('but not for %s', (_, second) => {
    expect(two({}, second)).toEqual([]);
  });
});

test('an issue names a connection whose id is a number, too', () => {
  const found = mixedCustomers({ shop: mixable(), '7': mixable() });

  expect(found.map(({ path }) => path).sort()).toEqual(['7.externalIdPrefix', 'shop.externalIdPrefix']);
});

/** Whether a text can be an id of this form. */
const isId = {
  number: (text: string) => /^[1-9]\d*$/.test(text),
  text: (text: string) => text !== '',
  email: (text: string) => toEmailAddress(text) === text,
};

test('of connections that are taken together, no two ids are ever the same', () => {
  const characters = fc.constantFrom('1', '2', '0', 'a', 'u', '-', '@', '.', 'E', '가', ' ');
  const prefix = fc.string({ unit: characters, maxLength: 4 });
  const id = fc.oneof(
    fc.integer({ min: 1, max: 2_222 }).map(String),
    fc.string({ unit: characters, minLength: 1, maxLength: 6 }),
    fc.stringMatching(/^[12au-]{1,3}@[12a]{1,2}\.a[a1]?$/),
  );
  const source = fc.constantFrom(...(Object.keys(shops) as (keyof typeof shops)[]));
  const connection = fc.record({
    source,
    externalId: fc.constantFrom('customer-id' as const, 'email' as const),
    externalIdPrefix: prefix,
  });
  const formOf = ({ source: of, externalId }: { source: keyof typeof shops; externalId: string }) =>
    externalId === 'email' ? 'email' : shops[of];
  let collisions = 0;
  fc.assert(
    fc.property(connection, connection, fc.nat({ max: 4 }), id, (one, drawn, cut, ofOne) => {
      if (!isId[formOf(one)](ofOne)) return;
      const whole = one.externalIdPrefix + ofOne;
      // Cut anywhere, so that most pairs have an id in common.
      const other = { ...drawn, externalIdPrefix: whole.slice(0, cut) };
      if (!isId[formOf(other)](whole.slice(cut))) return;
      collisions += 1;
      expect(mixedCustomers({ first: mixable(one), second: mixable(other) })).not.toEqual([]);
    }),
    { numRuns: 3_000 },
  );
  expect(collisions).toBeGreaterThan(100);
});
