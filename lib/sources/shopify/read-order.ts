import * as v from 'valibot';
import type { MappingSettings } from '../../connection.ts';
import { PayloadError } from '../../errors.ts';
import { toIssues } from '../../issues.ts';
import type { OrderReading, VerifiedDelivery } from '../source.ts';
import { isPurchase } from './is-purchase.ts';
import { ShopifyOrderSchema, ShopifyOrderStateSchema } from './schema.ts';
import { toOrder } from './to-order.ts';

/**
 * Reads the body of `orders/create`, `orders/paid` or `orders/updated`. Test orders and orders that are no purchase
 * yet are ignored before the rest is looked at.
 * @throws {PayloadError} the body lacks something that the mapping needs, or has it in another shape.
 */
export function readOrder(
  delivery: VerifiedDelivery,
  body: unknown,
  settings: MappingSettings,
): OrderReading {
  const state = parse(ShopifyOrderStateSchema, body);
  const isTest = delivery.isTest || state.test === true;
  if (isTest && settings.testOrders === 'ignore') return { kind: 'ignored', reason: 'test-order' };

  const { purchaseOn } = settings;
  if (!isPurchase(state, { purchaseOn, topic: delivery.topic ?? '' })) {
    return { kind: 'ignored', reason: 'unpaid' };
  }
  return { kind: 'order', order: toOrder(parse(ShopifyOrderSchema, body), settings.shop) };
}

function parse<Schema extends v.GenericSchema>(schema: Schema, body: unknown): v.InferOutput<Schema> {
  const result = v.safeParse(schema, body);
  if (result.success) return result.output;
  throw new PayloadError(toIssues(result.issues));
}
