import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Subject } from '../../model/subject.ts';
import { isErased, isErasedWithShop, mayBeErased, type Tombstone } from './is-erased.ts';

const ERASED_AT = Date.parse('2026-11-24T00:00:00.000Z');

const subject = (changes: Partial<Subject> = {}): Subject => ({
  source: 'shopify',
  shop: 'a.myshopify.com',
  identity: { external_id: '1', email: 'ann@example.com' },
  orderId: '10',
  placedAt: ERASED_AT - 1,
  happenedAt: ERASED_AT - 1,
  receivedAt: ERASED_AT + 60_000,
  ...changes,
});

const tombstone = (changes: Partial<Tombstone> = {}): Tombstone => ({
  type: 'external_id',
  erasedAt: ERASED_AT,
  ofAccount: true,
  ...changes,
});

describe('an erased customer', () => {
  test.each([
    ['before it', ERASED_AT - 1, true],
    ['in the same moment', ERASED_AT, true],
    ['after it', ERASED_AT + 1, false],
  ])('is erased from an order that was placed %s: %d → %s', (_, placedAt, expected) => {
    expect(isErased(subject({ placedAt, happenedAt: placedAt }), [tombstone()])).toBe(expected);
  });

  test('is erased from an order that was placed before and delivered long after', () => {
    expect(isErased(subject({ receivedAt: ERASED_AT + 86_400_000 }), [tombstone()])).toBe(true);
  });

  test('is erased from an order that the request names, whatever happens to it later', () => {
    const refunded = subject({ identity: {}, placedAt: undefined, happenedAt: ERASED_AT + 86_400_000 });

    expect(isErased(refunded, [tombstone({ type: 'order' })])).toBe(true);
  });

  test('is erased from a refund whose order is known to be placed before', () => {
    const refunded = subject({ happenedAt: ERASED_AT + 1 });

    expect(isErased(refunded, [tombstone()])).toBe(true);
  });

  test('does not affect another account with the same address', () => {
    const shared = tombstone({ type: 'email' });

    expect(isErased(subject({ identity: { external_id: '2', email: 'ann@example.com' } }), [shared])).toBe(
      false,
    );
    expect(isErased(subject({ identity: { email: 'ann@example.com' } }), [shared])).toBe(true);
  });

  test('includes accounts with the address if the request named only the address', () => {
    expect(isErased(subject(), [tombstone({ type: 'email', ofAccount: false })])).toBe(true);
  });
});

test('without a tombstone no customer is erased', () => {
  expect(isErased(subject(), [])).toBe(false);
});

describe('an erased shop', () => {
  const marker = { lastErasedAt: ERASED_AT, shopErasedAt: ERASED_AT, fingerprint: 'f' };

  test.each([
    [ERASED_AT - 1, true],
    [ERASED_AT, true],
    [ERASED_AT + 1, false],
  ])('includes everything received until then: %d → %s', (receivedAt, expected) => {
    expect(isErasedWithShop(subject({ receivedAt }), marker)).toBe(expected);
  });

  test('is not the same as a shop with an erased customer', () => {
    const { shopErasedAt: _, ...ofOne } = marker;

    expect(isErasedWithShop(subject({ receivedAt: 0 }), ofOne)).toBe(false);
  });
});

test('an event without an order that happened after the last request is not looked up', () => {
  const marker = { lastErasedAt: ERASED_AT, fingerprint: 'f' };
  const customer = { orderId: undefined, placedAt: undefined };

  expect(mayBeErased(subject({ ...customer, happenedAt: ERASED_AT }), marker)).toBe(true);
  expect(mayBeErased(subject({ ...customer, happenedAt: ERASED_AT + 1 }), marker)).toBe(false);
});

test('a subject is never erased if `mayBeErased` is false', () => {
  const instants = fc.integer({ min: ERASED_AT - 5, max: ERASED_AT + 5 });
  fc.assert(
    fc.property(instants, fc.array(instants), fc.boolean(), (at, erasedAts, isOrder) => {
      const tombstones = erasedAts.map((erasedAt) => tombstone({ erasedAt }));
      const marker = { lastErasedAt: Math.max(0, ...erasedAts), fingerprint: 'f' };
      const told = isOrder
        ? subject({ placedAt: at, happenedAt: at })
        : subject({ orderId: undefined, placedAt: undefined, happenedAt: at });

      if (!mayBeErased(told, marker)) expect(isErased(told, tombstones)).toBe(false);
    }),
  );
});
