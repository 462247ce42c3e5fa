import { describe, expect, test } from 'vitest';
import {
  aCafe24Line as aLine,
  aCafe24Refund as aRefund,
  type Cafe24Changes,
  cafe24Order,
  readCafe24,
} from '../../../test/support/builders/a-cafe24-order.ts';
import { findMoneyMismatch } from '../../dfinery/money-mismatch.ts';

/** Orders of real shapes, with figures that were worked out by hand. Amounts in won where nothing else is said. */

const NAVER = { order_place_id: 'NCHECKOUT', payment_method: ['etc'] };

/** Returns what a purchase tells in short. */
function told(changes: Cafe24Changes) {
  const order = cafe24Order(changes);
  return {
    total: order.total,
    items: order.items.map(({ unitPrice, quantity }) => `${quantity}×${unitPrice}`).join(' '),
    back: (order.refunds ?? []).map(({ id, amount, items }) => `${id} ${amount} of ${items.length}`),
    odd: order.oddFigures ?? [],
    isMatching: findMoneyMismatch(order) === undefined,
  };
}

const WHOLE = { total: '30000', items: '1×10000 1×20000', back: [], odd: [], isMatching: true };

describe('an odd refund never holds up its purchase', () => {
  const CODE = 'C20261121-0000003';

  test.each<[string, Record<string, unknown>, string[], string[]]>([
    ['without a code', { refund_code: null }, [], ['refund']],
    ['with a code that is no code', { refund_code: 'a/b' }, [], ['refund']],
    ['negative', { actual_refund_amount: '-3000.00' }, [], ['refund']],
    ['without an amount', { actual_refund_amount: null }, [], ['refund']],
    ['without a date', { refund_date: null }, [], ['refund']],
    [
      'without a date but accepted',
      { refund_date: null, accepted_refund_date: '2026-11-21 09:00:00' },
      [`${CODE} 10000 of 1`],
      [],
    ],
    ['still due, without a code', { refund_code: null, status: 'F', refund_date: null }, [], []],
    ['in an unknown state', { status: 'complete' }, [], []],
    ['of a line code as text', { order_item_code: '20261120-0000011-01' }, [`${CODE} 10000 of 1`], []],
    ['of an unknown line', { order_item_code: [null] }, [`${CODE} 10000 of 0`], []],
    ['of a quantity as text', { quantity: '1' }, [`${CODE} 10000 of 1`], []],
    ['of no quantity', { quantity: null }, [`${CODE} 10000 of 0`], []],
    [
      'of points alone',
      { actual_refund_amount: '0.00', used_points: '10000.00' },
      [`${CODE} 10000 of 1`],
      [],
    ],
  ])('%s', (_, change, back, odd) => {
    expect(told({ refunds: [aRefund(change)] })).toEqual({ ...WHOLE, back, odd });
  });

  test.each([null, 'C20261121-0000003', 7, []])('an entry of %j', (entry) => {
    expect(told({ refunds: [entry, aRefund()] })).toEqual({ ...WHOLE, back: [`${CODE} 10000 of 1`] });
  });

  test('one that is repeated for each of its lines counts once; a second amount under its code is odd', () => {
    expect(told({ refunds: [aRefund(), aRefund()] })).toMatchObject({
      back: [`${CODE} 10000 of 1`],
      odd: [],
    });
    expect(told({ refunds: [aRefund(), aRefund({ actual_refund_amount: '5000' })] })).toMatchObject({
      back: [`${CODE} 10000 of 1`],
      odd: ['refund'],
    });
  });
});

