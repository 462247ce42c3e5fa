import * as v from 'valibot';
import type { MappingSettings } from '../../model/connection.ts';
import type { Consent, CustomerUpdate, Profile } from '../../model/customer.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { CustomerReading, VerifiedDelivery } from '../source.ts';
import { KstInstantSchema } from './kst-instant.ts';
import { isSampleMall } from './sample-mall.ts';

const JOINED_TOPIC = '90032';

const OptionalText = v.pipe(
  v.nullish(v.string()),
  v.transform((text) => (text == null || text.trim() === '' ? undefined : text.trim())),
);

/** A value that is not a date, such as `0000-00-00`, counts as absent. */
const OptionalDate = v.fallback(
  v.optional(v.pipe(v.string(), v.isoDate(), v.check(isOnCalendar))),
  undefined,
);

function isOnCalendar(text: string): boolean {
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

const MemberSchema = v.object({
  mall_id: OptionalText,
  /** One id, or a list separated by commas. */
  member_id: v.pipe(
    v.string(),
    v.transform((text) => text.split(',').map((id) => id.trim())),
    v.check((ids) => ids.every((id) => id !== ''), 'expected ids of members'),
  ),
  name: OptionalText,
  email: OptionalText,
  cellphone: OptionalText,
  phone: OptionalText,
  birthday: OptionalDate,
  gender: OptionalText,
  sms: OptionalText,
  news_mail: OptionalText,
  created_date: v.optional(KstInstantSchema),
  /** Replaces everything but the id if the group changed. */
  after_member_group_name: OptionalText,
});

type Member = v.InferOutput<typeof MemberSchema>;

/**
 * Reads a webhook about members. A new member comes with all fields, a change of group
 * with the group alone, and any other change with the names of fields only, so there is
 * nothing to send. Most samples have the fields in `resource`; the text beside some of them does not.
 * @throws {PayloadError} the body has no member, or lacks something else that the mapping needs.
 * @see https://developers.cafe24.com/app/front/app/develop/webhook/sample (copy of 2025, read 2026-11-24)
 */
export function readMember(
  body: unknown,
  { shop }: MappingSettings,
  { topic }: VerifiedDelivery,
): CustomerReading {
  const member = parsePayload(
    MemberSchema,
    v.is(v.object({ resource: v.looseObject({}) }), body) ? body.resource : body,
  );
  if (isSampleMall(member.mall_id)) return { kind: 'ignored', reason: 'test-order' };
  const [first, ...others] = member.member_id.map((id) => toUpdate(member, { id, shop, topic }));
  return first === undefined || !saysAnything(member)
    ? { kind: 'ignored', reason: 'no-profile' }
    : { kind: 'customers', updates: [first, ...others] };
}

/** The members of a list share only the fields that hold for all of them. */
function saysAnything({
  after_member_group_name: group,
  created_date: createdAt,
  member_id: ids,
}: Member): boolean {
  return group !== undefined || (createdAt !== undefined && ids.length === 1);
}

function toUpdate(
  member: Member,
  { id, shop, topic }: { readonly id: string; readonly shop: string; readonly topic: string | undefined },
): CustomerUpdate {
  const numbers = [member.cellphone, member.phone].filter((number) => number !== undefined);
  return {
    source: 'cafe24',
    shop,
    customer: {
      id,
      emails: member.email === undefined ? [] : [member.email],
      phones: numbers.map((number) => ({ number, country: undefined })),
    },
    updatedAt: member.created_date,
    profile: toProfile(member),
    signedUpAt: topic === JOINED_TOPIC ? member.created_date : undefined,
  };
}

const genders: ReadonlyMap<string | undefined, Profile['gender']> = new Map([
  ['M', 'Male'],
  ['F', 'Female'],
]);

function toProfile(member: Member): Profile {
  return {
    fullName: member.name,
    gender: genders.get(member.gender),
    birth: member.birthday,
    membership: member.after_member_group_name,
    smsConsent: toConsent(member.sms),
    emailConsent: toConsent(member.news_mail),
  };
}

function toConsent(flag: string | undefined): Consent | undefined {
  return flag === 'T' || flag === 'F' ? { granted: flag === 'T' } : undefined;
}
