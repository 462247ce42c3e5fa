import * as v from 'valibot';
import { parsePayload } from '../../model/parse-payload.ts';
import type { PrivacyRequest } from '../source.ts';
import { Id } from './fields.ts';
import { toCustomer } from './to-customer.ts';

/** The site was compared where the key was. A body that names none may be of any site of the app. */
const WithdrawalSchema = v.object({
  data: v.object({ siteCode: v.pipe(v.string(), v.nonEmpty()), memberUid: Id }),
});

/**
 * Reads a webhook about a member who left the site: their id and nothing else is known.
 * @throws {PayloadError} the body has no member, or no site.
 * @see https://developers-docs.imweb.me/guide (webhooks; copy of 2026-07, read 2026-11-29)
 */
export function readWithdrawal(body: unknown): readonly PrivacyRequest[] {
  const { memberUid: uid } = parsePayload(WithdrawalSchema, body).data;
  return [{ kind: 'erase-customer', customer: toCustomer({ uid }), orderIds: [] }];
}
