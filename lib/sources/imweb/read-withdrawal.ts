import * as v from 'valibot';
import { parsePayload } from '../../model/parse-payload.ts';
import type { PrivacyRequest } from '../source.ts';
import { Id } from './fields.ts';
import { toCustomer } from './to-customer.ts';

const WithdrawalSchema = v.object({ data: v.object({ memberUid: Id }) });

/**
 * Reads a webhook about a member who left the site: their id and nothing else is known.
 * @throws {PayloadError} the body has no member.
 * @see https://developers-docs.imweb.me/guide (webhooks; copy of 2026-07, read 2026-11-29)
 */
export function readWithdrawal(body: unknown): readonly PrivacyRequest[] {
  const { memberUid: uid } = parsePayload(WithdrawalSchema, body).data;
  return [{ kind: 'erase-customer', customer: toCustomer({ uid }), orderIds: [] }];
}
