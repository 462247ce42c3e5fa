import { expect, test } from 'vitest';
import { aShopConnection } from '../../test/support/builders/a-connection.ts';
import { anOrder, aRefund } from '../../test/support/builders/an-order.ts';
import { toPurchase } from '../dfinery/to-purchase.ts';
import { toRefunds } from '../dfinery/to-refunds.ts';
import { toDecimal } from '../model/money.ts';
import { decodeFetchMessage, fetchKey } from '../queue/fetch-message.ts';
import { planOrder } from './plan-queueing.ts';

/** One refund with lines, one of delivery, and one of an amount. */
const order = anOrder({
  total: toDecimal('30'),
  refunds: [
    aRefund({ id: 'lines', refundedAt: '2026-11-24T01:00:00.000Z' }),
    aRefund({ id: 'delivery', refundedAt: '2026-11-24T02:00:00.000Z', items: [], delivery: toDecimal('10') }),
    aRefund({ id: 'amount', refundedAt: '2026-11-24T03:00:00.000Z', items: [], amount: toDecimal('15') }),
  ],
});
const context = { deliveryId: 'd-1', receivedAt: new Date('2026-11-24T04:00:00.000Z'), traceId: 't-1' };
const identity = { external_id: 'c-1' };

function queued(refundLines?: 'fetch') {
  const connection = aShopConnection(refundLines === undefined ? {} : { refundLines });
  const refunds = toRefunds(order, connection);
  const purchase = toPurchase(order, connection);
  if (purchase.kind === 'ignored') throw new Error(purchase.reason);
  const plan = planOrder(
    { ...purchase, kind: 'order', identity, order, refunds },
    { ...context, connection },
  );
  return {
    ...plan,
    sent: plan.events.map(({ message }) => message.subjectKey),
    fetched: plan.fetches.map(({ body }) => decodeFetchMessage(body)),
  };
}

test('a refund known only by its amount is fetched first, with everything its event needs except the lines', () => {
  const { sent, fetched, odd } = queued('fetch');

  expect(sent).toEqual(['1001', '1001/lines', '1001/delivery']);
  expect(fetched).toEqual([
    {
      v: 1,
      kind: 'refund',
      connection: 'main',
      source: 'shopify',
      deliveryId: 'd-1',
      receivedAt: '2026-11-24T04:00:00.000Z',
      traceId: 't-1',
      reference: { orderId: '1001', refundId: 'amount', taxesIncluded: true },
      identity,
      order: { name: '#1001', placedAt: '2026-11-23T00:00:00.000Z', currency: 'USD' },
      refund: { refundedAt: '2026-11-24T03:00:00.000Z', amount: '15' },
      refundIds: ['lines', 'delivery', 'amount'],
    },
  ]);
  expect(fetched.map(fetchKey)).toEqual(['1001/amount']);
  // RefundWithoutLines is counted when the refund is sent without its lines.
  expect(odd).toMatchObject({ RefundWithoutLines: 0 });
});

test('if the connection does not fetch refund lines, it is sent at once', () => {
  const { sent, fetched, odd } = queued();

  expect(sent).toEqual(['1001', '1001/lines', '1001/delivery', '1001/amount']);
  expect(fetched).toEqual([]);
  expect(odd).toMatchObject({ RefundWithoutLines: 1 });
});
