import { expect, test } from 'vitest';
import { aQueuedProfile, timeOf } from '../../test/support/builders/a-profile-drain.ts';
import { aQueuedMessage, aQueuedSignUp } from '../../test/support/builders/queue-records.ts';
import { toDecimal } from '../model/money.ts';
import { decodeMessage, encodeMessage } from '../queue/message.ts';
import { subjectOfFetch, subjectOfMessage } from './subject-of-message.ts';

const { v: _, event, ...purchase } = aQueuedMessage({ orderId: '7' });
const aRefund = (changes: object = {}) =>
  decodeMessage(
    encodeMessage({
      ...purchase,
      kind: 'refund',
      subjectKey: '7/8',
      event: {
        ...event,
        event_name: 'df_refund',
        event_datetime: '2026-11-25T00:00:00.000Z',
        event_properties: { df_total_refund_amount: 10 },
      },
      ...changes,
    }),
  );

test('a refund belongs to its order and happened when it was made', () => {
  expect(subjectOfMessage(aRefund())).toMatchObject({
    orderId: '7',
    happenedAt: Date.parse('2026-11-25T00:00:00.000Z'),
  });
  expect(subjectOfMessage(aRefund())).not.toHaveProperty('placedAt');
});

test('a refund that says when its order was placed keeps that time', () => {
  expect(subjectOfMessage(aRefund({ placedAt: '2026-11-20T00:00:00.000Z' }))).toMatchObject({
    placedAt: Date.parse('2026-11-20T00:00:00.000Z'),
  });
});

test('a profile has no order and happened when its properties were true', () => {
  const subject = subjectOfMessage(aQueuedProfile({ customer: 'c-2', at: 60 }));

  expect(subject).toEqual({
    source: 'shopify',
    shop: 'example.myshopify.com',
    identity: { external_id: 'c-2', email: 'c-2@example.com' },
    happenedAt: Date.parse('2026-11-24T00:01:00.000Z'),
    receivedAt: Date.parse('2026-11-24T00:00:00.000Z'),
  });
});

test('a profile without a date may be of any time, so it counts as older than every request', () => {
  const atOnce = { ...aQueuedProfile({ customer: 'c-2' }), receivedAt: timeOf(60), updatedAt: timeOf(60) };

  expect(subjectOfMessage(atOnce)).toMatchObject({ happenedAt: Date.parse(timeOf(60)) });
  expect(subjectOfMessage({ ...atOnce, isDated: false })).toMatchObject({
    happenedAt: 0,
    receivedAt: Date.parse(timeOf(60)),
  });
});

test('a sign-up has no order and happened when the account was made', () => {
  const subject = subjectOfMessage(aQueuedSignUp({ customer: 'c-2' }));

  expect(subject).toMatchObject({
    identity: { external_id: 'c-2', email: 'c-2@example.com' },
    happenedAt: Date.parse('2026-11-23T00:00:00.000Z'),
  });
  expect(subject.orderId).toBeUndefined();
  expect(subject.placedAt).toBeUndefined();
});

const toFetch = {
  v: 1,
  connection: 'main',
  source: 'woocommerce',
  deliveryId: 'delivery-1',
  receivedAt: '2026-11-25T00:00:00.000Z',
  traceId: 'trace-1',
} as const;

test('an order to be fetched is identified by its id alone', () => {
  const reference = { orderId: '20261124-0000017', parameters: {} };

  expect(subjectOfFetch({ ...toFetch, kind: 'order', reference }, 'mall')).toEqual({
    source: 'woocommerce',
    shop: 'mall',
    orderId: '20261124-0000017',
    happenedAt: Date.parse(toFetch.receivedAt),
    receivedAt: Date.parse(toFetch.receivedAt),
  });
});

test('a refund to be fetched belongs to its order and its buyer, and happened when it was made', () => {
  const reference = { orderId: '7', refundId: '8', taxesIncluded: true };
  const message = {
    ...toFetch,
    kind: 'refund',
    reference,
    identity: { external_id: 'c-1' },
    order: { placedAt: '2026-11-20T00:00:00.000Z', currency: 'EUR' },
    refund: { refundedAt: '2026-11-24T00:00:00.000Z', amount: toDecimal('10') },
  } as const;

  expect(subjectOfFetch(message, 'shop.example.com')).toEqual({
    source: 'woocommerce',
    shop: 'shop.example.com',
    identity: { external_id: 'c-1' },
    orderId: '7',
    placedAt: Date.parse('2026-11-20T00:00:00.000Z'),
    happenedAt: Date.parse('2026-11-24T00:00:00.000Z'),
    receivedAt: Date.parse(toFetch.receivedAt),
  });
});

test('an addition to a cart is identified by its customer and counts as older than every request', () => {
  const receivedAt = '2026-11-24T00:00:00.000Z';
  const identity = { external_id: 'c-2' };
  const cart = { kind: 'cart', source: 'cafe24', identity, receivedAt } as const;

  expect(subjectOfFetch(cart, 'mall')).toEqual({
    source: 'cafe24',
    shop: 'mall',
    identity,
    happenedAt: 0,
    receivedAt: Date.parse(receivedAt),
  });
  const { event, ...message } = aQueuedMessage({ orderId: '1' });
  const { event_properties: _, ...rest } = event;
  const added = { ...rest, event_name: 'df_add_to_cart', event_datetime: message.receivedAt } as const;
  const subject = subjectOfMessage({ ...message, kind: 'cart', event: added });
  expect([subject.happenedAt, subject.orderId]).toEqual([0, undefined]);
});
