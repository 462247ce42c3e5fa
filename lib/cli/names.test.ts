import { expect, test } from 'vitest';
import { aShopConnection } from '../../test/support/builders/a-connection.ts';
import { sentNames } from '../translate/sent-names.ts';

test('a plain connection needs its two events, each property once, and no other', () => {
  const names = sentNames(aShopConnection({ refundProperties: { df_order_id: 'orderId' } }));
  const purchase = names.filter(({ scope }) => scope.kind === 'event' && scope.event === 'df_purchase');

  expect(purchase.map(({ name }) => name).sort()).toEqual([
    'df_delivery_charge',
    'df_order_id',
    'df_payment_method',
    'df_total_purchase_amount',
  ]);
  expect(names.map((name) => JSON.stringify(name)).length).toBe(
    new Set(names.map((name) => JSON.stringify(name))).size,
  );
});
