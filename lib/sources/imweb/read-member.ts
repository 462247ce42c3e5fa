import * as v from 'valibot';
import type { MappingSettings } from '../../model/connection.ts';
import type { Consent, CustomerUpdate, Profile } from '../../model/customer.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { CustomerReading, VerifiedDelivery } from '../source.ts';
import { EventTime, Flag, Id, LooseId, LooseText } from './fields.ts';
import { toCustomer } from './to-customer.ts';

/** One account was made. Many at once are taken over from elsewhere, where they were made before. */
export const SIGN_UP_TOPIC = 'END_USER_SIGN_UP';

/** Webhooks say `memberUid` and `call`, the API says `uid` and `callnum`. */
const MemberSchema = v.pipe(
  v.object({
    memberUid: LooseId,
    uid: LooseId,
    email: LooseText,
    call: LooseText,
    callnum: LooseText,
    name: LooseText,
    gender: LooseText,
    grade: LooseText,
    smsAgree: Flag,
    emailAgree: Flag,
  }),
  v.transform(({ uid, callnum, ...member }) => ({
    ...member,
    memberUid: member.memberUid ?? uid,
    call: member.call ?? callnum,
  })),
);

type Member = v.InferOutput<typeof MemberSchema> & { readonly memberUid: string };

const Named = v.pipe(
  MemberSchema,
  v.forward(
    v.check((member): boolean => v.is(Id, member.memberUid), 'missing'),
    ['memberUid'],
  ),
  v.transform((member) => member as Member),
);

const MembersSchema = v.object({
  eventTime: v.fallback(v.optional(EventTime), undefined),
  data: v.union([
    v.pipe(v.array(Named), v.minLength(1)),
    v.pipe(
      v.object({ members: v.pipe(v.array(Named), v.minLength(1)) }),
      v.transform(({ members }) => members),
    ),
    v.pipe(
      Named,
      v.transform((member) => [member]),
    ),
  ]),
});

/**
 * Reads a webhook about members: one who joined, or what changed. Facts that the body lacks stay as they were, so a change
 * that only names its member says nothing. No captured body is public; the names are those that programs read.
 * @throws {PayloadError} the body has no member.
 * @see https://developers-docs.imweb.me/guide (webhooks; copy of 2026-07, read 2026-11-29)
 */
export function readMember(
  body: unknown,
  { shop }: MappingSettings,
  { topic }: VerifiedDelivery,
): CustomerReading {
  const { eventTime, data } = parsePayload(MembersSchema, body);
  const [first, ...others] = data
    .filter((member) => topic === SIGN_UP_TOPIC || saysAnything(member))
    .map((member) => toUpdate(member, { shop, topic, eventTime }));
  return first === undefined
    ? { kind: 'ignored', reason: 'no-profile' }
    : { kind: 'customers', updates: [first, ...others] };
}

function saysAnything({ memberUid: _, ...facts }: Member): boolean {
  return Object.values(facts).some((fact) => fact != null);
}

interface Told {
  readonly shop: string;
  readonly topic: string | undefined;
  readonly eventTime: string | undefined;
}

function toUpdate(member: Member, { shop, topic, eventTime }: Told): CustomerUpdate {
  const { memberUid: uid, email, call } = member;
  const phones = call === undefined ? [] : [{ number: call, country: 'KR' }];
  return {
    source: 'imweb',
    shop,
    customer: { ...toCustomer({ uid, email, phones }), id: uid },
    updatedAt: eventTime,
    profile: toProfile(member),
    signedUpAt: topic === SIGN_UP_TOPIC ? eventTime : undefined,
  };
}

const genders: ReadonlyMap<string | undefined, Profile['gender']> = new Map([
  ['M', 'Male'],
  ['MALE', 'Male'],
  ['F', 'Female'],
  ['FEMALE', 'Female'],
]);

function toProfile({ name, gender, grade, smsAgree, emailAgree }: Member): Profile {
  return {
    fullName: name,
    gender: genders.get(gender?.toUpperCase()),
    membership: grade,
    smsConsent: toConsent(smsAgree),
    emailConsent: toConsent(emailAgree),
  };
}

function toConsent(flag: 'Y' | 'N' | null | undefined): Consent | undefined {
  return flag == null ? undefined : { granted: flag === 'Y' };
}
