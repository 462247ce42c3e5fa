import * as v from 'valibot';
import { parseExactJson } from '../../model/exact-json.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { ListedDelivery, ShopList } from '../listing.ts';
import { adminRequest } from './admin-request.ts';
import { LooseInstant, LooseText } from './fields.ts';
import { addDays } from './kst-day.ts';
import { beginOfLog, logPlaceAfter, readLogCursor } from './log-cursor.ts';
import { topicInBody } from './topic.ts';
import { isOfMall } from './verify.ts';

/** Days are all that can be asked for, as of orders. */
const OVERLAP_MS = 24 * 3_600_000;
/** The most rows of an answer. */
const LIMIT = 10_000;

/**
 * Webhooks that may come late: those that name orders, which are fetched as they are now, and members who joined or left.
 * A group (90144) or a cart (90084) of some time ago would be told as the present one.
 */
const REPLAYED: ReadonlySet<string> = new Set([
  '90023',
  '90025',
  '90026',
  '90027',
  '90029',
  '90072',
  '90073',
  '90074',
  '90160',
  '90032',
  '90147',
]);

const LogsSchema = v.object({
  logs: v.array(
    v.object({
      log_id: v.pipe(v.string(), v.nonEmpty()),
      /** G: sent; R: sent again; T: by the TEST button. */
      log_type: LooseText,
      requested_time: LooseInstant,
      success: LooseText,
      /** The body, as text. */
      request_body: LooseText,
    }),
  ),
});

type LogRow = v.InferOutput<typeof LogsSchema>['logs'][number];

/**
 * The webhooks that Cafe24 calls failed, with their bodies. It is not documented how a webhook that was sent again names the
 * first one, so all that failed are replayed: what came meanwhile is known. How long the log goes back is not documented, and
 * what was never sent is not in it: the lists of orders find that. Without `changedAt`, because the newest failure is old
 * where nothing fails.
 * @see https://developers.cafe24.com/docs/api/admin/#retrieve-a-list-of-webhook-logs (version 2026-03-01, read 2026-11-29)
 */
export const webhookLog: ShopList = {
  name: 'webhook-logs',
  about: 'orders',
  overlapMs: OVERLAP_MS,
  // Its scope is `mall.read_application`, which malls that were authorized before did not give.
  mayBeRefused: true,
  begin: (range) => JSON.stringify(beginOfLog(range)),
  request: (text) => {
    const { from, to, since } = readLogCursor(text);
    return adminRequest('webhooks/logs', {
      success: 'F',
      requested_start_date: from,
      // It is not documented whether the last day belongs to them.
      requested_end_date: addDays(to, 1),
      limit: String(LIMIT),
      ...(since !== undefined && { since_log_id: since }),
    });
  },
  read: (body, text, _, shop) => {
    const rows = parsePayload(LogsSchema, body).logs;
    const next = logPlaceAfter(readLogCursor(text), rows.length < LIMIT ? undefined : newestOf(rows));
    return {
      entries: rows.flatMap((row) => toDelivery(row, shop) ?? []),
      next: next === undefined ? undefined : JSON.stringify(next),
    };
  },
};

function newestOf(rows: readonly LogRow[]): string | undefined {
  const sentAt = ({ requested_time }: LogRow): string => requested_time ?? '';
  return rows.toSorted((a, b) => sentAt(b).localeCompare(sentAt(a)))[0]?.log_id;
}

/** Returns a row as a webhook of this mall: an app may be installed in several, and each has its own orders and members. */
function toDelivery(
  { log_id, log_type, success, request_body }: LogRow,
  shop: string,
): ListedDelivery | undefined {
  if (log_type === 'T' || success === 'T' || request_body === undefined) return undefined;
  const body = parsed(request_body);
  const topic = topicInBody.read(body);
  if (topic === undefined || !REPLAYED.has(topic) || !isOfMall(body, shop)) return undefined;
  return { kind: 'delivery', id: log_id, body };
}

/** Returns `undefined` if the text is not JSON: there is nothing to replay. */
function parsed(text: string): unknown {
  try {
    return parseExactJson(text);
  } catch {
    return undefined;
  }
}
