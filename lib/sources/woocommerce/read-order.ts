import * as v from 'valibot';
import type { MappingSettings } from '../../connection.ts';
import { PayloadError } from '../../errors.ts';
import { toIssues } from '../../issues.ts';
import { callOff } from '../call-off.ts';
import type { OrderReading, VerifiedDelivery } from '../source.ts';
import { purchaseState } from './purchase-state.ts';
import { RestErrorSchema, WooCommerceOrderSchema, WooCommerceOrderStateSchema } from './schema.ts';
import { toOrder } from './to-order.ts';
import { changedAt } from './to-refunds.ts';

/** What an error in place of an order means, by its code. */
const errorMessages = new Map([
  [
    'woocommerce_rest_cannot_view',
    'an error in place of the order: the user who made the webhook may not read orders',
  ],
  [
    'woocommerce_rest_invalid_shop_order_id',
    'an error in place of the order: the webhook needs version 3 of the API',
  ],
]);

/**
 * Reads the body of `order.created`, `order.updated` or `order.restored`. Drafts, and orders that are no purchase yet,
 * are ignored before the rest is looked at.
 * @throws {PayloadError} the body is an error in place of an order, or lacks something that the mapping needs.
 */
export function readOrder(_: VerifiedDelivery, body: unknown, settings: MappingSettings): OrderReading {
  refuseError(body);
  const state = purchaseState(parse(WooCommerceOrderStateSchema, body), settings.purchaseOn);
  if (state === 'draft' || state === 'unpaid') return { kind: 'ignored', reason: state };
  const read = parse(WooCommerceOrderSchema, body);
  const order = toOrder(read, settings.shop);
  return { kind: 'order', order: state === 'called-off' ? callOff(order, changedAt(read)) : order };
}

/** @throws {PayloadError} the body is an error of the shop's REST API, which a webhook signs and sends like an order. */
function refuseError(body: unknown): void {
  if (!v.is(RestErrorSchema, body)) return;
  const message = errorMessages.get(body.code) ?? 'an error in place of the order';
  throw new PayloadError([{ path: 'code', message }]);
}

function parse<Schema extends v.GenericSchema>(schema: Schema, body: unknown): v.InferOutput<Schema> {
  const result = v.safeParse(schema, body);
  if (result.success) return result.output;
  throw new PayloadError(toIssues(result.issues));
}
