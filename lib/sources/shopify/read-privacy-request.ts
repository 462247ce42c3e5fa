import * as v from 'valibot';
import type { MappingSettings } from '../../model/connection.ts';
import { PayloadError } from '../../model/errors.ts';
import type { Customer } from '../../model/order.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import { isShop } from '../is-shop.ts';
import type { PrivacyRequest } from '../source.ts';
import { none } from './fields.ts';

const Id = v.pipe(
  v.union([v.string(), v.pipe(v.number(), v.safeInteger())], 'expected an id'),
  v.transform(String),
  v.regex(/^[1-9]\d*$/, 'expected an id'),
);
const OptionalText = v.pipe(
  v.nullish(v.string()),
  v.transform((text) => (text === null || text === '' ? undefined : text)),
);

/** A customer record may hold only an e-mail address. */
const CustomerSchema = v.pipe(
  v.object({ id: v.nullish(Id), email: OptionalText, phone: OptionalText }),
  v.check(
    ({ id, email, phone }) => (id ?? email ?? phone) !== undefined,
    'expected an id, an email or a phone',
  ),
);

const shopEntries = { shop_id: Id, shop_domain: v.string() };
const OrderIds = v.nullish(v.array(Id), []);

/**
 * Each topic has a shape that fits no other.
 * @see https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance (copy, read 2026-11-24)
 */
const CustomerErasureSchema = v.object({
  ...shopEntries,
  customer: CustomerSchema,
  orders_to_redact: OrderIds,
  data_request: none('data request'),
});
const ShopErasureSchema = v.object({
  ...shopEntries,
  customer: none('customer'),
  orders_to_redact: none('orders'),
  data_request: none('data request'),
});
const DataRequestSchema = v.object({
  ...shopEntries,
  customer: CustomerSchema,
  orders_requested: OrderIds,
  data_request: v.object({ id: Id }),
  orders_to_redact: none('orders to redact'),
});

/** Reads `customers/redact`. @throws {PayloadError} the body does not match, or is from another shop. */
export function readCustomerErasure(body: unknown, settings: MappingSettings): readonly PrivacyRequest[] {
  const { customer, orders_to_redact: orderIds } = parse(CustomerErasureSchema, body, settings);
  return [{ kind: 'erase-customer', customer: toCustomer(customer), orderIds }];
}

/** Reads `shop/redact`. @throws {PayloadError} the body does not match, or is from another shop. */
export function readShopErasure(body: unknown, settings: MappingSettings): readonly PrivacyRequest[] {
  parse(ShopErasureSchema, body, settings);
  return [{ kind: 'erase-shop' }];
}

/** Reads `customers/data_request`. @throws {PayloadError} the body does not match, or is from another shop. */
export function readDataRequest(body: unknown, settings: MappingSettings): readonly PrivacyRequest[] {
  const { customer, orders_requested: orderIds, data_request } = parse(DataRequestSchema, body, settings);
  return [{ kind: 'data-request', customer: toCustomer(customer), orderIds, reference: data_request.id }];
}

function toCustomer({ id, email, phone }: v.InferOutput<typeof CustomerSchema>): Customer {
  return {
    id: id ?? undefined,
    emails: email === undefined ? [] : [email],
    phones: phone === undefined ? [] : [{ number: phone, country: undefined }],
  };
}

/** @throws {PayloadError} the body does not match, or is from a shop other than the connection's. */
function parse<Schema extends v.GenericSchema<unknown, { readonly shop_domain: string }>>(
  schema: Schema,
  body: unknown,
  settings: MappingSettings,
): v.InferOutput<Schema> {
  const request = parsePayload(schema, body);
  if (isShop(request.shop_domain, settings)) return request;
  throw new PayloadError([{ path: 'shop_domain', message: 'is not the connection’s shop' }]);
}