describe('stages', () => {
  const added = {
    paid: 'M',
    actual: { order_price_amount: '35000.00' },
    items: [aLine(1, '10000.00'), aLine(2, '20000.00'), aLine(3, '5000.00')],
    refunds: [aRefund()],
  };

  test('an order that a line was added to after its payment counts for its refunds alone', () => {
    expect(cafe24Order(added)).toMatchObject({ stage: 'refunds-only', refunds: [{ amount: '10000' }] });
    expect(cafe24Order(added, { purchaseOn: 'created' })).toMatchObject({
      stage: 'promised',
      total: '30000',
      refunds: [{ amount: '10000' }],
    });
  });

  test('an order that counts for its refunds alone needs neither lines nor figures', () => {
    const bare = { ...added, items: undefined, initial_order_amount: null, naver_point: 'x' };

    expect(cafe24Order(bare)).toMatchObject({ stage: 'refunds-only', refunds: [{ amount: '10000' }] });
    expect(cafe24Order({ paid: 'M', initial: { coupon_discount_price: '99000' } })).toMatchObject({
      total: '0',
    });
  });

  test('of lines that were taken out only those count that the order was placed with', () => {
    const order = cafe24Order({
      initial: { order_price_amount: '66138.00', payment_amount: '66138.00' },
      items: [
        aLine(1, '41428', { status_code: 'C3' }),
        aLine(2, '24710', { status_code: 'C1' }),
        aLine(3, '38860', { status_code: 'C1' }),
      ],
    });

    expect(order.total).toBe('41428');
    expect(order.takenOut?.map(({ unitPrice }) => unitPrice)).toEqual(['24710']);
  });

  test('a line that was added and is not paid is no line of the promise', () => {
    const items = [aLine(1, '10000'), aLine(2, '20000'), aLine(3, '5000')];
    const order = cafe24Order({ paid: 'M', items }, { purchaseOn: 'created' });

    expect([order.total, order.items.map(({ unitPrice }) => unitPrice)]).toEqual([
      '30000',
      ['10000', '20000'],
    ]);
    expect(findMoneyMismatch(order)).toBeUndefined();
  });

  test('a line that was added unpaid and taken out again takes nothing of what was paid', () => {
    const added = { paid: 'M', items: [aLine(1, '30000'), aLine(2, '10000', { status_code: 'C1' })] };
    expect(cafe24Order(added, { purchaseOn: 'created' }).total).toBe('30000');
    const twice = { ...added, items: [...added.items, aLine(3, '10000')] };
    expect(cafe24Order(twice, { purchaseOn: 'created' }).total).toBe('30000');
  });

  test('cash on delivery counts from its placement if the connection says so', () => {
    const placed = { paid: 'F', payment_method: ['cod'], postpay: 'T', payment_date: null };

    expect(readCafe24(placed)).toEqual({ kind: 'ignored', reason: 'unpaid' });
    const order = cafe24Order(placed, { purchaseOn: 'created' });
    expect([order.stage, order.total, order.changedAt]).toEqual(['promised', '30000', undefined]);
  });

  test.each([
    ['2026-11-21T10:00:00+09:00', '2026-11-21T01:00:00.000Z'],
    [null, undefined],
    ['0000-00-00 00:00:00', undefined],
  ])('an order cancelled unpaid is closed, cancelled at %j', (cancel_date, changedAt) => {
    const items = [aLine(1, '10000.00', { status_code: 'C1' }), aLine(2, '20000.00', { status_code: 'C1' })];
    const closed = { paid: 'F', canceled: 'T', cancel_date, items, actual: { order_price_amount: '0.00' } };

    expect(readCafe24(closed)).toEqual({ kind: 'ignored', reason: 'unpaid' });
    const order = cafe24Order(closed, { purchaseOn: 'created' });
    expect([order.stage, order.total, order.items.length, order.changedAt, order.takenOut]).toEqual([
      'closed',
      '30000',
      2,
      changedAt,
      undefined,
    ]);
  });

  test('a paid order became so at its payment', () => {
    expect(cafe24Order()).toMatchObject({ stage: 'paid', changedAt: '2026-11-20T05:05:40.000Z' });
  });
});

