import * as v from 'valibot';
import type { MappingSettings } from '../../model/connection.ts';
import type { Consent, CustomerUpdate, Profile } from '../../model/customer.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { CustomerReading, VerifiedDelivery } from '../source.ts';
import { Id, Instant, none, OptionalText } from './fields.ts';

const ENABLED_TOPIC = 'customers/enable';
const CREATED_TOPIC = 'customers/create';

/** `state` is null in test sends. `pending` means that a double opt-in was not confirmed yet. */
const ConsentSchema = v.nullish(v.object({ state: OptionalText, consent_updated_at: v.nullish(Instant) }));

/** The fields of all customer topics. Some have a different name in each. */
const CustomerSchema = v.object({
  id: v.optional(Id),
  customer_id: v.optional(Id),
  email: OptionalText,
  email_address: OptionalText,
  phone: OptionalText,
  first_name: OptionalText,
  last_name: OptionalText,
  state: OptionalText,
  created_at: v.nullish(Instant),
  updated_at: v.nullish(Instant),
  email_marketing_consent: ConsentSchema,
  sms_marketing_consent: ConsentSchema,
  line_items: none('order or checkout'),
  order_number: none('order'),
});

type ShopifyCustomer = v.InferOutput<typeof CustomerSchema>;

/**
 * Reads the body of a customer topic. Guest checkouts and newsletter sign-ups create customers too, so an account was
 * created only if the topic or the state says so. An update without a name leaves the name unchanged.
 * @throws {PayloadError} the body has no customer, or lacks something else that the mapping needs.
 * @see https://shopify.dev/docs/api/admin-graphql/latest/enums/CustomerState (read 2026-11-24)
 */
export function readCustomer(
  body: unknown,
  { testOrders, shop }: MappingSettings,
  { topic, isTest }: VerifiedDelivery,
): CustomerReading {
  if (isTest && testOrders === 'ignore') return { kind: 'ignored', reason: 'test-order' };
  const customer = parsePayload(CustomerSchema, body);
  const id = customer.id ?? parsePayload(v.object({ customer_id: Id }), body).customer_id;
  const update: CustomerUpdate = {
    source: 'shopify',
    shop,
    customer: {
      id,
      emails: [customer.email, customer.email_address].filter((email) => email !== undefined),
      phones: customer.phone === undefined ? [] : [{ number: customer.phone, country: undefined }],
    },
    updatedAt: customer.updated_at ?? consentTime(customer),
    profile: toProfile(customer),
    signedUpAt: signedUpAt(customer, topic),
  };
  return { kind: 'customers', updates: [update] };
}

function toProfile(customer: ShopifyCustomer): Profile {
  return {
    firstName: customer.first_name,
    lastName: customer.last_name,
    emailConsent: toConsent(customer.email_marketing_consent, customer),
    smsConsent: toConsent(customer.sms_marketing_consent, customer),
  };
}

/**
 * Any state other than a "yes" is a "no", except for a customer whose data was erased. A consent that was never stated
 * gets the age of the customer, so that every stated one is newer.
 * @see https://shopify.dev/docs/api/admin-graphql/latest/enums/CustomerSmsMarketingState (read 2026-11-24)
 */
function toConsent(
  consent: ShopifyCustomer['sms_marketing_consent'],
  { created_at: createdAt }: ShopifyCustomer,
): Consent | undefined {
  const state = consent?.state?.toLowerCase();
  if (state === undefined || state === 'redacted') return undefined;
  const statedAt = consent?.consent_updated_at ?? createdAt ?? undefined;
  return { granted: state === 'subscribed', statedAt };
}

function consentTime(customer: ShopifyCustomer): string | undefined {
  const { email_marketing_consent: email, sms_marketing_consent: sms } = customer;
  return email?.consent_updated_at ?? sms?.consent_updated_at ?? undefined;
}

function signedUpAt(customer: ShopifyCustomer, topic: string | undefined): string | undefined {
  if (topic === ENABLED_TOPIC) return customer.updated_at ?? undefined;
  const hasAccount = customer.state === 'enabled';
  return topic === CREATED_TOPIC && hasAccount ? (customer.created_at ?? undefined) : undefined;
}
