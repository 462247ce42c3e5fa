import * as v from 'valibot';
import { PayloadError } from '../../model/errors.ts';
import { RestErrorSchema } from './schema.ts';

type Resource = 'order' | 'customer';

/** The meaning of an error that came instead of an order or a customer, by its code. */
const meanings: ReadonlyMap<string, (resource: Resource) => string> = new Map([
  [
    'woocommerce_rest_cannot_view',
    (resource: Resource) => `: the user who made the webhook may not read ${resource}s`,
  ],
  ['woocommerce_rest_invalid_shop_order_id', () => ': the webhook needs version 3 of the API'],
]);

/**
 * The API's answer for an order that is no more. WooCommerce 11.3 delivers it when a refund is deleted and orders are in
 * its own tables, and any version does for an order that was deleted before its delivery went out. It names no order.
 * @see https://github.com/woocommerce/woocommerce/pull/68698 (review of 2026-09-17, read 2026-11-29)
 */
const DELETED = 'woocommerce_rest_shop_order_invalid_id';

/** Returns whether the body is what the shop's REST API says of an order or a refund that was deleted. */
export function isDeleted(body: unknown): boolean {
  return v.is(RestErrorSchema, body) && body.code === DELETED;
}

/** @throws {PayloadError} the body is an error of the shop's REST API. Webhooks sign and send errors like orders. */
export function refuseError(body: unknown, resource: Resource): void {
  if (!v.is(RestErrorSchema, body)) return;
  const meaning = meanings.get(body.code)?.(resource) ?? '';
  throw new PayloadError([{ path: 'code', message: `an error in place of the ${resource}${meaning}` }]);
}