describe('what is due', () => {
  test('stays as placed after a cancellation', () => {
    const x4 = {
      canceled: 'M',
      initial: { order_price_amount: '50000', payment_amount: '50000' },
      actual: { order_price_amount: '30000', payment_amount: '30000' },
      items: [
        aLine(1, '30000'),
        aLine(2, '20000', { status_code: 'C2', claim_code: 'C20261120-0000001', claim_quantity: 1 }),
      ],
      refunds: [aRefund({ order_item_code: ['20261120-0000011-02'], actual_refund_amount: '20000.00' })],
    };
    const pending = aRefund({ refund_code: 'C2', status: 'F', refund_date: null });

    expect(told(x4)).toMatchObject({
      total: '50000',
      back: ['C20261121-0000003 20000 of 1'],
      isMatching: true,
    });
    expect(told({ ...x4, refunds: [...x4.refunds, pending] })).toMatchObject({ back: { length: 1 } });
  });

  test('stays as placed after a return with a fee that the shop kept, and after a dearer exchange', () => {
    const fee = { actual: { order_price_amount: '10000', payment_amount: '13000' } };
    const returned = aLine(2, '20000', { status_code: 'C3' });

    expect(told({ ...fee, items: [aLine(1, '10000'), returned] }).total).toBe('30000');
    expect(
      told({ actual: { order_price_amount: '33000', payment_amount: '33000' }, items: EXCHANGED }),
    ).toEqual({
      ...WHOLE,
      items: '1×30000',
    });
  });

  const EXCHANGED = [
    aLine(1, '30000', { status_code: 'E1', order_status: 'E40' }),
    aLine(2, '33000', { status_code: 'N2', order_status: 'N40', original_item_no: [1] }),
  ];

  test.each(['N1', 'C3'])(
    'a line in exchange for another is not bought, %s, beside a line that was taken out before payment',
    (status_code) => {
      const items = [
        aLine(1, '10000', { status_code: 'E1', order_status: 'E40' }),
        aLine(2, '20000'),
        aLine(3, '10000', { status_code: 'C1', order_status: 'C40' }),
        aLine(4, '10000', { status_code, order_status: 'N40', original_item_no: [1] }),
      ];
      const initial = { order_price_amount: '40000', payment_amount: '40000' };

      expect(told({ initial, items })).toMatchObject({ total: '30000', items: '1×10000 1×20000' });
    },
  );

  test('the order status of a line tells its status where that is missing', () => {
    const items = EXCHANGED.map((line) => ({ ...line, status_code: null }));
    const statuses = (order_status: string, paid = 'T') =>
      cafe24Order(
        {
          paid,
          canceled: 'M',
          items: [aLine(1, '10000'), aLine(2, '20000', { status_code: '', order_status })],
        },
        { purchaseOn: 'created' },
      ).items.length;

    expect(told({ items })).toEqual({ ...WHOLE, items: '1×30000' });
    expect([statuses('C40'), statuses('R40'), statuses('N40'), statuses('C40', 'F')]).toEqual([2, 2, 2, 1]);
  });

  test('lines taken out before payment come off what was placed, and are named', () => {
    const before = {
      canceled: 'M',
      initial: { order_price_amount: '50000', payment_amount: '49000' },
      items: [
        aLine(1, '10000'),
        aLine(2, '20000'),
        aLine(3, '20000', { status_code: 'C1', additional_discount_price: '1000' }),
      ],
    };
    const now = { order_price_amount: '30000', shipping_fee: '3000', payment_amount: '33000' };

    // The amounts of now are exact, as long as nothing was claimed.
    const exact = cafe24Order({ ...before, actual: now });
    expect([exact.total, exact.deliveryCharge, exact.takenOut?.length]).toEqual(['33000', '3000', 1]);

    const later = cafe24Order({ ...before, actual: now, refunds: [aRefund()] });
    expect([later.total, later.items.length, findMoneyMismatch(later)]).toEqual(['30000', 2, undefined]);
    expect(later.takenOut).toMatchObject([{ unitPrice: '20000', quantity: 1, lineDiscount: '1000' }]);
    expect(later.due).toEqual([
      { term: 'payment', amount: '49000', from: 'initial_order_amount.payment_amount' },
      { term: 'lines taken out before payment', amount: '-19000', from: 'items' },
    ]);
  });

  test('a line that was added counts once it is paid', () => {
    const added = { actual: { order_price_amount: '35000', payment_amount: '35000' } };
    const items = [aLine(1, '10000'), aLine(2, '20000'), aLine(3, '5000')];

    expect(told({ ...added, items })).toMatchObject({ total: '35000', isMatching: true });
  });

  test.each([
    [
      'all by points',
      { payment_method: ['point'], initial: { points_spent_amount: '30000', payment_amount: '0' } },
    ],
    [
      'all at Naver Pay',
      { ...NAVER, initial: { payment_amount: '' }, actual: null, naver_point: '30000.00' },
    ],
    ['nothing at Naver Pay', { ...NAVER, initial: { payment_amount: '0.00' }, naver_point: '0.00' }],
    [
      'a part at Naver Pay, the points missing',
      { ...NAVER, initial: { payment_amount: '5000' }, naver_point: '0' },
    ],
    ['by card and points of Naver', { initial: { payment_amount: '28281' }, naver_point: '1719.00' }],
    ['a transaction as an object', { payment_method: [null, 'card'], transaction_ids: [{ id: 'x' }] }],
  ])('paid %s', (_, changes: Cafe24Changes) => {
    expect(told(changes)).toEqual(WHOLE);
  });

  test('a payment below the parts is the total everywhere but at Naver Pay', () => {
    expect(told({ initial: { payment_amount: '5000' } })).toMatchObject({ total: '5000', isMatching: false });
  });

  test.each([
    ['BRL', '19.9'],
    ['CNY', '88.5'],
    ['EUR', '19.99'],
    ['JPY', '1980'],
    ['PHP', '499'],
    ['TWD', '980'],
    ['VND', '250000'],
  ])('%s stays as it is', (currency, total) => {
    const initial = { order_price_amount: total, payment_amount: total };
    const order = cafe24Order({
      shop_no: 2,
      currency,
      exchange_rate: '1320.5',
      initial,
      items: [aLine(1, total)],
    });

    expect([order.currency, order.total]).toEqual([currency, total]);
  });
});

