import * as v from 'valibot';
import type { MappingSettings } from '../../connection.ts';
import { PayloadError } from '../../errors.ts';
import { toIssues } from '../../issues.ts';
import type { Customer } from '../../order.ts';
import type { PrivacyRequest, PrivacyTopics, VerifiedDelivery } from '../source.ts';

const Id = v.pipe(
  v.union([v.string(), v.pipe(v.number(), v.safeInteger())], 'expected an id'),
  v.transform(String),
  v.regex(/^[1-9]\d*$/, 'expected an id'),
);
const OptionalText = v.pipe(
  v.nullish(v.string()),
  v.transform((text) => (text === null || text === '' ? undefined : text)),
);

/** A record of a customer may hold the e-mail address alone. */
const CustomerSchema = v.pipe(
  v.object({ id: v.nullish(Id), email: OptionalText, phone: OptionalText }),
  v.check(
    ({ id, email, phone }) => (id ?? email ?? phone) !== undefined,
    'names nobody: neither id nor email nor phone',
  ),
);

const shopEntries = { shop_id: Id, shop_domain: v.string() };
const OrderIds = v.nullish(v.array(Id), []);

/**
 * One shape a topic, and none fits another: the topic stands in a header, which is not signed, so a body that was
 * captured must not be taken for something else under another topic.
 * @see https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance (copy, read 2026-11-24)
 */
const schemas = {
  'customers/redact': v.object({
    ...shopEntries,
    customer: CustomerSchema,
    orders_to_redact: OrderIds,
    data_request: v.optional(v.undefined('expected no data request')),
  }),
  'shop/redact': v.object({
    ...shopEntries,
    customer: v.optional(v.undefined('expected no customer')),
    orders_to_redact: v.optional(v.undefined('expected no orders')),
    data_request: v.optional(v.undefined('expected no data request')),
  }),
  'customers/data_request': v.object({
    ...shopEntries,
    customer: CustomerSchema,
    orders_requested: OrderIds,
    data_request: v.object({ id: Id }),
    orders_to_redact: v.optional(v.undefined('expected no orders to redact')),
  }),
} as const;

/** The topics that Shopify demands of every public app. They are set in the app's configuration, not through the API. */
export const privacy: PrivacyTopics = {
  topics: Object.keys(schemas),
  optInTopics: [],
  read: ({ topic }: VerifiedDelivery, body, settings) => [readRequest(topic, body, settings)],
};

function readRequest(topic: string | undefined, body: unknown, settings: MappingSettings): PrivacyRequest {
  if (topic === 'customers/redact') {
    const { customer, orders_to_redact: orderIds } = parse(schemas[topic], body, settings);
    return { kind: 'erase-customer', customer: toCustomer(customer), orderIds };
  }
  if (topic === 'customers/data_request') {
    const { customer, orders_requested: orderIds, data_request } = parse(schemas[topic], body, settings);
    return { kind: 'data-request', customer: toCustomer(customer), orderIds, reference: data_request.id };
  }
  parse(schemas['shop/redact'], body, settings);
  return { kind: 'erase-shop' };
}

function toCustomer({ id, email, phone }: v.InferOutput<typeof CustomerSchema>): Customer {
  return {
    id: id ?? undefined,
    emails: email === undefined ? [] : [email],
    phones: phone === undefined ? [] : [{ number: phone, country: undefined }],
  };
}

/** @throws {PayloadError} the body does not fit, or names another shop than the connection's. */
function parse<Schema extends (typeof schemas)[keyof typeof schemas]>(
  schema: Schema,
  body: unknown,
  { shop }: MappingSettings,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, body);
  if (!result.success) throw new PayloadError(toIssues(result.issues));
  if (result.output.shop_domain.toLowerCase() === shop.toLowerCase()) return result.output;
  throw new PayloadError([{ path: 'shop_domain', message: 'another shop than the connection’s' }]);
}
