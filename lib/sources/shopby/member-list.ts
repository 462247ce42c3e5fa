import * as v from 'valibot';
import { parsePayload } from '../../model/parse-payload.ts';
import type { ShopList } from '../listing.ts';
import { kstText } from './kst-time.ts';
import { MemberSchema } from './read-member.ts';
import { serverSearch } from './server-request.ts';
import { CHANGED_TOPIC, JOINED_TOPIC } from './topic.ts';

const OVERLAP_MS = 30 * 60_000;
/** The most that are allowed. */
const ROWS = 500;

const CursorSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({ from: v.number(), after: v.optional(v.string()) }),
);

/** Only what is read stays in an entry, so that a login is no change. */
const PageSchema = v.object({
  contents: v.array(MemberSchema),
  lastId: v.nullish(v.union([v.string(), v.pipe(v.number(), v.transform(String))])),
});

const kinds = {
  changed: { condition: 'startUpdateDateTime', time: 'lastUpdateYmdt', topic: CHANGED_TOPIC },
  joined: { condition: 'startSignUpDateTime', time: 'joinYmdt', topic: JOINED_TOPIC },
} as const;

/**
 * Returns a list of the active members who changed, or joined, since a time. It is read by key and has no end in time, so no
 * page skips anyone. Version 1.3: the vendor calls 1.2 deprecated, which has days only. Whether a new member counts as
 * changed is not documented, so there is a list of each.
 * @see https://server-docs.shopby.co.kr/spec/member-server-public.yml (`POST /members` 1.3; read 2026-11-29)
 */
export function memberList(by: keyof typeof kinds): ShopList {
  const { condition, time, topic } = kinds[by];
  return {
    name: `members-${by}`,
    about: 'customers',
    overlapMs: OVERLAP_MS,
    isWanted: ({ profiles }) => profiles === 'send',
    begin: ({ from }) => JSON.stringify({ from: from.getTime() }),
    request: (text) => {
      const { from, after } = parsePayload(CursorSchema, text);
      return serverSearch('/members', {
        status: 'ACTIVE',
        [condition]: kstText(from),
        includesCount: false,
        pageSize: ROWS,
        ...(after !== undefined && { searchAfter: after }),
      });
    },
    read: (body, text) => {
      const { contents, lastId } = parsePayload(PageSchema, body);
      const { from } = parsePayload(CursorSchema, text);
      const isEnd = contents.length === 0 || lastId == null;
      return {
        entries: contents.map((member) => ({
          kind: 'delivery',
          id: member.memberNo,
          changedAt: member[time] ?? undefined,
          topic,
          body: member,
        })),
        next: isEnd ? undefined : JSON.stringify({ from, after: lastId }),
      };
    },
  };
}