describe('lines and their figures', () => {
  test.each([
    ['lacks it', '2500', '25500', '5500'],
    ['holds it', '5500', '25500', '5500'],
    ['lacks it and it was not charged', '2500', '22500', '2500'],
  ])(
    'the additional delivery fee counts once where the price of delivery %s',
    (_, shipping_fee, total, delivery) => {
      const order = cafe24Order({
        initial: { order_price_amount: '20000', shipping_fee, payment_amount: total },
        additional_shipping_fee: '3000.00',
        items: [aLine(1, '20000')],
      });

      expect([order.total, order.deliveryCharge, findMoneyMismatch(order)]).toEqual([
        total,
        delivery,
        undefined,
      ]);
    },
  );

  test.each(['5000.00', '0.00'])('a gift at %s was not bought', (price) => {
    const items = [aLine(1, '30000'), aLine(2, price, { gift: 'T' })];

    expect(told({ items })).toEqual({ ...WHOLE, items: '1×30000' });
  });

  test('a discount of more than its line goes to the order', () => {
    const order = cafe24Order({
      canceled: 'M',
      initial: { order_price_amount: '128000', payment_amount: '51200' },
      items: [
        aLine(1, '48000', { additional_discount_price: '76800' }),
        aLine(2, '80000', { status_code: 'C3' }),
      ],
    });

    expect([order.total, order.items[0]?.lineDiscount, order.items[0]?.unitDiscount]).toEqual([
      '51200',
      '48000',
      '48000',
    ]);
    expect([order.orderDiscount, order.totalDiscount, findMoneyMismatch(order)]).toEqual([
      '28800',
      '76800',
      undefined,
    ]);
  });

  test('a discount of three units', () => {
    const order = cafe24Order({
      initial: { payment_amount: '29000' },
      items: [aLine(1, '10000', { quantity: 3, additional_discount_price: '1000' })],
    });

    expect([order.total, order.items[0]?.unitDiscount]).toEqual(['29000', '333.333333']);
  });

  test('one of three units paid back has no line of its own', () => {
    expect(
      told({ items: [aLine(1, '10000', { quantity: 3, claim_quantity: 1 })], refunds: [aRefund()] }),
    ).toEqual({
      ...WHOLE,
      items: '3×10000',
      back: ['C20261121-0000003 10000 of 0'],
    });
  });

  test('a set, split delivery, and card with deposit, points and coupons', () => {
    const set = { set_product_discount_amount: '3000', payment_amount: '27000' };
    expect(told({ initial: set })).toMatchObject({ total: '27000', isMatching: true });
    expect(told({ initial: { shipping_fee: '5000', payment_amount: '35000' } })).toMatchObject({
      total: '35000',
      isMatching: true,
    });
    const all = cafe24Order({
      initial: {
        shipping_fee: '2500',
        coupon_shipping_fee_amount: '2500',
        coupon_discount_price: '3000',
        points_spent_amount: '5000',
        credits_spent_amount: '2000',
        payment_amount: '20000',
      },
    });
    expect([all.total, all.deliveryCharge, all.paidWithCredit]).toEqual(['27000', '0', '7000']);
    expect(all.due?.map(({ term, amount }) => [term, amount])).toEqual([
      ['payment', '20000'],
      ['points', '5000'],
      ['deposit', '2000'],
    ]);
  });

  test('a social account is no identity', () => {
    const { customer } = cafe24Order({ social_name: 'kakao', social_member_code: '1234567890' });

    expect([customer.id, customer.kakaoUserId]).toEqual(['fixture01', undefined]);
  });

  test('a buyer may be a guest with a phone or a mail alone, or nobody', () => {
    const buyerOf = (buyer: unknown) => {
      const { emails, phones } = cafe24Order({ member_id: '', member_email: null, buyer }).customer;
      return [emails, phones.map(({ number }) => number)];
    };

    expect(buyerOf({ email: '', cellphone: '010-2424-2424' })).toEqual([[], ['010-2424-2424']]);
    expect(buyerOf({ email: 'guest@example.com', cellphone: '' })).toEqual([['guest@example.com'], []]);
    expect(buyerOf(null)).toEqual([[], []]);
  });
});
