import type { MappingSettings } from '../model/connection.ts';
import type { Customer, PhoneCandidate } from '../model/order.ts';
import { toEmailAddress } from './email-address.ts';
import type { Identity, Unusable } from './event.ts';
import { toPhoneNumber } from './phone-number.ts';

type IdentitySettings = Pick<
  MappingSettings,
  'externalId' | 'externalIdPrefix' | 'excludeIdentities' | 'defaultCountry'
>;

export interface IdentityReading {
  /** Absent if the customer has no usable identifier. */
  readonly identity: Identity | undefined;
  readonly unusable: Unusable;
}

/**
 * Returns the customer in Dfinery's terms: `external_id` by the connection's rule, the first usable e-mail address and
 * the first usable phone number. Excluded identities count as absent, so do ids that stand for none. Absent fields are left out, never empty: two
 * identical customers yield identical objects with the same key order.
 */
export function toIdentity(customer: Customer, settings: IdentitySettings): IdentityReading {
  const excluded = new Set(settings.excludeIdentities.map(normalise));
  const isAllowed = (text: string | undefined): text is string =>
    text !== undefined && !excluded.has(normalise(text));
  const toId = (text: string | undefined) =>
    isAllowed(text) && !NO_ID.test(normalise(text)) ? text : undefined;

  const id = toId(customer.id);
  const emails = readEmails(customer.emails);
  const email = emails.find(isAllowed);
  const phones = readPhones(customer.phones, settings);
  const excludedDigits = settings.excludeIdentities.map(digitsOf);
  const phone = phones.find(
    (number) => number !== undefined && !excludedDigits.some((digits) => isSameNumber(number, digits)),
  );

  const identity: Identity = {
    ...optional('external_id', toExternalId(settings, { id, email })),
    ...optional('email', email),
    ...optional('phone_no', phone),
    ...optional('kakao_user_id', toId(customer.kakaoUserId)),
    ...optional('line_user_id', toId(customer.lineUserId)),
  };
  return {
    identity: Object.keys(identity).length > 0 ? identity : undefined,
    unusable: { UnusableEmail: countAbsent(emails), UnusablePhone: countAbsent(phones) },
  };
}

/** What senders write for a customer without an id. All of these customers would be one. */
const NO_ID = /^(?:0*|null|undefined|nan)$/;

/** Shops repeat one address in several places, and checking it is a good part of an identity. */
function readEmails(candidates: readonly string[]): (string | undefined)[] {
  const known = new Map<string, string | undefined>();
  return candidates
    .filter((text) => text.trim() !== '')
    .map((text) => {
      if (!known.has(text)) known.set(text, toEmailAddress(text));
      return known.get(text);
    });
}

/** So do numbers, and parsing one with the library is slow. */
function readPhones(
  candidates: readonly PhoneCandidate[],
  { defaultCountry }: IdentitySettings,
): (string | undefined)[] {
  const known = new Map<string, string | undefined>();
  return candidates.map(({ number, country = defaultCountry }) => {
    const bare = number.replace(/[\s().-]/g, '');
    const key = bare.startsWith('+') ? bare : `${country} ${bare}`;
    if (!known.has(key)) known.set(key, toPhoneNumber(number, country));
    return known.get(key);
  });
}

function toExternalId(
  { externalId, externalIdPrefix }: IdentitySettings,
  { id, email }: { id: string | undefined; email: string | undefined },
): string | undefined {
  const value = { 'customer-id': id, email, none: undefined }[externalId];
  return value === undefined ? undefined : externalIdPrefix + value;
}

function normalise(text: string): string {
  return text.trim().toLowerCase();
}

/** The digits of a phone number that an operator writes in any form, without the zeros before a code. */
function digitsOf(text: string): string {
  return text.replace(/\D/g, '').replace(/^0+/, '');
}

/** A calling code has at most 3 digits, so a number that lacks no more than these was written without it. */
function isSameNumber(number: string, digits: string): boolean {
  return number.endsWith(digits) && number.length - digits.length <= 3;
}

function countAbsent(candidates: readonly (string | undefined)[]): number {
  return candidates.filter((candidate) => candidate === undefined).length;
}

function optional(key: keyof Identity, value: string | undefined): Partial<Identity> {
  return value === undefined || value === '' ? {} : { [key]: value };
}
