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

/** @throws {PayloadError} the body is an error of the shop's REST API. Webhooks sign and send errors like orders. */
export function refuseError(body: unknown, resource: Resource): void {
  if (!v.is(RestErrorSchema, body)) return;
  const meaning = meanings.get(body.code)?.(resource) ?? '';
  throw new PayloadError([{ path: 'code', message: `an error in place of the ${resource}${meaning}` }]);
}
