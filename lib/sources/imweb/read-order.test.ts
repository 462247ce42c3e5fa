import { describe, expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import { imwebOrder } from '../../../test/support/doubles/imweb-shop/imweb-order.ts';
import { fixture } from '../../../test/support/reading/fixtures.ts';
import type { MappingSettings } from '../../model/connection.ts';
import type { Order } from '../../model/order.ts';
import { imweb } from './source.ts';

type Fields = Readonly<Record<string, unknown>>;

function read(body: unknown, settings: Partial<MappingSettings> = {}) {
  return imweb.readOrder(body, mappingSettings({ source: 'imweb', ...settings }));
}

function orderOf(body: unknown, settings: Partial<MappingSettings> = {}): Order {
  const reading = read(body, settings);
  if (reading.kind !== 'order') throw new Error(`ignored as ${reading.reason}`);
  return reading.order;
}

function given(name: string): Fields {
  return JSON.parse(fixture(imweb, `order.${name}`).rawBody.toString()) as Fields;
}

/** An order of 10,000 won: 7,000 and 3,000 for delivery. */
const paid = (changes: Fields = {}): Fields => ({ ...imwebOrder(20_261_120_000_001), ...changes });
const backs = (order: Order) => (order.refunds ?? []).map(({ id, amount }) => [id, amount]);

describe('figures worked out by hand:', () => {
  test('two mugs at 15,000 less a coupon of 3,000, delivery 3,000: 28,000 by card and 2,000 points', () => {
    const order = orderOf(given('member-krw'));

    expect(order).toMatchObject({ total: '30000', deliveryCharge: '3000', paidWithCredit: '2000' });
    expect(order.items).toMatchObject([
      { quantity: 2, unitPrice: '15000', lineDiscount: '3000', unitDiscount: '1500', variantTitle: '흰색' },
    ]);
    expect(order).toMatchObject({ orderDiscount: '0', totalDiscount: '3000', stage: 'paid' });
  });

  test('three cups at 12.34 less 1.01, and 5.50 for delivery, are 41.51', () => {
    expect(orderOf(given('usd'))).toMatchObject({ total: '41.51', deliveryCharge: '5.5', currency: 'USD' });
  });

  test('a section of 15,000 that was returned is paid back with its line, and without the other', () => {
    const [refund] = orderOf(given('refunded-in-part')).refunds ?? [];

    expect(refund).toMatchObject({ id: 'up-to-15000', amount: '15000', delivery: '0' });
    expect(refund?.items.map(({ title }) => title)).toEqual(['차 거름망']);
  });
});

describe('what is open in the documents is told by the figures:', () => {
  test('a discount of one unit', () => {
    const [item] = orderOf(given('options-per-unit')).items;
    expect(item).toMatchObject({ lineDiscount: '1500', unitDiscount: '500' });
  });

  test('a discount that stands in no line', () => {
    expect(orderOf(given('order-discount'))).toMatchObject({ total: '18000', orderDiscount: '2000' });
  });

  test.each([
    [{ deliveryPrice: 3_000, deliveryCouponDiscount: 3_000 }, { totalDeliveryPrice: 3_000 }, 7_000, '0'],
    [{ deliveryPrice: 3_000, deliveryCouponDiscount: 3_000 }, { totalDeliveryPrice: 0 }, 7_000, '0'],
    [{ deliveryPrice: 3_000, deliveryIslandPrice: 3_000 }, { totalDeliveryPrice: 6_000 }, 13_000, '6000'],
    [{ deliveryPrice: 3_000, deliveryExtraPrice: 500 }, { totalDeliveryPrice: 3_000 }, 10_500, '3500'],
    [{ deliveryPrice: 3_000 }, { totalDeliveryPrice: null }, 10_000, '3000'],
  ])('delivery %j %j', (section, totals, totalPaymentPrice, delivery) => {
    const [first] = imwebOrder(1)['sections'] as Fields[];
    const order = orderOf(paid({ ...totals, totalPaymentPrice, sections: [{ ...first, ...section }] }));

    expect(order).toMatchObject({ total: String(totalPaymentPrice), deliveryCharge: delivery });
  });

  test.each(['cancelled-totals-fell', 'cancelled-totals-stay'])(
    '%s: it came to 30,000, and all of it went back',
    (name) => {
      const order = orderOf(given(name));

      expect(order).toMatchObject({ total: '30000', paidWithCredit: '2000', stage: 'paid' });
      expect(backs(order)).toEqual([['up-to-30000', '30000']]);
    },
  );

  test('lines that leave the order with its totals: the payment still says what it came to', () => {
    const left = paid({ totalPaymentPrice: 6_000, totalRefundedPrice: 4_000 });
    const [section] = left['sections'] as [Fields];
    const [item] = section['sectionItems'] as [Fields];
    const productInfo = { ...(item['productInfo'] as Fields), itemPrice: 3_000 };
    const sections = [{ ...section, sectionItems: [{ ...item, productInfo }] }];

    expect(orderOf({ ...left, sections })).toMatchObject({ total: '10000' });
  });

  test('a payment that was cancelled, without a sum of what went back', () => {
    expect(backs(orderOf(given('cancelled-without-a-sum')))).toEqual([['up-to-42000', '42000']]);
  });

  test('a payment that was cancelled and made once more', () => {
    const [payment] = imwebOrder(1)['payments'] as [Fields];
    const order = orderOf(paid({ payments: [{ ...payment, isCancel: 'Y' }, payment] }));

    expect(order).toMatchObject({ total: '10000' });
    expect(backs(order)).toEqual([]);
  });
});

describe('the stage', () => {
  const waiting = { paymentStatus: 'PAYMENT_PREPARATION', paidPrice: 0, isCancel: 'N' };
  const unpaid = paid({ payments: [waiting], totalPaymentPrice: 0 });

  test('is never told by the section, which is the same before a transfer arrives', () => {
    expect(read(unpaid)).toEqual({ kind: 'ignored', reason: 'unpaid' });
    expect(orderOf(unpaid, { purchaseOn: 'created' })).toMatchObject({ stage: 'promised', total: '10000' });
  });

  test('of an unpaid order is told without the rest of it', () => {
    expect(read({ ...unpaid, sections: null, wtime: 'yesterday' })).toMatchObject({ reason: 'unpaid' });
  });

  test.each(['CANCEL_COMPLETE', 'CANCEL_DONE'])('of an unpaid order that was called off (%s)', (status) => {
    const [section] = unpaid['sections'] as [Fields];
    const sections = [{ ...section, orderSectionStatus: status }];

    expect(orderOf({ ...unpaid, sections }, { purchaseOn: 'created' }).stage).toBe('closed');
  });

  test('of an order that points pay alone', () => {
    expect(orderOf(given('points-only'))).toMatchObject({
      stage: 'paid',
      total: '5000',
      paidWithCredit: '5000',
    });
  });

  test('of an unpaid order whose points went back, half of it or less', () => {
    const order = given('points-given-back-unpaid');
    const half = { ...order, totalPoint: 21_000, totalRefundedPoint: 21_000 };

    for (const body of [order, half]) expect(read(body)).toEqual({ kind: 'ignored', reason: 'unpaid' });
  });

  test.each([[[]], [[{ sectionItems: [] }]]])(
    'of a paid order that all lines left: its refunds count (%j)',
    (sections) => {
      const left = paid({ sections, totalPaymentPrice: 0, totalRefundedPrice: 10_000 });
      const order = orderOf(left);

      expect(order).toMatchObject({ stage: 'refunds-only', items: [] });
      expect(backs(order)).toEqual([['up-to-10000', '10000']]);
      expect(() => read({ ...left, totalPaymentPrice: 10_000, totalRefundedPrice: 0 })).toThrow('sections');
    },
  );

  test.each([{ totalPoint: 5_000 }, { totalPoint: 0 }, { totalPoint: 3_000, totalRefundedPoint: 2_000 }])(
    'of an order that points paid alone, and that was paid back: %j',
    (points) => {
      const order = orderOf({ ...given('points-only'), totalRefundedPoint: 5_000, ...points });
      expect(order).toMatchObject({ stage: 'paid', total: '5000' });
    },
  );

  test('of an order whose payments are not named, but what was paid', () => {
    expect(orderOf(paid({ payments: [] }))).toMatchObject({ stage: 'paid', total: '10000' });
  });

  test('a refund that is pending is not made yet', () => {
    expect(backs(orderOf(given('refund-pending')))).toEqual([]);
  });
});

describe('the buyer', () => {
  test('is a member by the login, which is an e-mail address on most sites', () => {
    expect(orderOf(paid({ ordererEmail: 'office@example.com' })).customer).toMatchObject({
      id: 'member-20261120000001@example.com',
      emails: ['office@example.com', 'member-20261120000001@example.com'],
    });
  });

  test('is a guest if the order says so, whatever the login', () => {
    expect(orderOf(paid({ isMember: 'N', memberUid: 'guest-1' })).customer.id).toBeUndefined();
  });

  test('of a gift is who ordered it', () => {
    expect(orderOf(given('gift')).customer).toMatchObject({ id: 'tealover', emails: ['buyer@example.com'] });
  });
});

test.each([undefined, null, ''])('a currency that is missing (%j) is won', (currency) => {
  expect(orderOf(paid({ currency })).currency).toBe('KRW');
});

test('a marketplace is named as the origin', () => {
  expect(orderOf(given('marketplace')).sourceName).toBe('NAVER');
});

test('a refund is dated by its webhook, or else by the change of the order', () => {
  const body = paid({ totalRefundedPrice: 1_000, mtime: '2026-11-22T00:00:00.000Z' });
  const at = '2026-11-21T23:59:00.000Z';

  expect(orderOf(body).refunds?.[0]?.refundedAt).toBe('2026-11-22T00:00:00.000Z');
  expect(orderOf({ ...body, refunded_at: at }).refunds?.[0]?.refundedAt).toBe(at);
});
