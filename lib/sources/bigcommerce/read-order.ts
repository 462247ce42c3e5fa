import type { MappingSettings } from '../../model/connection.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { BareOrderReading } from '../source.ts';
import { OrderSchema, OrderStateSchema } from './schema.ts';
import { stageOf } from './stage-of.ts';
import { toOrder } from './to-order.ts';
import { isMade } from './to-refunds.ts';

/**
 * The name of the gateway that takes no money. A shop may give its own names to methods of payment.
 * @see https://github.com/bigcommerce/docs/blob/main/reference/orders.v2.oas2.yml (`payment_method`; commit 24f580ca, read 2026-11-29)
 */
const TEST_GATEWAY = 'Test Payment Gateway';

/**
 * Reads an order that was put together by `api.ts`: its state first, then all of it. An odd refund is set aside.
 * @throws {PayloadError} the order does not match the schema. Lists every path.
 */
export function readOrder(
  body: unknown,
  { purchaseOn, testOrders, shop }: MappingSettings,
): BareOrderReading {
  const state = parsePayload(OrderStateSchema, body);
  const stage = stageOf({ ...state, hasRefunds: state.refunds.some(isMade) }, purchaseOn);
  if (state.payment_method === TEST_GATEWAY && testOrders === 'ignore') {
    return { kind: 'ignored', reason: 'test-order' };
  }
  if (stage === 'unpaid') return { kind: 'ignored', reason: 'unpaid' };
  return { kind: 'order', order: toOrder(parsePayload(OrderSchema, body), { stage, shop }) };
}
