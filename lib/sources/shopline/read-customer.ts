import * as v from 'valibot';
import type { MappingSettings } from '../../model/connection.ts';
import type { Consent, CustomerUpdate, Profile } from '../../model/customer.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { CustomerReading, VerifiedDelivery } from '../source.ts';
import { BuyerId, Instant, LooseText, loose, none } from './fields.ts';
import { emailsOf, phonesOf } from './to-customer.ts';

const ENABLED_TOPIC = 'customers/enable';
const CREATED_TOPIC = 'customers/create';

/** Numbers, which one of the topics writes as text. */
const Code = loose(v.pipe(v.union([v.number(), v.string()]), v.transform(String)));

/** `1` is a yes; `0`, `2` and `3` are taken back, never given, and not confirmed yet. */
const ConsentSchema = loose(v.object({ state: Code, consent_updated_at: loose(Instant) }));

const CustomerSchema = v.object({
  id: BuyerId,
  email: LooseText,
  /** With its calling code: `008613987675435`. */
  phone: LooseText,
  area_code: LooseText,
  first_name: LooseText,
  last_name: LooseText,
  nick_name: LooseText,
  gender: LooseText,
  /** `19900623` */
  birthday: LooseText,
  state: Code,
  /** A deleted customer's body has none. */
  created_at: Instant,
  updated_at: loose(Instant),
  email_marketing_consent: ConsentSchema,
  sms_marketing_consent: ConsentSchema,
  accepts_marketing: loose(v.boolean()),
  accepts_marketing_updated_at: loose(Instant),
  accepts_mobile_marketing: loose(v.boolean()),
  accepts_mobile_marketing_updated_at: loose(Instant),
  line_items: none('order or checkout'),
  financial_status: none('order'),
  token: none('checkout or cart'),
});

type ShoplineCustomer = v.InferOutput<typeof CustomerSchema>;

/**
 * Reads the body of a customer topic. Guest checkouts make customers too, so an account was made only if the topic or the
 * state says so. An update without a name leaves the name unchanged.
 * @throws {PayloadError} the body has no customer.
 * @see https://github.com/shoplineos/shopline-sdk-go/blob/main/webhook/v20260301/customers/customer_editing.go (read 2026-11-29)
 */
export function readCustomer(
  body: unknown,
  { shop }: MappingSettings,
  { topic }: VerifiedDelivery,
): CustomerReading {
  const customer = parsePayload(CustomerSchema, body);
  const update: CustomerUpdate = {
    source: 'shopline',
    shop,
    customer: {
      id: customer.id,
      emails: emailsOf(customer.email),
      phones: phonesOf(customer.phone, { area: customer.area_code, country: undefined }),
    },
    updatedAt: customer.updated_at ?? undefined,
    profile: toProfile(customer),
    signedUpAt: signedUpAt(customer, topic),
  };
  return { kind: 'customers', updates: [update] };
}

const genders: ReadonlyMap<string | undefined, Profile['gender']> = new Map([
  ['male', 'Male'],
  ['female', 'Female'],
  ['others', 'Other'],
]);

function toProfile(customer: ShoplineCustomer): Profile {
  const { first_name: firstName, last_name: lastName, nick_name: nick, gender, birthday = '' } = customer;
  const [, year, month, day] = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(birthday) ?? [];
  return {
    firstName,
    lastName,
    fullName: (firstName ?? lastName) === undefined ? nick : undefined,
    gender: genders.get(gender?.toLowerCase()),
    birth: year === undefined ? undefined : `${year}-${month}-${day}`,
    emailConsent: toConsent(customer.email_marketing_consent, {
      accepts: customer.accepts_marketing,
      acceptedAt: customer.accepts_marketing_updated_at,
      createdAt: customer.created_at,
    }),
    smsConsent: toConsent(customer.sms_marketing_consent, {
      accepts: customer.accepts_mobile_marketing,
      acceptedAt: customer.accepts_mobile_marketing_updated_at,
      createdAt: customer.created_at,
    }),
  };
}

interface Accepted {
  readonly accepts: boolean | null | undefined;
  readonly acceptedAt: string | null | undefined;
  readonly createdAt: string;
}

/** A consent that was never stated gets the age of the customer, so that every stated one is newer. */
function toConsent(
  consent: ShoplineCustomer['sms_marketing_consent'],
  { accepts, acceptedAt, createdAt }: Accepted,
): Consent | undefined {
  if (consent?.state != null) {
    return { granted: consent.state === '1', statedAt: consent.consent_updated_at ?? createdAt };
  }
  return accepts == null ? undefined : { granted: accepts, statedAt: acceptedAt ?? createdAt };
}

/** The state of an account that is in use. */
const VALID = '3';

function signedUpAt(customer: ShoplineCustomer, topic: string | undefined): string | undefined {
  if (topic === ENABLED_TOPIC) return customer.updated_at ?? undefined;
  return topic === CREATED_TOPIC && customer.state === VALID ? customer.created_at : undefined;
}
