import * as v from 'valibot';
import type { MappingSettings } from '../../model/connection.ts';
import type { Consent, Profile } from '../../model/customer.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { CustomerReading, VerifiedDelivery } from '../source.ts';
import { Id, LooseFlag, LooseText, LooseTime } from './fields.ts';
import { JOINED_TOPIC } from './topic.ts';

/** `19660904`, as it is written, or with hyphens. */
const BirthSchema = v.pipe(
  v.string(),
  v.transform((text) => text.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3')),
  v.isoDate(),
);

/**
 * The fields of a member that are used.
 * @see https://server-docs.shopby.co.kr/spec/member-server-public.yml (`POST /members` 1.3; read 2026-11-29)
 */
export const MemberSchema = v.object({
  memberNo: Id,
  memberStatus: LooseText,
  memberName: LooseText,
  email: LooseText,
  mobileNo: LooseText,
  /** Where the member lives, ISO 3166 alpha-2. */
  countryCode: LooseText,
  birthday: v.fallback(
    v.nullish(
      v.union([
        v.pipe(
          v.literal(''),
          v.transform(() => undefined),
        ),
        BirthSchema,
      ]),
    ),
    undefined,
  ),
  sex: LooseText,
  memberGradeName: LooseText,
  isSmsAgreed: LooseFlag,
  isDirectMailAgreed: LooseFlag,
  joinYmdt: LooseTime,
  lastUpdateYmdt: LooseTime,
});
type Member = v.InferOutput<typeof MemberSchema>;

/** Reads a member that was listed. @throws {PayloadError} it has no number. */
export function readMember(
  body: unknown,
  { shop }: MappingSettings,
  { topic }: VerifiedDelivery,
): CustomerReading {
  const member = parsePayload(MemberSchema, body);
  if (member.memberStatus === 'WITHDRAWN') return { kind: 'ignored', reason: 'not-a-customer' };
  const { email, mobileNo, countryCode } = member;
  const country = countryCode !== undefined && /^[A-Z]{2}$/.test(countryCode) ? countryCode : undefined;
  const joinedAt = member.joinYmdt ?? undefined;
  const update = {
    source: 'shopby',
    shop,
    customer: {
      id: member.memberNo,
      emails: email === undefined ? [] : [email],
      phones: mobileNo === undefined ? [] : [{ number: mobileNo, country }],
    },
    updatedAt: member.lastUpdateYmdt ?? joinedAt,
    profile: toProfile(member),
    signedUpAt: topic === JOINED_TOPIC ? joinedAt : undefined,
  };
  return { kind: 'customers', updates: [update] };
}

const genders: ReadonlyMap<string | undefined, Profile['gender']> = new Map([
  ['M', 'Male'],
  ['F', 'Female'],
]);

function toProfile(member: Member): Profile {
  return {
    fullName: member.memberName,
    gender: genders.get(member.sex),
    birth: member.birthday ?? undefined,
    membership: member.memberGradeName,
    smsConsent: toConsent(member.isSmsAgreed),
    emailConsent: toConsent(member.isDirectMailAgreed),
  };
}

function toConsent(granted: boolean | null | undefined): Consent | undefined {
  return granted == null ? undefined : { granted };
}
