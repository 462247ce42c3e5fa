import { pourCall, refusalOf, statusOf } from './check-call.ts';
import type { DoubleState } from './double-state.ts';
import type { Exchange } from './exchange.ts';
import { koreanDay, readKorean } from './korean-time.ts';
import { type DatedRow, orderRows, refundRows } from './list-rows.ts';
import { error, playNext } from './script.ts';

/** A list that the Admin API gives. */
interface List {
  /** Absent: every token may ask. */
  readonly scope?: string;
  /** Returns the answer, or an error. */
  readonly answer: (state: DoubleState, query: URLSearchParams) => unknown;
}

const END_OF_OFFSETS = 15_000;
const DAY_MS = 24 * 3_600_000;

const lists: Readonly<Record<string, List>> = {
  '/api/v2/admin/orders': {
    scope: 'mall.read_order',
    answer: (state, query) =>
      answerDays(state, query, { name: 'orders', maxRows: 1_000, date: 'order_date', rows: orderRows }),
  },
  '/api/v2/admin/refunds': {
    scope: 'mall.read_order',
    answer: (state, query) =>
      answerDays(state, query, { name: 'refunds', maxRows: 500, date: 'refund_date', rows: refundRows }),
  },
  '/api/v2/admin/shops': {
    scope: 'mall.read_store',
    answer: ({ shops }) => ({
      shops: [...shops].map(([shop_no, isOpen]) => ({ shop_no, active: isOpen ? 'T' : 'F' })),
    }),
  },
  '/api/v2/admin/webhooks/logs': { scope: 'mall.read_application', answer: answerLogs },
  '/api/v2/oauth/token/scopes': { answer: ({ scopes }) => ({ scopes }) },
};

/** Returns the list at this path, or `undefined`. */
export function listAt(path: string): List | undefined {
  return Object.hasOwn(lists, path) ? lists[path] : undefined;
}

/**
 * Gives a page of a list. Every call counts in the bucket, whatever the answer.
 * @see https://developers.cafe24.com/docs/api/admin/#retrieve-a-list-of-orders (version 2026-03-01, read 2026-11-29)
 */
export async function answerList(state: DoubleState, list: List, exchange: Exchange): Promise<void> {
  const { hasRoom, limited } = pourCall(state, exchange);
  if (await playNext(state.script, { on: 'list', exchange: limited })) return;
  state.onList();
  const refusal = hasRoom ? refusalOf(state, list.scope, limited) : error(429, 'Too Many Requests');
  const answer = refusal ?? list.answer(state, limited.query);
  const isError = typeof answer === 'object' && answer !== null && 'error' in answer;
  limited.send(isError ? statusOf(answer) : 200, answer);
}

interface DayRows {
  readonly name: string;
  readonly maxRows: number;
  /** The default of `date_type`. */
  readonly date: string;
  readonly rows: (state: DoubleState, shopNo: number, date: string) => readonly DatedRow[] | undefined;
}

/**
 * Gives the rows of some days in Korea, both ends counted, newest first: which order they have is not documented. Stricter
 * than the documents: without days nothing is given.
 */
function answerDays(state: DoubleState, query: URLSearchParams, list: DayRows): unknown {
  const [first, last] = [query.get('start_date') ?? '', query.get('end_date') ?? ''];
  const [limit, offset] = [Number(query.get('limit') ?? 10), Number(query.get('offset') ?? 0)];
  const rows = list.rows(state, Number(query.get('shop_no') ?? 1), query.get('date_type') ?? list.date);
  if (![first, last].every((day) => /^\d{4}-\d{2}-\d{2}$/.test(day))) return error(422, 'A day is missing.');
  if (Date.parse(last) - Date.parse(first) > 89 * DAY_MS) return error(422, 'should be within 3 months days');
  if (!(limit >= 1 && limit <= list.maxRows)) return error(422, 'The limit is wrong.');
  if (!(offset >= 0 && offset < END_OF_OFFSETS))
    return error(422, 'must be less than 15000. (parameter.offset)');
  if (rows === undefined) return error(422, 'No such date_type.');

  const found = rows
    .map(({ times, ...row }) => ({
      ...row,
      at: Math.max(...times.filter((at) => isWithin(at, first, last))),
    }))
    .filter(({ at }) => Number.isFinite(at))
    .toSorted((a, b) => b.at - a.at || b.id.localeCompare(a.id));
  const page = found.slice(offset, offset + Math.min(limit, state.maxRows));
  const next = offset + page.length;
  return {
    [list.name]: page.map(({ row }) => onlyFields(row, query.get('fields'))),
    links: next < found.length ? [{ rel: 'next', href: `https://mall.example.com/?offset=${next}` }] : [],
  };
}

function isWithin(at: number, first: string, last: string): boolean {
  const day = koreanDay(at);
  return first <= day && day <= last;
}

function onlyFields(row: DatedRow['row'], fields: string | null): DatedRow['row'] {
  if (fields === null) return row;
  return Object.fromEntries(fields.split(',').map((name) => [name, row[name] ?? null]));
}

/** Gives webhooks as they were sent, the oldest first: which order they have is not documented. */
function answerLogs(state: DoubleState, query: URLSearchParams): unknown {
  const [first, last] = [query.get('requested_start_date') ?? '', query.get('requested_end_date') ?? '9999'];
  const limit = Number(query.get('limit') ?? 10);
  if (!(limit >= 1 && limit <= 10_000)) return error(422, 'The limit is wrong.');
  const sent = state.webhooks.toSorted((a, b) => readKorean(a.requested_time) - readKorean(b.requested_time));
  const since = sent.findIndex(({ log_id }) => log_id === query.get('since_log_id'));
  const logs = sent
    .slice(since + 1)
    .filter(({ success }) => success === (query.get('success') ?? success))
    .filter(({ requested_time }) => isWithin(readKorean(requested_time), first, last));
  return { logs: logs.slice(0, Math.min(limit, state.maxRows)) };
}
