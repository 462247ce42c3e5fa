import * as v from 'valibot';
import { parsePayload } from '../../model/parse-payload.ts';
import type { PrivacyRequest } from '../source.ts';
import { isSampleMall } from './sample-mall.ts';

/** Read first: the documentation's own sample names no real members. */
const MallSchema = v.object({ resource: v.object({ mall_id: v.string() }) });

const WithdrawalSchema = v.object({
  resource: v.object({
    /** One id, or several separated by commas. */
    member_id: v.pipe(
      v.string(),
      v.transform((list) => list.split(',').map((id) => id.trim())),
      v.check((ids) => ids.every((id) => id !== ''), 'expected the ids of members'),
    ),
  }),
});

/**
 * Reads a webhook about members who left the mall. It holds their ids and nothing else: no address, phone or order.
 * @throws {PayloadError} the body has no member.
 * @see https://developers.cafe24.com/app/front/app/develop/webhook/sample (copy of 2025, read 2026-11-24)
 */
export function readWithdrawal(body: unknown): readonly PrivacyRequest[] {
  if (isSampleMall(parsePayload(MallSchema, body).resource.mall_id)) return [];
  const { member_id } = parsePayload(WithdrawalSchema, body).resource;
  return member_id.map((id) => ({
    kind: 'erase-customer',
    customer: { id, emails: [], phones: [] },
    orderIds: [],
  }));
}
