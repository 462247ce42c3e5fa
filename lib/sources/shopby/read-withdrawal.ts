import * as v from 'valibot';
import { parsePayload } from '../../model/parse-payload.ts';
import type { PrivacyRequest } from '../source.ts';
import { Id } from './fields.ts';

export const WithdrawalSchema = v.object({ memberNo: Id });

/** Reads a member who left the mall. @throws {PayloadError} there is no member. */
export function readWithdrawal(body: unknown): readonly PrivacyRequest[] {
  const { memberNo } = parsePayload(WithdrawalSchema, body);
  return [{ kind: 'erase-customer', customer: { id: memberNo, emails: [], phones: [] }, orderIds: [] }];
}
