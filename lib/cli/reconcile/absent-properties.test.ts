import { expect, test } from 'vitest';
import { aShopConnection } from '../../../test/support/builders/a-connection.ts';
import { aLineItem, anOrder, aRefund } from '../../../test/support/builders/an-order.ts';
import { toPurchase } from '../../dfinery/to-purchase.ts';
import { toRefunds } from '../../dfinery/to-refunds.ts';
import { refundKey } from '../../model/keys.ts';
import { ZERO } from '../../model/money.ts';
import { withAbsentProperties } from './absent-properties.ts';
import type { Finding } from './finding.ts';
import type { ShopNews } from './three-lists.ts';

const connection = aShopConnection({
  eventProperties: { channel: 'sourceName' },
  refundProperties: { df_order_id: 'orderId', why: 'refundKind' },
  itemProperties: { sku: 'sku' },
});
const KNOWN = new Set([
  ...['df_order_id', 'df_total_purchase_amount', 'df_delivery_charge', 'df_payment_method'],
  ...['df_item_id', 'df_item_name', 'df_price', 'df_quantity', 'df_discount'].map(
    (name) => `df_items_${name}`,
  ),
]);

function newsOf(changes: Parameters<typeof anOrder>[0]): ShopNews {
  const order = anOrder({ id: '1', ...changes });
  const purchase = toPurchase(order, connection);
  if (purchase.kind === 'ignored') throw new Error(purchase.reason);
  return { ...purchase, kind: 'order', order, refunds: toRefunds(order, connection) };
}

const dropped = (about: 'purchase' | 'refund', subjectKey: string): Finding => {
  const lost = [{ kind: about, subjectKey, parts: 1, total: ZERO, sent: [{ part: 1, at: 0 }] }];
  return { kind: 'dropped', about, lost };
};
const detailOf = (news: ShopNews, found: Finding, columns: ReadonlySet<string>) =>
  withAbsentProperties(found, news, columns).detail;

test('a lost event says which of its own properties have no column', () => {
  const withAll = newsOf({ sourceName: 'pos', items: [aLineItem({ sku: 'TEA' }), aLineItem()] });
  const plain = newsOf({ sourceName: undefined, items: [aLineItem({ sku: undefined })] });

  expect(detailOf(withAll, dropped('purchase', '1'), KNOWN)).toBe(
    'the export has no column for channel, df_items_sku',
  );
  expect(detailOf(plain, dropped('purchase', '1'), KNOWN)).toBeUndefined();
});

test('only the refund that is lost says so', () => {
  const news = newsOf({ refunds: [aRefund({ id: 'a' }), aRefund({ id: 'b' })] });

  expect(detailOf(news, dropped('refund', refundKey('1', 'a')), new Set(['df_order_id']))).toContain(' why');
  expect(detailOf(news, dropped('refund', 'other'), new Set(['df_order_id']))).toBeUndefined();
});

test('an export without any column of the event, and what is not lost, say nothing', () => {
  const news = newsOf({ sourceName: 'pos' });

  expect(detailOf(news, dropped('purchase', '1'), new Set(['event_name']))).toBeUndefined();
  expect(detailOf(news, { kind: 'too-early', about: 'purchase' }, KNOWN)).toBeUndefined();
});
