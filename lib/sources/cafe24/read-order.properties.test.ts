import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import { deliveryOf, fixture } from '../../../test/support/reading/fixtures.ts';
import { findMoneyMismatch } from '../../dfinery/money-mismatch.ts';
import { PayloadError } from '../../model/errors.ts';
import { parseExactJson } from '../../model/exact-json.ts';
import type { Order } from '../../model/order.ts';
import { cafe24 } from './source.ts';

const settings = mappingSettings({ source: 'cafe24', shop: 'fixturemall', purchaseOn: 'created' });
const rawBody = Buffer.alloc(0);

/** Reads a body as any topic. */
function readTopic(name: string, body: unknown): void {
  const topic = cafe24.topics[name];
  if (topic === undefined || topic.about === 'nothing') return;
  catchPayloadError(() => topic.read(body, settings, deliveryOf({ topic: name, rawBody })));
}

function catchPayloadError<Reading>(read: () => Reading): Reading | PayloadError {
  try {
    return read();
  } catch (error) {
    if (error instanceof PayloadError) return error;
    throw error;
  }
}

function orderOf(body: unknown): Order {
  const reading = catchPayloadError(() => cafe24.readOrder(body, settings));
  if (reading instanceof PayloadError || reading.kind !== 'order') throw new Error(JSON.stringify(reading));
  return reading.order;
}

test('any JSON is read, ignored or refused as a payload, whatever it has in place of fields', () => {
  const whole = parseExactJson(fixture(cafe24, 'order.member-krw').rawBody.toString()) as Record<
    string,
    unknown
  >;
  const hook = JSON.parse(fixture(cafe24, '90023.paid-card').rawBody.toString()) as {
    resource: Record<string, unknown>;
  };
  const anywhere = fc.constantFrom(...Object.keys(whole), ...Object.keys(hook.resource));

  fc.assert(
    fc.property(fc.jsonValue(), anywhere, (value, key) => {
      for (const topic of Object.keys(cafe24.topics)) {
        readTopic(topic, value);
        readTopic(topic, { ...whole, [key]: value });
        readTopic(topic, { ...hook, resource: { ...hook.resource, [key]: value } });
      }
    }),
  );
});

const amount = fc.nat({ max: 1_000_000 });

const purchase = fc.record({
  lines: fc.array(
    fc.record({
      price: amount,
      option: fc.integer({ min: 0, max: 50_000 }),
      quantity: fc.integer({ min: 1, max: 99 }),
      discount: fc.nat({ max: 5_000 }),
      coupon: fc.nat({ max: 5_000 }),
    }),
    { minLength: 1, maxLength: 8 },
  ),
  shippingFee: amount,
  shippingDiscount: fc.nat({ max: 5_000 }),
  shippingCoupon: fc.nat({ max: 5_000 }),
  orderCoupon: fc.nat({ max: 50_000 }),
  membership: fc.nat({ max: 50_000 }),
  points: fc.nat({ max: 50_000 }),
  credits: fc.nat({ max: 50_000 }),
  naver: fc.nat({ max: 50_000 }),
  tax: amount,
  taxesIncluded: fc.boolean(),
  lineCouponsHeld: fc.boolean(),
  shippingCouponHeld: fc.boolean(),
});

type Purchase = typeof purchase extends fc.Arbitrary<infer T> ? T : never;

/** The amount the buyer owes, in whole units, computed here without the code under test. */
function owed(given: Purchase): number {
  const goods = given.lines.reduce((all, line) => all + (line.price + line.option) * line.quantity, 0);
  const lineDiscounts = given.lines.reduce((all, line) => all + line.discount + line.coupon, 0);
  const delivery = given.shippingFee - given.shippingDiscount - given.shippingCoupon;
  const tax = given.taxesIncluded ? 0 : given.tax;
  return goods - lineDiscounts + delivery - given.orderCoupon - given.membership + tax;
}

function bodyOf(given: Purchase): Record<string, unknown> {
  const lineCoupons = given.lines.reduce((all, line) => all + line.coupon, 0);
  const held =
    (given.lineCouponsHeld ? lineCoupons : 0) + (given.shippingCouponHeld ? given.shippingCoupon : 0);
  const money = (units: number): string => `${units}.00`;
  return {
    order_id: '20261120-0000011',
    order_date: '2026-11-20 14:05:11',
    currency: 'KRW',
    paid: 'T',
    member_id: 'fixture01',
    items: given.lines.map((line, index) => ({
      product_no: index + 1,
      product_name: `Line ${index + 1}`,
      quantity: line.quantity,
      product_price: money(line.price),
      option_price: money(line.option),
      additional_discount_price: money(line.discount),
      coupon_discount_price: money(line.coupon),
    })),
    initial_order_amount: {
      order_price_amount: money(
        given.lines.reduce((all, line) => all + (line.price + line.option) * line.quantity, 0),
      ),
      shipping_fee: money(given.shippingFee),
      shipping_fee_discount_amount: money(given.shippingDiscount),
      coupon_shipping_fee_amount: money(given.shippingCoupon),
      coupon_discount_price: money(given.orderCoupon + held),
      membership_discount_amount: money(given.membership),
      points_spent_amount: money(given.points),
      credits_spent_amount: money(given.credits),
      payment_amount: money(owed(given) - given.points - given.credits - given.naver),
      tax: money(given.tax),
    },
    naver_point: money(given.naver),
    include_tax: given.taxesIncluded ? 'T' : 'F',
  };
}

