import type { MappingSettings, ProfileField } from '../model/connection.ts';
import type { Consent, CustomerUpdate, Profile } from '../model/customer.ts';
import { customerKey } from '../model/keys.ts';
import type { Identity, PropertyValue, SignUpEvent, Unusable } from './event.ts';
import { eventLogId } from './event-log-id.ts';
import { fullName } from './full-name.ts';
import { toIdentity } from './to-identity.ts';

/** The properties of a customer, to be sent if Dfinery does not have them already. */
export interface ProfileContent {
  readonly properties: Readonly<Record<string, PropertyValue>>;
  /** When a property changed, by its name, if it has a date of its own. */
  readonly changedAt: Readonly<Record<string, string>>;
}

/** A customer in Dfinery's terms. */
export interface MappedCustomer {
  readonly customerKey: string;
  readonly identity: Identity;
  readonly updatedAt: string | undefined;
  /** Absent if the update has no facts for a profile. */
  readonly profile: ProfileContent | undefined;
  /** Present if an account was created. */
  readonly signUp: SignUpEvent | undefined;
  readonly unusable: Unusable;
}

export type ProfileReading =
  | { readonly kind: 'customer'; readonly customer: MappedCustomer }
  | { readonly kind: 'ignored'; readonly reason: 'no-identity' | 'no-profile' };

/**
 * Turns a customer update into a profile and, if an account was created, into
 * `df_sign_up`. Unknown facts are left out; an explicit "no" is sent as `false`. Pure.
 * @see https://docs.dfinery.ai/user-guide/action/off-site-campaign/opt-state (read 2026-11-23)
 */
export function toProfile(update: CustomerUpdate, settings: MappingSettings): ProfileReading {
  const { identity, unusable } = toIdentity(update.customer, settings);
  if (identity === undefined) return { kind: 'ignored', reason: 'no-identity' };
  const { source, shop, customer, updatedAt, signedUpAt } = update;
  const key = customerKey({ source, shop, id: customer.id });
  const profile = toContent(update.profile, settings);
  const isNews = Object.keys(profile.properties).length > 0 || Object.keys(identity).length > 1;
  if (!isNews && signedUpAt === undefined) return { kind: 'ignored', reason: 'no-profile' };
  return {
    kind: 'customer',
    customer: {
      customerKey: key,
      identity,
      updatedAt,
      profile: isNews ? profile : undefined,
      signUp: signedUpAt === undefined ? undefined : toSignUp({ source, shop, key, signedUpAt }),
      unusable,
    },
  };
}

/** Property ← field of the profile. Shops do not know consents to push, night and Kakao messages. */
const standardProperties: Readonly<Record<string, (profile: Profile) => string | Consent | undefined>> = {
  df_name: fullName,
  df_gender: ({ gender }) => gender,
  df_birth: ({ birth }) => birth,
  df_membership: ({ membership }) => membership,
  df_sms_ads_optin: ({ smsConsent }) => smsConsent,
};

const profileFields = {
  emailConsent: ({ emailConsent }) => emailConsent,
  firstName: ({ firstName }) => firstName,
  lastName: ({ lastName }) => lastName,
} satisfies Record<ProfileField, (profile: Profile) => string | Consent | undefined>;

function toContent(profile: Profile, { profileProperties = {} }: MappingSettings): ProfileContent {
  const values = [
    ...Object.entries(standardProperties).map(([name, read]) => [name, read(profile)] as const),
    ...Object.entries(profileProperties).map(
      ([name, field]) => [name, profileFields[field](profile)] as const,
    ),
  ];
  const properties: Record<string, PropertyValue> = {};
  const changedAt: Record<string, string> = {};
  for (const [name, value] of values) {
    if (value === undefined || value === '') continue;
    properties[name] = typeof value === 'string' ? value : value.granted;
    if (typeof value !== 'string' && value.statedAt !== undefined) changedAt[name] = value.statedAt;
  }
  return { properties, changedAt };
}

function toSignUp(from: {
  readonly source: string;
  readonly shop: string;
  readonly key: string;
  readonly signedUpAt: string;
}): SignUpEvent {
  const { source, shop, key, signedUpAt } = from;
  return {
    event_log_id: eventLogId({ source, shop, kind: 'sign-up', subjectKey: key, part: 1 }),
    event_name: 'df_sign_up',
    event_datetime: signedUpAt,
    event_properties: { df_sign_channel: source },
  };
}
