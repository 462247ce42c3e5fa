import { describe, expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import { fixture } from '../../../test/support/reading/fixtures.ts';
import { findMoneyMismatch } from '../../dfinery/money-mismatch.ts';
import type { MappingSettings } from '../../model/connection.ts';
import { parseExactJson } from '../../model/exact-json.ts';
import type { Order } from '../../model/order.ts';
import { readOrder } from './read-order.ts';
import { stripeCheckout as source } from './source.ts';

const settings = mappingSettings({ source: 'stripe-checkout', shop: 'acct_1TEST' });
type Json = Record<string, unknown>;

const bodyOf = (name: string): Json => parseExactJson(fixture(source, name).rawBody.toString()) as Json;
const read = (body: unknown, changed: Partial<MappingSettings> = {}) =>
  readOrder(body, { ...settings, ...changed });

function orderOf(body: unknown, changed: Partial<MappingSettings> = {}): Order {
  const reading = read(body, changed);
  if (reading.kind !== 'order') throw new Error(`No order but ${reading.reason}`);
  return reading.order;
}

/** Computed by hand from each fixture; the golden files hold the rest. */
describe('figures of an order', () => {
  test.each([
    // name, total, delivery, order discount, all discounts, tax, whether it is in the prices
    ['member-krw', '31000', '3000', '0', '2000', '0', true],
    // 38.97 + 12.50 − 1.25 + 5.99 + 4.15
    ['guest-usd', '60.36', '5.99', '0', '1.25', '4.15', false],
    ['tax-included', '53.9', '4.9', '0', '0', '7.82', true],
    // 49.00 with its tax in it, and 10.00 with 0.70 on top
    ['tax-on-some', '59.7', '0', '0', '0', '0.7', false],
    ['kwd', '16.62', '1.25', '0', '0', '0', true],
    ['isk', '11900', '0', '0', '0', '0', true],
    ['free', '0', '0', '0', '5', '0', true],
    ['discount-of-order', '17', '0', '3', '3', '0', true],
    // 206.75 were authorised, and 203.00 captured
    ['captured-in-part', '203', '0', '3.75', '3.75', '0', true],
    ['captured-in-part-listed', '206.75', '0', '0', '0', '0', true],
  ])('%s', (name, total, delivery, orderDiscount, totalDiscount, tax, taxesIncluded) => {
    const order = orderOf(bodyOf(`order.${name}`));

    expect(order).toMatchObject({
      total,
      deliveryCharge: delivery,
      orderDiscount,
      totalDiscount,
      tax,
      taxesIncluded,
    });
    expect(findMoneyMismatch(order)).toBeUndefined();
  });

  test('what does not add up is sent with the total that was paid, and counted', () => {
    const order = orderOf(bodyOf('order.mismatch'));

    expect(order.total).toBe('19.99');
    expect(findMoneyMismatch(order)).toBeDefined();
  });

  test('two mugs in won: 15000 each, 1000 off each', () => {
    expect(orderOf(bodyOf('order.member-krw')).items).toMatchObject([
      { title: '머그컵', quantity: 2, unitPrice: '15000', lineDiscount: '2000', unitDiscount: '1000' },
    ]);
  });

  test('a line that three units do not divide keeps its price', () => {
    expect(orderOf(bodyOf('order.tiers')).items).toMatchObject([
      { quantity: 3, unitPrice: '3.333333', linePrice: '10', lineDiscount: '1', unitDiscount: '0.333333' },
    ]);
  });
});

describe('the stage of a session', () => {
  test.each([
    // fixture, with paid, authorized, created
    ['member-krw', 'paid', 'paid', 'paid'],
    ['free', 'paid', 'paid', 'paid'],
    ['captured-later', 'paid', 'paid', 'paid'],
    ['authorized', 'unpaid', 'promised', 'promised'],
    ['transfer-to-come', 'unpaid', 'unpaid', 'promised'],
    ['given-up', 'unpaid', 'closed', 'closed'],
    ['subscription', 'other-payment', 'other-payment', 'other-payment'],
    ['no-session', 'other-payment', 'other-payment', 'other-payment'],
    ['test-mode', 'test-order', 'test-order', 'test-order'],
  ])('%s', (name, paid, authorized, created) => {
    const stages = (['paid', 'authorized', 'created'] as const).map((purchaseOn) => {
      const reading = read(bodyOf(`order.${name}`), { purchaseOn });
      return reading.kind === 'order' ? reading.order.stage : reading.reason;
    });

    expect(stages).toEqual([paid, authorized, created]);
  });

  test('one that is still open, or ended without a purchase, never counts', () => {
    for (const status of ['open', 'expired']) {
      const body = { ...bodyOf('order.transfer-to-come'), status, payment_intent: null };
      expect(read(body, { purchaseOn: 'created' })).toEqual({ kind: 'ignored', reason: 'unpaid' });
    }
  });

  test('a test session is an order if the connection says so', () => {
    expect(orderOf(bodyOf('order.test-mode'), { testOrders: 'send' }).total).toBe('20');
  });
});

describe('refunds', () => {
  test('only those that were made count, with their own ids and times', () => {
    expect(orderOf(bodyOf('order.refunded-in-part')).refunds).toEqual([
      { id: 're_TEST2', refundedAt: '2026-11-22T01:58:20.000Z', amount: '4000', items: [], delivery: '0' },
      { id: 're_TEST1', refundedAt: '2026-11-21T01:58:20.000Z', amount: '10000', items: [], delivery: '0' },
    ]);
  });

  test('a single one of the whole order has its lines and delivery', () => {
    const { items, refunds } = orderOf(bodyOf('order.refunded-whole'));
    expect(refunds).toMatchObject([{ id: 're_TEST1', amount: '31000', items, delivery: '3000' }]);
  });

  test('one in another currency is set aside and counted', () => {
    const { refunds, oddFigures } = orderOf(bodyOf('order.refund-in-other-currency'));
    expect(refunds).toMatchObject([{ id: 're_TEST2', amount: '5' }]);
    expect(oddFigures).toEqual(['refund-currency']);
  });

  test('what was authorised and never captured is taken back once, listed as a refund or not', () => {
    const kept = (name: string) => {
      const { total, refunds = [] } = orderOf(bodyOf(`order.${name}`));
      return Number(total) - refunds.reduce((sum, { amount }) => sum + Number(amount), 0);
    };
    expect(kept('captured-in-part')).toBeCloseTo(203, 6);
    expect(kept('captured-in-part-listed')).toBeCloseTo(203, 6);
  });

  test('a later refund of just what was never captured is one', () => {
    const body = bodyOf('order.captured-in-part') as { payment_intent: { latest_charge: object } };
    const { payment_intent: payment } = body;
    const back = (id: string, amount: number, created: number) => ({
      id,
      amount,
      created,
      currency: 'usd',
      status: 'succeeded',
    });
    // The newest first, as Stripe lists them.
    const data = [back('re_TEST2', 375, 1_795_300_000), back('re_TEST1', 5_000, 1_795_200_000)];
    const refunds = { data, has_more: false };
    const latest_charge = { ...payment.latest_charge, amount_refunded: 5_375, refunds };
    const order = orderOf({ ...body, payment_intent: { ...payment, latest_charge } });

    expect(order.total).toBe('203');
    expect(order.refunds).toMatchObject([{ amount: '3.75' }, { amount: '50' }]);
  });
});

describe('who and what', () => {
  test('a customer counts by the id that the shop gave the session', () => {
    expect(orderOf(bodyOf('order.member-krw')).customer).toEqual({
      id: 'cus_TESTmember',
      emails: ['hana@example.com'],
      phones: [{ number: '+821024242424', country: 'KR' }],
    });
  });

  test('a customer that the session made is another one each time, so the address counts', () => {
    expect(orderOf(bodyOf('order.payment-link')).customer).toMatchObject({
      id: undefined,
      emails: ['ann@example.com'],
    });
  });

  test('the order is named by the metadata, else by the reference of the shop; its id is the session', () => {
    expect(orderOf(bodyOf('order.guest-usd'))).toMatchObject({ id: 'cs_live_a1TESTguestusd', name: 'A-77' });
    expect(orderOf(bodyOf('order.member-krw')).name).toBe('order-1001');
  });

  test('a product that was made for one session is named by what the shop says of it', () => {
    expect(orderOf(bodyOf('order.payment-link'))).toMatchObject({
      sourceName: 'payment_link',
      items: [{ productId: 'T-9', sku: 'TEA-9', variantId: 'price_tea' }],
    });
  });

  test('the way of paying is the one that was used, not those that were offered', () => {
    expect(orderOf(bodyOf('order.member-krw')).paymentMethods).toEqual(['kakao_pay']);
  });
});
