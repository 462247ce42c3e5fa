import { describe, expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import { fixture } from '../../../test/support/reading/fixtures.ts';
import { PayloadError } from '../../model/errors.ts';
import { parseExactJson } from '../../model/exact-json.ts';
import type { Order } from '../../model/order.ts';
import { figuresOf } from '../../model/order-figures.ts';
import { shopby } from './source.ts';

const settings = mappingSettings({ source: 'shopby', shop: '1234' });

const bodyOf = (name: string): Record<string, unknown> =>
  parseExactJson(fixture(shopby, name).rawBody.toString()) as Record<string, unknown>;

function orderIn(body: unknown, changed: Partial<typeof settings> = {}): Order {
  const reading = shopby.readOrder(body, { ...settings, ...changed });
  if (reading.kind !== 'order') throw new Error(`No order but ${reading.kind}`);
  return reading.order;
}

const orderOf = (name: string): Order => orderIn(bodyOf(name));

/** Worked out by hand from each fixture; the golden files hold the rest. */
describe('figures of an order', () => {
  test.each([
    // name, total, delivery, order discount, total discount, paid with points
    ['order.member-krw', '30000', '3000', '0', '3000', '5000'],
    ['order.guest', '12000', '0', '0', '0', '0'],
    // 65,000 − 3,000 − 2,000 − 1,000 − 4,000 + 3,000 + 5,000 − 1,500
    ['order.coupons', '61500', '6500', '4000', '11500', '0'],
    ['order.partly-cancelled', '33000', '3000', '0', '0', '5000'],
    ['order.points-only', '8000', '0', '0', '0', '8000'],
    ['order.free', '0', '0', '8000', '8000', '0'],
    // 50,000 + 3,000 − 1,000 of Naver; 10,000 of it are points of Naver, which are money to the mall.
    ['order.naver-pay', '52000', '3000', '1000', '1000', '0'],
    ['order.external-pay', '20000', '0', '0', '0', '4000'],
    ['order.paid-at-the-door', '20000', '0', '0', '0', '0'],
    ['order.exchanged', '30000', '0', '0', '0', '0'],
    ['order.usd', '65.44', '9.5', '0', '4.03', '0'],
  ])('%s', (name, total, deliveryCharge, orderDiscount, totalDiscount, paidWithCredit) => {
    const order = orderOf(name);
    const figures = Object.values(figuresOf(order)).reduce((sum, amount) => sum + Number(amount), 0);

    expect(order).toMatchObject({ total, deliveryCharge, orderDiscount, totalDiscount, paidWithCredit });
    expect(figures).toBeCloseTo(Number(total), 6);
  });

  test('the line of the worked order: 2 × 15,000, less 1,000 each and a coupon of 1,000', () => {
    const { items, due, id } = orderOf('order.member-krw');

    expect(id).toBe('202611201234567890');
    expect(items).toMatchObject([
      {
        productId: '77',
        variantId: '55',
        sku: 'MUG-1',
        quantity: 2,
        unitPrice: '15000',
        lineDiscount: '3000',
        unitDiscount: '1500',
      },
    ]);
    expect(due?.map(({ amount }) => amount)).toEqual(['25000', '5000']);
  });

  test('a coupon of a product is shared by its options alone', () => {
    // 1,000 over 14,000 and 2 × 18,000: 280 and 720. And 1,000 and 2 × 2,000 of their own.
    expect(orderOf('order.coupons').items.map(({ lineDiscount }) => lineDiscount)).toEqual([
      '1280',
      '4720',
      '0',
    ]);
  });

  test('a surcharge for a far place that the price of delivery holds already is counted once', () => {
    const body = bodyOf('order.coupons');
    const firstBalance = {
      ...(body['firstBalance'] as object),
      deliveryAmt: 8_000,
      remoteDeliveryAmt: 5_000,
    };

    expect(orderIn({ ...body, firstBalance })).toMatchObject({ total: '61500', deliveryCharge: '6500' });
  });

  test('an unpaid order that states no payment comes to its parts', () => {
    const body = bodyOf('order.unpaid');
    const firstBalance = { ...(body['firstBalance'] as object), mainPayAmt: 0, deliveryAmt: 3_000 };

    expect(orderIn({ ...body, firstBalance }, { purchaseOn: 'created' }).total).toBe('15000');
  });
});

describe('lines after a partial claim', () => {
  test.each([
    ['whose parts have their own units', 'order.partly-cancelled', [2, 1]],
    ['whose new part repeats all units', 'order.split-keeps-units', [3]],
  ])('%s are those that were bought', (_, name, quantities) => {
    expect(orderOf(name).items.map(({ quantity }) => quantity)).toEqual(quantities);
  });

  test('what was sent in exchange is not bought', () => {
    expect(orderOf('order.exchanged').items.map(({ title }) => title)).toEqual(['앞치마']);
  });
});

describe('what was paid back', () => {
  test.each([
    ['order.partly-cancelled', [['51', '10000', 1]], undefined],
    ['order.split-keeps-units', [['52', '10000', 0]], undefined],
    ['order.returned', [['53', '20000', 1]], undefined],
    ['order.exchanged', [['59', '5000', 0]], undefined],
    // The first is taken to hold its points; those of the second are more than its amount, so they are beside it.
    [
      'order.odd-claims',
      [
        ['56', '10000', 1],
        ['57', '5000', 1],
      ],
      ['refund', 'refunded-points'],
    ],
  ])('%s', (name, refunds, oddFigures) => {
    const order = orderOf(name);

    expect(order.refunds?.map(({ id, amount, items }) => [id, amount, items.length])).toEqual(refunds);
    expect(order.oddFigures).toEqual(oddFigures);
  });

  test('is the same whichever sign the amount has', () => {
    const body = bodyOf('order.partly-cancelled');
    const [claim] = body['claimInfos'] as [object];
    const turned = { ...body, claimInfos: [{ ...claim, claimAmt: 10_000 }] };

    expect(orderIn(turned).refunds).toEqual(orderIn(body).refunds);
  });

  test('is dated by the end of its claim, in Korea', () => {
    expect(orderOf('order.returned').refunds?.map(({ refundedAt }) => refundedAt)).toEqual([
      '2026-11-25T07:20:00.000Z',
    ]);
  });
});

describe('how far an order is', () => {
  const withStates = (...states: readonly string[]) => {
    const body = bodyOf('order.unpaid');
    const [product] = body['orderProducts'] as [{ orderOptions: [object] }];
    const orderOptions = states.map((orderStatusType) => ({ ...product.orderOptions[0], orderStatusType }));
    return { ...body, orderProducts: [{ ...product, orderOptions }] };
  };
  const stageOf = (body: unknown, purchaseOn: 'paid' | 'created') => {
    const reading = shopby.readOrder(body, { ...settings, purchaseOn });
    return reading.kind === 'order' ? reading.order.stage : reading.reason;
  };

  test.each([
    [['DEPOSIT_WAIT'], 'unpaid', 'promised'],
    [['PAY_WAIT'], 'unpaid', 'unpaid'],
    [['PAY_FAIL'], 'unpaid', 'closed'],
    [['CANCEL_DONE', 'CANCEL_DONE'], 'unpaid', 'closed'],
    [['CANCEL_DONE', 'DEPOSIT_WAIT'], 'unpaid', 'promised'],
    [['A_NEW_STATE'], 'unpaid', 'promised'],
    [[], 'unpaid', 'unpaid'],
    // Without its time of payment.
    [['DELIVERY_ING'], 'paid', 'paid'],
    [['RETURN_DONE', 'CANCEL_DONE'], 'paid', 'paid'],
  ])('%j', (states, ifPaid, ifCreated) => {
    const body = withStates(...states);

    expect([stageOf(body, 'paid'), stageOf(body, 'created')]).toEqual([ifPaid, ifCreated]);
  });

  test('a time of payment makes it paid, even if all of it was cancelled since', () => {
    const body = { ...withStates('CANCEL_DONE'), firstPayYmdt: '2026-11-20 10:01:00' };
    expect(stageOf(body, 'paid')).toBe('paid');
  });
});

test('a number of an order beyond 2^53 keeps its digits, as a number too', () => {
  const text = fixture(shopby, 'order.guest')
    .rawBody.toString()
    .replace('"202611201234567891"', '202611201234567891');
  expect(orderIn(parseExactJson(text)).id).toBe('202611201234567891');
});

test('a time with a zone keeps it', () => {
  const body = { ...bodyOf('order.guest'), registerYmdt: '2026-11-20T01:00:00Z' };
  expect(orderIn(body).placedAt).toBe('2026-11-20T01:00:00.000Z');
});

test('an order lists every field that is wrong', () => {
  expect(() => orderOf('order.unreadable')).toThrow(PayloadError);
  expect(() => orderOf('order.unreadable')).toThrow(/registerYmdt.*mainPayAmt.*standardPrice/);
});
