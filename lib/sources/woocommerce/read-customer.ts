import * as v from 'valibot';
import type { MappingSettings } from '../../model/connection.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { CustomerReading, VerifiedDelivery } from '../source.ts';
import { decodeEntities } from './decode-entities.ts';
import { refuseError } from './refuse-error.ts';
import { BillingSchema, Id, OptionalText, UtcTime } from './schema.ts';

/** Staff of the shop are users too, and are delivered like customers. */
const CUSTOMER_ROLE = 'customer';

/** Read loosely, so a user who is not a customer is ignored, whatever the rest holds. */
const StateSchema = v.object({ id: Id, role: OptionalText });

/** WordPress stores typed `&`, `<` and `>` as entities. */
const Name = v.pipe(
  OptionalText,
  v.transform((text) => text && decodeEntities(text)),
);

const CustomerSchema = v.object({
  id: Id,
  email: OptionalText,
  first_name: Name,
  last_name: Name,
  date_created_gmt: v.nullish(UtcTime),
  /** Null until the first change. */
  date_modified_gmt: v.nullish(UtcTime),
  billing: v.nullish(BillingSchema),
});

/**
 * Reads the body of `customer.created` or `customer.updated`. In
 * WooCommerce guests are not users, so every created user has an account.
 * @throws {PayloadError} the body is an error instead of a customer, or lacks something that the mapping needs.
 * @see https://woocommerce.github.io/woocommerce-rest-api-docs/#customer-properties (read 2026-11-24)
 */
export function readCustomer(
  body: unknown,
  { shop }: MappingSettings,
  { topic }: VerifiedDelivery,
): CustomerReading {
  refuseError(body, 'customer');
  const { role } = parsePayload(StateSchema, body);
  if (role !== CUSTOMER_ROLE) return { kind: 'ignored', reason: 'not-a-customer' };

  const user = parsePayload(CustomerSchema, body);
  const { billing } = user;
  const createdAt = user.date_created_gmt ?? undefined;
  const update = {
    source: 'woocommerce',
    shop,
    customer: {
      id: user.id,
      emails: [user.email, billing?.email].filter((email) => email !== undefined),
      phones: billing?.phone === undefined ? [] : [{ number: billing.phone, country: billing.country }],
    },
    updatedAt: user.date_modified_gmt ?? createdAt,
    profile: { firstName: user.first_name, lastName: user.last_name },
    signedUpAt: topic === 'customer.created' ? createdAt : undefined,
  };
  return { kind: 'customers', updates: [update] };
}
