import { toText } from './amount-text.ts';
import { type GiveBack, type ShopOrder, TIP } from './shop-order.ts';
import { instantOf } from './shop-time.ts';
import { lineItem, tipItem } from './shopify-line-bodies.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * Returns the refunds of an order as Shopify writes them. Taking lines out of an order is a refund without transactions.
 * "An order adjustment accounts for the difference between a calculated and actual refund amount": positive if the shop
 * kept some, negative if it gave more.
 * @see https://shopify.dev/docs/api/admin-rest/latest/resources/refund (read 2026-11-29)
 * @see https://shopify.dev/docs/api/admin-graphql/latest/objects/OrderAdjustment (read 2026-11-29)
 */
export function shopifyRefunds(order: ShopOrder): Json[] {
  return order.backs.map((back) => ({
    id: back.id,
    created_at: instantOf(back.at),
    processed_at: instantOf(back.at),
    refund_line_items: back.units.map(({ lineId, count, net, tax }) => ({
      quantity: count,
      line_item_id: 13_000_000_000_000 + lineId,
      subtotal_set: shopMoney(order, net),
      total_tax_set: shopMoney(order, tax),
      line_item: lineOf(order, lineId),
    })),
    refund_shipping_lines:
      back.delivery === 0 ? [] : [{ subtotal_amount_set: shopMoney(order, back.delivery) }],
    order_adjustments: adjustmentsOf(order, back),
    transactions: transactionsOf(order, back),
    ...(back.isExchange && order.ways.tellsReturns && { return: { id: back.id } }),
  }));
}

function lineOf(order: ShopOrder, lineId: number): Json | null {
  if (lineId === TIP) return tipItem(order);
  const line = order.lines.find(({ id }) => id === lineId);
  return line === undefined ? null : lineItem(order, line);
}

function adjustmentsOf(order: ShopOrder, { delivery, fee, goodwill, money, state }: GiveBack): Json[] {
  const { ways } = order;
  const kinds: readonly (readonly [kind: string, reason: string, units: number])[] = [
    ['shipping_refund', 'Shipping refund', ways.adjustsDelivery ? -delivery : 0],
    ['refund_discrepancy', 'Refund discrepancy', fee - goodwill],
    [
      'refund_discrepancy',
      'Pending refund discrepancy',
      ways.adjustsPending && state === 'pending' ? money : 0,
    ],
  ];
  return kinds
    .filter(([, , units]) => units !== 0)
    .map(([kind, reason, units]) => ({
      kind,
      reason,
      amount_set: shopMoney(order, units),
      tax_amount_set: shopMoney(order, 0),
    }));
}

/** Transactions are in the currency that the buyer paid in. */
function transactionsOf({ ways }: ShopOrder, { id, money, state }: GiveBack): Json[] {
  if (state === 'no-money') return [];
  const { buyerRate } = ways;
  // The rate of the day is never quite that of the order.
  const units = buyerRate === undefined ? money : Math.round(money * buyerRate * 1.001);
  return [
    {
      id: id * 10,
      kind: 'refund',
      status: state,
      gateway: 'shopify_payments',
      amount: toText(units, ways.currency),
      currency: buyerRate === undefined ? ways.currency : 'EUR',
    },
  ];
}

function shopMoney({ ways }: ShopOrder, units: number): Json {
  return { shop_money: { amount: toText(units, ways.currency), currency_code: ways.currency } };
}