/** The amount owed is high enough that no part is negative, and delivery costs at least its discount. */
const payable = purchase.filter(
  (given) =>
    owed(given) >= given.points + given.credits + given.naver &&
    given.shippingFee >= given.shippingDiscount + given.shippingCoupon,
);

test('the total is the sum of all payments, and the parts add up to it', () => {
  fc.assert(
    fc.property(payable, (given) => {
      const order = orderOf(bodyOf(given));

      expect(order.total).toBe(String(owed(given)));
      expect(findMoneyMismatch(order)).toBeUndefined();
      expect(order.paidWithCredit).toBe(String(given.points + given.credits + given.naver));
    }),
  );
});

test('points and credits never change the total, whichever coupons the order includes', () => {
  fc.assert(
    fc.property(payable, (given) => {
      const without = { ...given, points: 0, credits: 0, naver: 0 };

      expect(orderOf(bodyOf(given)).total).toBe(orderOf(bodyOf(without)).total);
    }),
  );
});

test('an order reads the same twice, and the body is not changed', () => {
  fc.assert(
    fc.property(payable, (given) => {
      const body = bodyOf(given);
      const before = structuredClone(body);

      expect(orderOf(body)).toEqual(orderOf(body));
      expect(body).toEqual(before);
    }),
  );
});

test('a line that costs one unit more than the order says is a mismatch, and the order is still read', () => {
  fc.assert(
    fc.property(payable, (given) => {
      const body = bodyOf({
        ...given,
        shippingCoupon: 0,
        lines: given.lines.map((line) => ({ ...line, coupon: 0 })),
      });
      const [first, ...others] = body['items'] as Record<string, unknown>[];
      const price = `${(given.lines[0]?.price ?? 0) + 1}.00`;

      const order = orderOf({ ...body, items: [{ ...first, product_price: price }, ...others] });

      expect(findMoneyMismatch(order)).not.toBeUndefined();
    }),
  );
});

/** What an order can be read without, and what else may be in a line or a list. */
const DISPENSABLE = [
  'member_id',
  'member_email',
  'buyer',
  'coupons',
  'refunds',
  'canceled',
  'payment_date',
  'cancel_date',
  'return_confirmed_date',
  'actual_order_amount',
  'commission',
  'admin_additional_amount',
  'additional_shipping_fee',
  'eu_customs_fee',
  'include_tax',
  'order_place_id',
];

test('nothing that an order can be read without ever holds it up or changes what was paid', () => {
  const odd = fc.dictionary(fc.constantFrom(...DISPENSABLE), fc.jsonValue());

  fc.assert(
    fc.property(payable, odd, fc.array(fc.jsonValue()), (given, changes, refunds) => {
      const lines = bodyOf(given)['items'] as unknown[];
      const order = orderOf({ ...bodyOf(given), refunds, ...changes, items: [...lines, null] });

      expect(order.total).toBe(String(owed(given)));
      expect(order.items).toHaveLength(lines.length);
      expect(order.oddFigures).toContain('line');
    }),
  );
});

test('no claim after the payment changes what was paid', () => {
  const status = fc.constantFrom('N1', 'C2', 'C3', 'E1', undefined);
  const orderStatus = fc.constantFrom('N40', 'C40', 'R40', 'E40', undefined);
  const claims = fc.array(fc.record({ status_code: status, order_status: orderStatus }), { minLength: 8 });

  fc.assert(
    fc.property(payable, claims, amount, fc.constantFrom('T', 'M', 'F'), (given, claimed, now, canceled) => {
      const body = bodyOf(given);
      const items = (body['items'] as object[]).map((item, index) => ({ ...item, ...claimed[index] }));
      const actual_order_amount = { order_price_amount: now, payment_amount: now };

      const order = orderOf({ ...body, items, canceled, actual_order_amount });

      expect([order.total, order.items.length]).toEqual([String(owed(given)), items.length]);
    }),
  );
});

test('every completed refund with a code, an amount and a date is told once, whatever stands beside it', () => {
  const good = fc.record({
    refund_code: fc.integer({ min: 1, max: 9 }).map((number) => `C20261121-000000${number}`),
    status: fc.constantFrom('T', 'F'),
    refund_date: fc.constant('2026-11-21T10:00:00+09:00'),
    actual_refund_amount: amount,
  });

  fc.assert(
    fc.property(payable, fc.array(fc.oneof(good, fc.jsonValue())), (given, refunds) => {
      const order = orderOf({ ...bodyOf(given), refunds });
      const told = (order.refunds ?? []).map(({ id }) => id);
      const codes = refunds.flatMap((entry) => codeOf(entry) ?? []);

      expect(told).toHaveLength(new Set(told).size);
      expect(new Set(told)).toEqual(new Set(codes));
    }),
  );
});

function codeOf(entry: unknown): string | undefined {
  const { refund_code, status } = Object(entry) as { refund_code?: string; status?: string };
  return status === 'T' ? refund_code : undefined;
}
