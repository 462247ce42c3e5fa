import { describe, expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import { deliveryOf, fixture } from '../../../test/support/reading/fixtures.ts';
import { toPurchase } from '../../dfinery/to-purchase.ts';
import type { MappingSettings } from '../../model/connection.ts';
import type { Order } from '../../model/order.ts';
import { readDelivery } from '../../translate/read-delivery.ts';
import { readOrder } from './read-order.ts';
import { shopline } from './source.ts';

type Fields = Readonly<Record<string, unknown>>;

const settings = mappingSettings({ source: 'shopline', shop: 'example.myshopline.com' });

function given(name: string): Fields {
  return JSON.parse(fixture(shopline, name).rawBody.toString()) as Fields;
}

function read(body: unknown, changes: Partial<MappingSettings> = {}) {
  return readOrder(body, { ...settings, ...changes });
}

function orderOf(body: unknown, changes: Partial<MappingSettings> = {}): Order {
  const reading = read(body, changes);
  if (reading.kind !== 'order') throw new Error(reading.reason);
  return reading.order;
}

/** Whether the order's figures come to its total. */
function addsUp(body: unknown): boolean {
  const purchase = toPurchase(orderOf(body), settings);
  return purchase.kind !== 'ignored' && purchase.moneyMismatch === undefined;
}

const money = (amount: string, currency = 'USD') => ({ shop_money: { amount, currency_code: currency } });
const backs = ({ refunds = [] }: Order) => refunds.map(({ id, amount }) => [id, amount]);

/** Two cups at 10.00, nothing else: 20.00. */
const plain: Fields = {
  ...given('orders-paid.bundle'),
  line_items: [{ id: '1', product_id: '7', title: 'Cup', quantity: 2, price: '10.00' }],
  total_line_items_price: '20.00',
  current_total_price: '20.00',
};

describe('worked out by hand:', () => {
  test('2 × 15,000 less 3,000 with delivery for 3,000 is 30,000, 1,500 off each', () => {
    const order = orderOf(given('orders-paid.member-krw'));

    expect(order).toMatchObject({
      id: '21050000000000000000000001',
      name: '#1001',
      stage: 'paid',
      placedAt: '2026-11-20T01:01:00.000Z',
      currency: 'KRW',
      total: '30000',
      deliveryCharge: '3000',
      orderDiscount: '0',
      totalDiscount: '3000',
      fees: '0',
      paymentMethods: ['SLpayments'],
      couponCodes: ['THREE'],
      customer: { id: '4200000001' },
    });
    expect(order.items).toMatchObject([
      { quantity: 2, unitPrice: '15000', lineDiscount: '3000', unitDiscount: '1500', variantTitle: '흰색' },
    ]);
  });

  test('3 × 14.99 less 4.50, with 5.95 of delivery, 3.09 of tax and a tip of 4.00, is 53.51', () => {
    const order = orderOf(given('orders-paid.guest-usd'));

    expect(order).toMatchObject({ total: '53.51', tax: '3.09', taxesIncluded: false, fees: '4' });
    expect(order.items[0]).toMatchObject({ unitDiscount: '1.5' });
    expect(addsUp(given('orders-paid.guest-usd'))).toBe(true);
  });

  test('half of it went back: one cup for 13,500, and 1,500 of the delivery', () => {
    const [refund] = orderOf(given('orders-updated.refunded-in-part-of-the-api')).refunds ?? [];

    expect(refund).toMatchObject({
      id: '26050000000000000000000001',
      refundedAt: '2026-11-22T01:00:00.000Z',
      amount: '15000',
      delivery: '1500',
    });
    expect(refund?.items).toMatchObject([{ quantity: 1, unitPrice: '15000', lineDiscount: '1500' }]);
  });
});

describe('what is open in the documents is told by the total:', () => {
  const shipped = (fields: Fields) => ({
    ...plain,
    total_shipping_price_set: money('8.00'),
    shipping_lines: [{ price: '8.00', discount_allocations: [{ amount: '3.00' }] }],
    ...fields,
  });

  test.each([
    ['discounts hold that of delivery, which is before it', '3.00', '25.00', '5', '0'],
    ['discounts hold that of delivery, which is after it', '3.00', '28.00', '8', '0'],
    ['discounts do not hold that of delivery, which is before it', '0.00', '25.00', '5', '0'],
    ['discounts do not hold that of delivery, which is after it', '0.00', '28.00', '8', '0'],
    ['a discount of the order besides', '4.00', '24.00', '5', '1'],
  ])('%s', (_, total_discounts, current_total_price, deliveryCharge, orderDiscount) => {
    const body = shipped({ total_discounts, current_total_price });

    expect(orderOf(body)).toMatchObject({ deliveryCharge, orderDiscount });
    expect(addsUp(body)).toBe(true);
  });

  test('a sum of discounts that says less than the lines do', () => {
    const [line] = plain['line_items'] as readonly Fields[];
    const line_items = [{ ...line, discount_allocations: [{ amount: '5.00' }] }];
    const body = { ...plain, line_items, total_discounts: '0.00', current_total_price: '15.00' };

    expect(orderOf(body)).toMatchObject({ total: '15', orderDiscount: '0' });
    expect(addsUp(body)).toBe(true);
  });

  test.each([
    ['duties are part of the total', { current_total_duties_set: money('2.50') }, '22.50', '2.5'],
    ['duties are not part of the total', { current_total_duties_set: money('2.50') }, '20.00', '0'],
    ['a till rounded up', { adjust_price: '0.02' }, '20.02', '0.02'],
  ])('%s', (_, fields, current_total_price, fees) => {
    const body = { ...plain, ...fields, current_total_price };

    expect(orderOf(body).fees).toBe(fees);
    expect(addsUp(body)).toBe(true);
  });

  test.each([
    [true, '20.00', true],
    [true, '22.00', false],
    [false, '22.00', false],
    [false, '20.00', true],
  ])('taxes_included %s and a total of %s', (taxes_included, current_total_price, taxesIncluded) => {
    const body = { ...plain, taxes_included, total_tax: '2.00', current_total_price };

    expect(orderOf(body).taxesIncluded).toBe(taxesIncluded);
    expect(addsUp(body)).toBe(true);
  });

  test.each([
    ['lower the total', '15.00', '20'],
    ['do not', '20.00', '20'],
  ])('points of 5.00 %s: they pay, they do not discount', (_, current_total_price, total) => {
    const body = { ...plain, deduct_member_point_amount: '5.00', current_total_price };

    expect(orderOf(body)).toMatchObject({ total, paidWithCredit: '5', orderDiscount: '0' });
    expect(addsUp(body)).toBe(true);
  });

  test.each([
    ['fell by what was paid back', '15000.00'],
    ['did not', '30000.00'],
  ])('the total %s: 30,000 were due either way', (_, current_total_price) => {
    const body = { ...given('orders-updated.refunded-in-part-of-the-api'), current_total_price };

    expect(orderOf(body).total).toBe('30000');
    expect(addsUp(body)).toBe(true);
  });

  test.each([
    ['a bundle has the price', { bundle: '50.00', part: '0.00', sum: '50.00' }, ['Set']],
    ['its parts have it', { bundle: '0.00', part: '25.00', sum: '50.00' }, ['Cup']],
    ['both have it, and the sum counts it once', { bundle: '50.00', part: '25.00', sum: '50.00' }, ['Set']],
    ['both count', { bundle: '50.00', part: '25.00', sum: '100.00' }, ['Set', 'Cup']],
  ])('%s', (_, { bundle, part, sum }, titles) => {
    const line_items = [
      { id: '1', title: 'Set', quantity: 1, price: bundle, is_bundle: true },
      { id: '2', title: 'Cup', quantity: 2, price: part, is_bundle_component: true },
    ];
    const body = { ...plain, line_items, total_line_items_price: sum, current_total_price: sum };

    expect(orderOf(body).items.map(({ title }) => title)).toEqual(titles);
    expect(addsUp(body)).toBe(true);
  });

  test('what comes to nothing is sent with the platform’s total, and counted', () => {
    expect(orderOf(given('orders-edited.mismatch')).total).toBe('31000');
    expect(addsUp(given('orders-edited.mismatch'))).toBe(false);
  });
});

describe('amounts', () => {
  test('are in the shop’s currency, whatever the settlement’s is', () => {
    expect(orderOf(given('orders-paid.two-currencies'))).toMatchObject({ currency: 'USD', total: '35' });
  });

  test('that gift cards and points paid are credit, and a card is the last of the methods', () => {
    const order = orderOf({ ...given('orders-paid.gift-card'), deduct_member_point_amount: '1.00' });
    expect(order).toMatchObject({ paidWithCredit: '26', paymentMethods: ['Paypal', 'giftcard'] });
  });
});

describe('a refund', () => {
  const refund = (given('orders-updated.refunded-in-part-of-the-api')['refunds'] as Fields[])[0] ?? {};
  const withRefund = (fields: Fields, financial_status = 'partially_refunded') => ({
    ...given('orders-updated.refunded-in-part-of-the-api'),
    financial_status,
    refunds: [{ ...refund, ...fields }],
  });
  const transaction = (status: string | null, amount = '15000.00', more: Fields = {}) => ({
    kind: 'refund',
    currency: 'KRW',
    status,
    amount,
    ...more,
  });

  test.each([
    ['arrived', [transaction('success')], [['26050000000000000000000001', '15000']]],
    ['in two parts', [transaction('success', '1'), transaction('success', '2')], [[refund['id'], '3']]],
    ['is on its way', [transaction('pending')], []],
    ['is on its way in part', [transaction('success', '1'), transaction('pending', '2')], []],
    ['may be on its way', [transaction(null)], []],
    ['failed', [transaction('failure'), transaction('error'), transaction('fail')], []],
    ['moved no money', [], []],
    ['of another kind', [transaction('success', '9', { kind: 'void' })], []],
  ])('%s', (_, transactions, expected) => {
    expect(backs(orderOf(withRefund({ transactions })))).toEqual(expected);
  });

  test.each(['up-to-15000', 'rest', 'cancellation', 'settlement', '__proto__'])(
    'with the name %s is set aside: the ledger would take it for one of the adapter’s own',
    (id) => {
      const order = orderOf(withRefund({ id, transactions: [transaction('success')] }));
      expect([backs(order), order.oddFigures]).toEqual([[], ['refund']]);
    },
  );

  test('in another currency is what its lines were worth, and counted', () => {
    const order = orderOf(given('orders-updated.refund-in-another-currency'));
    expect(backs(order)).toEqual([['26050000000000000000000015', '15']]);
    expect(order.oddFigures).toEqual(['currency-of-refund']);
  });

  test('of which the body does not say what it came to is counted', () => {
    const order = orderOf(given('orders-updated.refunded-in-part'));
    expect(backs(order)).toEqual([]);
    expect(order.oddFigures).toEqual(['refund']);
  });

  test.each([
    ['what its refunds do not come to', { transactions: [transaction('success', '28000')] }, '2000'],
    ['all, if no refund says anything', { transactions: undefined }, '30000'],
  ])('of all of the order brings back %s', (_, fields, rest) => {
    const found = backs(orderOf(withRefund(fields, 'refunded')));
    expect(found.at(-1)).toEqual(['rest', rest]);
  });

  test('of all of the order waits for what is on its way', () => {
    expect(backs(orderOf(withRefund({ transactions: [transaction('pending')] }, 'refunded')))).toEqual([]);
  });

  test.each([['-1500.00'], ['1500.00']])('of delivery has either sign (%s)', (amount) => {
    const order = orderOf(withRefund({ order_adjustments: [{ kind: 'shipping_refund', amount }] }));
    expect(order.refunds?.[0]?.delivery).toBe('1500');
  });

  test('has no lines if one of them is not known', () => {
    const order = orderOf(withRefund({ refund_line_items: [{ quantity: 1, line_item_id: '999' }] }));
    expect(order.refunds?.[0]?.items).toEqual([]);
  });
});

describe('the stage', () => {
  const CANCELLED = { cancelled_at: '2026-11-21T10:00:00+09:00' };

  test.each([
    ['paid', {}, ['paid', 'paid', 'paid']],
    ['partially_refunded', {}, ['paid', 'paid', 'paid']],
    ['refunded', CANCELLED, ['paid', 'paid', 'paid']],
    ['partially_paid', {}, ['refunds-only', 'refunds-only', 'promised']],
    ['authorized', {}, ['unpaid', 'promised', 'promised']],
    ['pending', {}, ['unpaid', 'unpaid', 'promised']],
    ['unpaid', {}, ['unpaid', 'unpaid', 'promised']],
    ['authorized', CANCELLED, ['unpaid', 'closed', 'closed']],
    ['unpaid', CANCELLED, ['unpaid', 'closed', 'closed']],
    ['unpaid', { status: 'canceled' }, ['unpaid', 'closed', 'closed']],
    [undefined, {}, ['unpaid', 'unpaid', 'promised']],
  ])('of %s %j', (financial_status, fields, stages) => {
    const found = (['paid', 'authorized', 'created'] as const).map((purchaseOn) => {
      const reading = read({ ...plain, financial_status, ...fields }, { purchaseOn });
      return reading.kind === 'order' ? reading.order.stage : reading.reason;
    });
    expect(found).toEqual(stages);
  });

  test('of an order that was deleted unpaid is closed, where it may have counted', () => {
    const delivery = deliveryOf(fixture(shopline, 'orders-delete.unpaid'));
    const stageOf = (purchaseOn: MappingSettings['purchaseOn']) => {
      const reading = readDelivery(shopline, delivery, { settings: { ...settings, purchaseOn } });
      return reading.kind === 'order' ? reading.order.stage : reading.kind;
    };
    expect(stageOf('created')).toBe('closed');
    expect(stageOf('paid')).toBe('ignored');
  });

  test('of an unpaid order is told without the rest of it', () => {
    expect(read({ id: '1', financial_status: 'unpaid', currency: 7 })).toMatchObject({ reason: 'unpaid' });
  });
});

describe('the buyer', () => {
  const phonesOf = (fields: Fields) =>
    orderOf({ ...plain, billing_address: null, ...fields }).customer.phones;

  test.each([
    [{ phone: '1055556666', customer: { area_code: '+82' } }, [{ number: '+82 1055556666' }]],
    [{ phone: '00821055556666', customer: null }, [{ number: '+821055556666' }]],
    [{ phone: '+821055556666', customer: { area_code: '+86' } }, [{ number: '+821055556666' }]],
    [{ phone: '1055556666', customer: null }, [{ number: '1055556666' }]],
    [
      { phone: null, customer: null, billing_address: { phone: '010-5555-6666', country_code: 'kr' } },
      [{ number: '010-5555-6666', country: 'KR' }],
    ],
    [{ phone: '001123-***-7890', customer: null }, []],
    [{ phone: null, customer: null, shipping_address: { phone: '010-7777-8888' } }, []],
  ])('has the phones of %j', (fields, phones) => {
    expect(phonesOf(fields)).toEqual(phones.map((phone) => ({ country: undefined, ...phone })));
  });

  test('has no address that is masked', () => {
    const fields = { email: '*********@example.com', customer: { id: '7', email: 'ann@example.com' } };
    expect(orderOf({ ...plain, ...fields }).customer).toMatchObject({ id: '7', emails: ['ann@example.com'] });
  });

  test.each(['0', '', null, 'guest'])('with the id %j is a guest', (user_id) => {
    expect(orderOf({ ...plain, user_id, customer: null }).customer.id).toBeUndefined();
  });
});
