import * as v from 'valibot';
import { headerId } from '../header-id.ts';
import { isOneOf } from '../is-one-of.ts';
import { tryParse } from '../raw-body.ts';
import {
  type Delivery,
  type SigningIdentity,
  type SigningInput,
  type Verdict,
  withoutVerification,
} from '../source.ts';
import { LooseId, LooseText } from './fields.ts';
import { SECRET } from './headers.ts';
import { isSample } from './is-sample.ts';

/**
 * Checks the value that Imweb sends in `authorization`, as it is: it proves who sent the body, not that the body is
 * unchanged. A body of another site than the connection's is refused: one app may be in many sites, and all send here.
 * @see https://developers-docs.imweb.me/guide (webhooks; copy of 2026-07, read 2026-11-29)
 */
export function verify(delivery: Delivery, { secrets, shop }: SigningIdentity): Verdict {
  const secret = delivery.headers[SECRET];
  if (secret === undefined || secret === '') return { valid: false, reason: 'signature-missing' };
  if (!isOneOf(secret, secrets)) return { valid: false, reason: 'signature-mismatch' };
  const parsed = tryParse(delivery.rawBody);
  const isOther = sitesIn(parsed).some((site) => site.toLowerCase() !== shop.toLowerCase());
  if (isOther && !isSample(parsed)) {
    return { valid: false, reason: 'shop-mismatch' };
  }
  return {
    valid: true,
    delivery: withoutVerification({ ...delivery, parsed, deliveryId: deliveryIdOf(parsed) }),
  };
}

/** Returns the headers of a webhook. Topic and site are in the body. */
export function sign({ secret }: SigningInput): Record<string, string> {
  return { 'content-type': 'application/json', [SECRET]: secret };
}

const SiteSchema = v.object({ siteCode: v.pipe(v.string(), v.nonEmpty()) });
const MembersSchema = v.object({ members: v.array(v.unknown()) });
const DataSchema = v.object({ data: v.unknown() });

/** Returns the sites that a body names: once, or in each entry of a list of members. */
function sitesIn(body: unknown): string[] {
  if (!v.is(DataSchema, body)) return [];
  const { data } = body;
  const members = v.is(MembersSchema, data) ? data.members : [];
  return [data, members].flat().flatMap((entry) => (v.is(SiteSchema, entry) ? entry.siteCode : []));
}

const NameSchema = v.object({
  eventType: v.string(),
  eventTime: v.number(),
  data: v.object({
    orderNo: v.pipe(v.union([v.string(), v.number()]), v.transform(String), v.digits()),
    orderSectionCode: LooseText,
    section: v.fallback(v.optional(v.object({ orderSectionCode: LooseId })), undefined),
  }),
});

/** Imweb sends no id of a delivery. What a repeated one has in common names it; there is no personal data in it. */
function deliveryIdOf(body: unknown): string | undefined {
  const { success, output } = v.safeParse(NameSchema, body);
  if (!success) return undefined;
  const { eventType, eventTime, data } = output;
  const section = data.orderSectionCode ?? data.section?.orderSectionCode ?? '';
  return headerId([eventType, data.orderNo, section, eventTime].join('/'));
}
