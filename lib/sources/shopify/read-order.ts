import type { MappingSettings } from '../../model/connection.ts';
import { isZero } from '../../model/money.ts';
import type { Order, Stage } from '../../model/order.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { BareOrderReading, Delivery } from '../source.ts';
import { countUnreadFigures } from './count-unread-figures.ts';
import {
  type ShopifyOrder,
  ShopifyOrderSchema,
  ShopifyOrderStateSchema,
  UncountedOrderSchema,
} from './schema.ts';
import { stageOf } from './stage-of.ts';
import { toOrder } from './to-order.ts';

/** A bare order has no topic and no test header, only its own state. */
const NO_DELIVERY: Pick<Delivery, 'topic' | 'isTest'> = { topic: undefined, isTest: false };

/** A purchase needs its total and its lines. */
const schemas = {
  promised: ShopifyOrderSchema,
  paid: ShopifyOrderSchema,
  closed: UncountedOrderSchema,
  'refunds-only': UncountedOrderSchema,
} as const satisfies Record<Stage, unknown>;

/**
 * Reads the body of an order topic, or a bare order. Test orders and orders of no interest are ignored before the rest
 * is read.
 * @throws {PayloadError} what the mapping needs is missing or has another shape.
 */
export function readOrder(
  body: unknown,
  { purchaseOn, shop, testOrders }: MappingSettings,
  { topic = '', isTest } = NO_DELIVERY,
): BareOrderReading {
  const state = parsePayload(ShopifyOrderStateSchema, body);
  if ((isTest || state.test === true) && testOrders === 'ignore') {
    return { kind: 'ignored', reason: 'test-order' };
  }
  const stage = stageOf(state, { purchaseOn, topic });
  if (stage === 'unpaid') return { kind: 'ignored', reason: 'unpaid' };

  const read = parsePayload(schemas[stage], body);
  const order = toOrder(read, { shop, stage });
  const unread = countUnreadFigures(body, read);
  if (!wasEmptied(read, order)) return { kind: 'order', order: withUnreadFigures(order, unread) };
  // It counted before only where an unpaid order can.
  if (purchaseOn === 'paid') return { kind: 'ignored', reason: 'unpaid' };
  return { kind: 'order', order: withUnreadFigures(toOrder(read, { shop, stage: 'closed' }), unread) };
}

/** True if all of an order was taken out before anything was paid. Nothing is due then, and Shopify calls it paid. */
function wasEmptied(read: ShopifyOrder, { stage, total }: Order): boolean {
  return stage === 'paid' && isZero(total) && !isZero(read.total_price);
}

function withUnreadFigures(order: Order, unread: number): Order {
  if (unread === 0) return order;
  const odd = Array.from({ length: unread }, () => 'figure');
  return { ...order, oddFigures: [...(order.oddFigures ?? []), ...odd] };
}
