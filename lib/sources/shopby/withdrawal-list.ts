import * as v from 'valibot';
import { parsePayload } from '../../model/parse-payload.ts';
import type { ShopList } from '../listing.ts';
import { kstDay } from './kst-time.ts';
import { WithdrawalSchema } from './read-withdrawal.ts';
import { serverGet } from './server-request.ts';
import { WITHDRAWN_TOPIC } from './topic.ts';

const DAY_MS = 24 * 3_600_000;
/** Members are listed by the day. */
const OVERLAP_MS = DAY_MS;
/** After five days the mall itself destroys a member who left, and lists them no more. */
const KEPT_MS = 6 * DAY_MS;

const CursorSchema = v.pipe(v.string(), v.parseJson(), v.strictObject({ at: v.number(), end: v.number() }));

/**
 * The members who left, day by day. The webhook of the same event is not believed: who saw the address of a connection could
 * have anyone forgotten.
 * @see https://server-docs.shopby.co.kr/spec/member-server-public.yml (`GET /members/expelled-members` 1.1; read 2026-11-29)
 */
export const withdrawalList: ShopList = {
  name: 'members-withdrawn',
  about: 'customers',
  overlapMs: OVERLAP_MS,
  begin: ({ from, now }) => {
    const end = now.getTime();
    return JSON.stringify({ at: Math.min(end, Math.max(from.getTime(), end - KEPT_MS)), end });
  },
  request: (text) => {
    const { at } = parsePayload(CursorSchema, text);
    return serverGet('/members/expelled-members', { query: { targetDate: kstDay(at) } });
  },
  read: (body, text) => {
    const { at, end } = parsePayload(CursorSchema, text);
    const isEnd = kstDay(at) >= kstDay(end);
    return {
      entries: parsePayload(v.array(WithdrawalSchema), body).map(({ memberNo }) => ({
        kind: 'delivery',
        id: memberNo,
        topic: WITHDRAWN_TOPIC,
        body: { memberNo },
      })),
      next: isEnd ? undefined : JSON.stringify({ at: at + DAY_MS, end }),
    };
  },
};
