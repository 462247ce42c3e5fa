import { describe, expect, test } from 'vitest';
import { aShopConnection } from '../../test/support/builders/a-connection.ts';
import { aLineItem, anOrder, aRefund } from '../../test/support/builders/an-order.ts';
import type { ShopConnection } from '../model/connection.ts';
import { toDecimal } from '../model/money.ts';
import type { Order } from '../model/order.ts';
import type { Message } from '../queue/message.ts';
import { shopify } from '../sources/shopify/source.ts';
import { planOrder } from './plan-queueing.ts';
import { readBareOrder } from './read-delivery.ts';

const RECEIVED = new Date('2026-11-29T04:00:00.000Z');

/** Returns the messages of an order, or the reason that it is ignored for. */
function messagesOf(order: Partial<Order>, changes: Partial<ShopConnection> = {}): Message[] | string {
  const connection = aShopConnection(changes);
  const source = { ...shopify, readOrder: () => ({ kind: 'order' as const, order: anOrder(order) }) };
  const news = readBareOrder(source, {}, { settings: connection });
  if (news.kind === 'ignored') return news.reason;
  const { events } = planOrder(news, { connection, deliveryId: 'd', receivedAt: RECEIVED, traceId: 't' });
  return events.map(({ message }) => message as Message);
}

const refunds = [aRefund({ id: '8' }), aRefund({ id: '9' })];

test('a paid order is its purchase, with what it may settle, and its refunds, each naming all', () => {
  const takenOut = [aLineItem({ productId: 'p-2' })];
  expect(messagesOf({ refunds, takenOut, changedAt: '2026-11-28T00:00:00.000Z' })).toMatchObject([
    {
      kind: 'purchase',
      stage: 'paid',
      currency: 'USD',
      settlement: {
        event_datetime: '2026-11-28T00:00:00.000Z',
        event_items: [{ df_item_id: 'p-2' }],
        event_properties: { df_total_refund_amount: 10 },
      },
    },
    { kind: 'refund', subjectKey: '1001/8', refundIds: ['8', '9'] },
    { kind: 'refund', subjectKey: '1001/9', refundIds: ['8', '9'] },
  ]);
});

test('what a platform does not date happened when it was received', () => {
  const [purchase] = messagesOf({});
  expect(purchase).toMatchObject({ settlement: { event_datetime: RECEIVED.toISOString() } });
});

test('a further purchase is prepared only if the connection asks for it', () => {
  const [asked] = messagesOf({}, { edits: 'send' });
  const [silent] = messagesOf({});

  expect(asked).toMatchObject({
    rise: { event_properties: { df_order_id: '1001', df_total_purchase_amount: 10 } },
  });
  expect(asked).not.toMatchObject({ rise: { event_log_id: (silent as Message).event.event_log_id } });
  expect(silent).not.toHaveProperty('rise');
});

test('a promised order settles nothing, and its refunds say so', () => {
  const [purchase, refund] = messagesOf({ stage: 'promised', refunds }, { edits: 'send' });

  expect(purchase).toMatchObject({ stage: 'promised' });
  expect(purchase).not.toHaveProperty('settlement');
  expect(purchase).not.toHaveProperty('rise');
  expect(refund).toMatchObject({ orderStage: 'promised' });
});

describe('an order that was called off', () => {
  test('is one message that takes back all of it, and its refunds are only named', () => {
    expect(messagesOf({ stage: 'closed', refunds, changedAt: '2026-11-28T00:00:00.000Z' })).toMatchObject([
      {
        kind: 'closing',
        subjectKey: '1001/cancellation',
        total: '10',
        refundIds: ['8', '9'],
        event: {
          event_datetime: '2026-11-28T00:00:00.000Z',
          event_properties: { df_total_refund_amount: 10 },
        },
      },
    ]);
  });

  test('needs no lines, but a customer', () => {
    expect(messagesOf({ stage: 'closed', items: [] })).toMatchObject([
      { event: { event_items: [{ df_item_id: 'refund', df_price: 10 }] } },
    ]);
    expect(messagesOf({ stage: 'closed', customer: { id: undefined, emails: [], phones: [] } })).toBe(
      'no-identity',
    );
  });

  test('of more than 100 lines has one item', () => {
    const items = Array.from({ length: 101 }, (_, index) => aLineItem({ productId: `p-${String(index)}` }));
    const [closing] = messagesOf({ stage: 'closed', items, total: toDecimal('1010') });
    expect(closing).toMatchObject({
      parts: 1,
      event: { event_items: [{ df_item_id: 'refund', df_price: 1010 }] },
    });
  });
});

test('an order that is paid in part is its refunds, or of no interest', () => {
  expect(messagesOf({ stage: 'refunds-only', items: [], refunds })).toMatchObject([
    { kind: 'refund', orderStage: 'refunds-only' },
    { kind: 'refund', orderStage: 'refunds-only' },
  ]);
  expect(messagesOf({ stage: 'refunds-only' })).toBe('unpaid');
});

test('a paid order without a line is of no interest, unless it lists refunds', () => {
  expect(messagesOf({ items: [] })).toBe('no-items');
  expect(messagesOf({ items: [], refunds })).toMatchObject([
    { kind: 'refund', orderStage: 'refunds-only' },
    { kind: 'refund' },
  ]);
});

test('the kind of a refund is a property for those who ask', () => {
  const asked = { refundProperties: { kind: 'refundKind' } } as const;
  const kindsOf = (order: Partial<Order>) =>
    (messagesOf(order, asked) as Message[]).flatMap((message) => [
      ...(message.kind === 'purchase' && message.settlement !== undefined
        ? [message.settlement.event_properties['kind']]
        : []),
      ...(message.event.event_name === 'df_refund' ? [message.event.event_properties['kind']] : []),
    ]);

  expect(kindsOf({ refunds: [aRefund({ id: '8' }), aRefund({ id: 'rest' })] })).toEqual([
    'settlement',
    'refund',
    'refund',
  ]);
  expect(kindsOf({ stage: 'closed' })).toEqual(['cancellation']);
});
