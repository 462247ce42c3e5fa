import * as v from 'valibot';
import type { MappingSettings } from '../../model/connection.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { CustomerReading, PrivacyRequest, VerifiedDelivery } from '../source.ts';
import { Id, LooseInstant, LooseText } from './fields.ts';
import { NEW_CUSTOMER_TOPIC } from './topic.ts';

const CustomerSchema = v.object({
  customer: v.object({
    id: Id,
    email: LooseText,
    phone: LooseText,
    first_name: LooseText,
    last_name: LooseText,
    date_created: LooseInstant,
    date_modified: LooseInstant,
  }),
});

/** A webhook names the customer and says nothing of them. */
const NamedSchema = v.object({
  customer: v.optional(v.undefined()),
  data: v.object({ type: v.literal('customer') }),
});

/**
 * Reads a customer of the API's list, to which the list adds the topic. Guests are not among them. A webhook has no facts.
 * @throws {PayloadError} it is neither, or the customer has no id.
 * @see https://github.com/bigcommerce/docs/blob/main/reference/customers.v3.yml (`customer_Full`; commit 24f580ca, read 2026-11-29)
 */
export function readCustomer(
  body: unknown,
  { shop }: MappingSettings,
  { topic }: VerifiedDelivery,
): CustomerReading {
  if (v.is(NamedSchema, body)) return { kind: 'ignored', reason: 'no-profile' };
  const { id, email, phone, ...facts } = parsePayload(CustomerSchema, body).customer;
  const createdAt = facts.date_created ?? undefined;
  const update = {
    source: 'bigcommerce',
    shop,
    customer: {
      id,
      emails: email === undefined ? [] : [email],
      phones: phone === undefined ? [] : [{ number: phone, country: undefined }],
    },
    updatedAt: facts.date_modified ?? createdAt,
    profile: { firstName: facts.first_name, lastName: facts.last_name },
    signedUpAt: topic === NEW_CUSTOMER_TOPIC ? createdAt : undefined,
  };
  return { kind: 'customers', updates: [update] };
}

/** The store was compared where the signature was. A body that names none may be of any store of the app. */
const DeletedSchema = v.object({
  producer: v.string(),
  data: v.object({ type: v.literal('customer'), id: Id }),
});

/**
 * Reads `store/customer/deleted`: an account was deleted. By itself that is not a request to be forgotten, because shops
 * clean up accounts. So it counts only if the connection says so.
 * @throws {PayloadError} the body names no customer, or no store.
 */
export function readDeletedCustomer(body: unknown): readonly PrivacyRequest[] {
  const { id } = parsePayload(DeletedSchema, body).data;
  return [{ kind: 'erase-customer', customer: { id, emails: [], phones: [] }, orderIds: [] }];
}
